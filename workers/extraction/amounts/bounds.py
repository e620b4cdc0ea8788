"""Bounding words on a value: about, at least, under, exactly; what they make of an amount or a length of time."""

from __future__ import annotations

from collections.abc import Sequence

from workers.extraction.quick import replace
from workers.extraction.values import Comparator, Duration, Quantity


def bounded(quantity: Quantity, signs: Sequence[str]) -> Quantity:
    """The quantity under bounding words: "~" (about), "<", "<=", ">=", ">", or "=" (exactly; behind a bound: or equal)."""
    for sign in signs:
        if sign == "~":
            quantity = replace(quantity, approximate=True)
            continue
        point = quantity.amount
        if sign == "=":
            closed = _CLOSED.get(quantity.comparator) if quantity.comparator is not None else None
            quantity = replace(quantity, comparator=closed) if closed else replace(quantity, low=point, high=point)
            continue
        comparator = Comparator(sign)
        if quantity.approximate and point is not None and "~" not in signs:
            quantity = replace(quantity, approximate=False)  # over a score is no rough number
        if quantity.type == "Age" and quantity.low is not None and quantity.high is not None:
            # in their seventies or older: 70 and more; in their twenties or younger: 29 and less
            point = quantity.low if comparator in (Comparator.LESS, Comparator.AT_LEAST) else quantity.high
            quantity = replace(quantity, amount=point, approximate=False)
        if quantity.type == "Multiple" and point is not None and point < 1:  # more than halved: to less than half
            comparator = _TURNED[comparator]
        if comparator in (Comparator.LESS, Comparator.AT_MOST):
            high = point if point is not None else quantity.high
            low = None if point is not None or quantity.approximate else quantity.low  # 10 to under 20 keeps its 10
            quantity = replace(quantity, comparator=comparator, low=low, high=high)
        else:
            low = point if point is not None else quantity.low
            quantity = replace(quantity, comparator=comparator, low=low, high=None)
    return quantity


_TURNED = {
    Comparator.MORE: Comparator.LESS,
    Comparator.LESS: Comparator.MORE,
    Comparator.AT_LEAST: Comparator.AT_MOST,
    Comparator.AT_MOST: Comparator.AT_LEAST,
}
_CLOSED = {Comparator.MORE: Comparator.AT_LEAST, Comparator.LESS: Comparator.AT_MOST}


def bounded_duration(duration: Duration, signs: Sequence[str]) -> Duration:
    """The length of time under bounding words, as `bounded` does it for amounts."""
    for sign in signs:
        if sign == "~":
            duration = replace(duration, approximate=True)
        elif sign == "=":
            closed = _CLOSED.get(duration.comparator) if duration.comparator is not None else None
            duration = replace(duration, comparator=closed) if closed else duration
        elif sign in ("<", "<="):
            duration = replace(duration, comparator=Comparator(sign), low=None)
        else:
            duration = replace(duration, comparator=Comparator(sign), high=None)
    return duration
