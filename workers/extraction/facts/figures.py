"""Figures: the numbers of an article's claims, each with how exactly it was said, so that they can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from workers.extraction.quick import quick
from workers.extraction.values import Claim, Comparator, Quantity

#: A round number (3,000,000) is meant to three digits; an approximate one to five parts in a hundred.
_DIGITS = 3
_ABOUT = Decimal("0.05")
_HUNDRED = Decimal(100)
_NOT_COMPARED = frozenset(("Ordinal", "Age"))


@quick
@dataclass(frozen=True, slots=True)
class Figure:
    """A claim's number: `amount` with `slack` to both sides, in `unit`, which only like figures share.

    `index` is the claim's place among the article's claims; shares are fractions of one. `start` is where a claim that
    names both ends of a change ("from 10 to 12 million") began; its amount is then where it ended.
    """

    index: int
    claim: Claim
    amount: Decimal
    slack: Decimal
    unit: tuple[str, str]
    start: Decimal | None = None

    @property
    def comparator(self) -> Comparator | None:
        """Which side of the amount is meant."""
        return self.claim.value.comparator if isinstance(self.claim.value, Quantity) else None

    @property
    def is_share(self) -> bool:
        """Whether it is a part of something."""
        return self.unit[0] == "share"

    def near(self, amount: Decimal, slack: Decimal = Decimal(0)) -> bool:
        """Whether the figure may be this amount, as exactly as both were said."""
        return abs(self.amount - amount) <= self.slack + slack


def figures(claims: Sequence[Claim]) -> Iterator[Figure]:
    """The claims that name one number: no dates, ordinals, ages, or numbers that nobody named."""
    for index, claim in enumerate(claims):
        value = claim.value
        if not isinstance(value, Quantity) or value.type in _NOT_COMPARED:
            continue
        amount, start = _named(value), None
        if amount is None and claim.change is not None and claim.change.start and claim.change.end:
            amount, start = claim.change.end.amount, claim.change.start.amount
        if amount is not None:
            share = value.type in ("Percentage", "Ratio")
            scale = _HUNDRED if value.type == "Percentage" else Decimal(1)
            unit = ("share", "") if share else (value.type, value.unit.code if value.unit else "")
            slack = _slack(amount, value) / scale
            yield Figure(index, claim, amount / scale, slack, unit, start and start / scale)


def _named(value: Quantity) -> Decimal | None:
    """The one number of a value: its amount, or its only bound."""
    if value.fraction is not None:
        return value.fraction[0] / value.fraction[1] if value.fraction[1] else None
    if value.amount is not None:
        return value.amount
    bounds = {bound for bound in (value.low, value.high) if bound is not None}
    return bounds.pop() if len(bounds) == 1 and value.comparator is not None else None


def _slack(amount: Decimal, value: Quantity) -> Decimal:
    """Half of the last digit that was meant."""
    if value.fraction is not None or not amount or not amount.is_finite():
        return Decimal(0)
    digits = amount.normalize().as_tuple()
    place = int(digits.exponent) if isinstance(digits.exponent, int) else 0
    if place > 0:
        place -= max(0, _DIGITS - len(digits.digits))
        place = max(place, 0)
    half = Decimal(5).scaleb(place - 1)
    return max(half, abs(amount) * _ABOUT) if value.approximate else half
