"""The elements of a number: amounts and scales in order, and what they come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import mul

from workers.extraction.language import Notation
from workers.extraction.quick import quick

SCORE, HUNDRED, THOUSAND = Decimal(20), Decimal(100), Decimal(1000)


#: From this scale on "and a half" is half of the scale (three million and a half), below it is 0.5.
PARTED_SCALE = Decimal(1_000_000)


TEN = Decimal(10)


#: Languages that group by four digits count myriads of myriads.
MYRIADS = 4
MILLIONS = 6


@quick
@dataclass(frozen=True, slots=True)
class Element:
    """An amount, or a scale that multiplies what stands before it; `room` is what may still be added behind it.

    `alone` is the least that a vague amount means where it is the whole number: several are no single one.
    """

    amount: Decimal
    room: Decimal
    scale: Decimal | None = None
    digits: str | None = None
    high: Decimal | None = None
    alone: Decimal | None = None


def fraction_of(value: object) -> Decimal:
    """A number of the data; "2/3" is written as a fraction because no decimal says it."""
    numerator, _, denominator = str(value).partition("/")
    return Decimal(numerator) / Decimal(denominator) if denominator else Decimal(numerator)


def is_whole(amount: Decimal) -> bool:
    """Whether nothing stands behind the decimal point, of as many digits as there are: `% 1` can't tell from 28 on."""
    return amount == amount.to_integral_value()


def atom(value: object) -> tuple[Decimal, Decimal]:
    """An atom's amount and room; a pair in the data names the room (French 60 and 80 take up to 19 more)."""
    if isinstance(value, tuple):
        return Decimal(str(value[0])), Decimal(str(value[1]))
    amount = Decimal(str(value))
    if amount < 20 or amount % 10:
        return amount, Decimal(0)
    return amount, TEN if amount % 100 else TEN**2


def multiplier(value: object) -> Element:
    """What multiplies a scale, as the data write it: a number, "1/2", or a pair for a vague one; a third is its least alone."""
    if isinstance(value, tuple):
        low, high, *alone = (Decimal(str(bound)) for bound in value)
        return Element(low, room=Decimal(0), high=high, alone=next(iter(alone), None))
    return Element(fraction_of(value), room=Decimal(0))


def shared_scale(elements: Sequence[Element], notation: Notation) -> Decimal | None:
    """The scales behind a single amount, multiplied; None where anything else is added.

    Where digits are grouped by four, tens belong to the amount before a myriad ("18 to thirty myriads").
    """
    scales = [element.scale for element in elements[1:] if element.scale is not None]
    if not scales or len(scales) != len(elements) - 1 or elements[0].scale is not None:
        return None
    great = [scale for scale in scales if scale >= TEN**MYRIADS] if notation.grouping == MYRIADS else []
    return reduce(mul, great or scales)


def value_of(elements: Sequence[Element], low: bool) -> Decimal:
    """What the elements come to: what stands before the greatest scale is multiplied, what stands behind is added."""
    scales = [(element.scale, index) for index, element in enumerate(elements) if element.scale is not None]
    if not scales:
        return sum((e.amount if low or e.high is None else e.high for e in elements), Decimal(0))
    scale, index = max(scales, key=lambda pair: (pair[0], pair[1]))
    before, behind = elements[:index], elements[index + 1 :]
    return (value_of(before, low) if before else Decimal(1)) * scale + value_of(behind, low)


def least_of(elements: Sequence[Element]) -> Decimal:
    """The least that the elements come to."""
    alone = elements[0].alone if len(elements) == 1 else None
    return value_of(elements, low=True) if alone is None else alone


def with_tail(elements: Sequence[Element], part: Decimal) -> list[Element] | None:
    """The last element with a part behind it; None where none fits.

    From a million on it is a part of the scale itself, and of the scales that make one with it (two thousand million and
    a half), and so it is of things that are counted by the dozen or score.
    """
    last = elements[-1]
    if last.high is not None:
        return None
    if last.scale is not None:
        before = elements[-2].scale if len(elements) > 1 else None
        whole = last.scale if before is None else last.scale * before
        parted = last.scale >= PARTED_SCALE or not last.room
        return [last, Element(part * whole if parted else part, room=Decimal(0))]
    if not is_whole(last.amount):
        return None
    return [Element(last.amount + part, room=Decimal(0))]


def with_trailing_digit(elements: list[Element]) -> list[Element]:
    """A lone digit behind a scale of hundreds or more counts the next lower scale (Chinese: yi wan er = 12,000)."""
    last, before = elements[-1], elements[-2]
    if last.digits is None or len(last.digits) != 1 or before.scale is None or before.scale < 100:
        return elements
    return [*elements[:-1], Element(last.amount * before.scale / TEN, room=Decimal(0))]


def may_join(where: str, last: Element, tight: bool, literal: bool) -> bool:
    """Whether a joining word may stand here: behind a scale ("hundred and"), behind tens ("twenty-"), or reversed."""
    if where == "scale":
        return last.scale is not None
    if where == "tens":
        return (tight or not literal) and last.scale is None and last.room > 1
    if where == "hyphen":
        return tight and not literal
    if where == "loose-tens":
        return last.scale is None and last.room > 1
    if where == "reversed":
        return tight and last.scale is None and last.amount < 10 and last.digits is not None
    return last.room > 1


def may_join_digits(digits: str | None, last: Element | None, notation: Notation) -> bool:
    """Whether digits behind a joining word go on with the number: "2 thousand and 500" does where a language joins so."""
    if last is None or (last.scale or 0) <= HUNDRED:
        return True
    return notation.joined_digits and last.scale == TEN**3 and len((digits or "").lstrip("0")) == 3


def takes_article(last: Element) -> bool:
    """Whether "un" may still be a number here (cent un), and no article behind one (91 millions un an plus tot)."""
    return last.scale is None or last.scale <= THOUSAND


def may_begin(scale: Decimal, notation: Notation, *, counted: bool) -> bool:
    """Whether a scale may begin a number; one that is no power of ten (Chinese da, a dozen and to hit) only counts what stands before."""
    return scale <= TEN**notation.largest_bare_scale and (counted or not notation.positional)


def may_scale(scale: Decimal, last: Element, notation: Notation, literal: bool) -> bool:
    """Whether a scale may stand behind this element.

    Where digits are grouped by four, the scales below a myriad multiply one digit only: seventy hundreds is no number.
    """
    if scale == HUNDRED and not notation.literal_hundreds and (literal or last.amount >= SCORE):
        return False
    small = notation.grouping == MYRIADS and scale in (HUNDRED, THOUSAND)
    return not (small and last.scale is not None and last.scale < scale)


def spoken_clock(elements: Sequence[Element], decimals: str | None) -> tuple[int, int] | None:
    """Hour and minute where a spoken point stands between two numbers that can be a time of day (Chinese jiu dian ling wu)."""
    if decimals is None or len(decimals) != len("05") or int(decimals) > _LAST_MINUTE:
        return None
    hour = value_of(elements[:-1], low=True)
    return (int(hour), int(decimals)) if 0 <= hour <= _LAST_HOUR else None


_LAST_HOUR, _LAST_MINUTE = 24, 59


def spoken_digits(elements: Sequence[Element]) -> str | None:
    """The digits of a number that was read digit by digit in words."""
    only = elements[0]
    return only.digits if len(elements) == 1 and only.digits and len(only.digits) > 1 else None


def stands_already(scale: Decimal, elements: Sequence[Element], notation: Notation) -> bool:
    """Whether the scale was said before, with nothing greater behind it; a myriad of myriads may be.

    Behind millions and a number stands no greater scale: three million and 5 billion are two numbers.
    """
    great = elements[-2].scale if len(elements) > 1 and elements[-1].scale is None else None
    if great is not None and TEN**MILLIONS <= great < scale:
        return True
    above = next((e.scale for e in reversed(elements) if e.scale is not None and e.scale >= scale), None)
    doubled = bool(elements) and elements[-1].scale == scale and scale >= TEN**notation.grouping == TEN**MYRIADS
    return above == scale and not doubled
