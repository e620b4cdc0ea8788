"""A number as it was read: its value, how it was written, and the kinds that patterns know it by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from workers.extraction.language import Notation
from workers.extraction.quick import quick
from workers.extraction.text import UNSEEN

#: Literals longer than this are identifiers, not amounts; CONTRACT: at most 40 significant digits.
MOST_DIGITS = 40
#: So many numbers are known by their kinds: texts are full of the same years and days.
_REMEMBERED = 4096


@quick
@dataclass(frozen=True, slots=True)
class Number:
    """A number: its value, its digits where it was written as plain digits, and bounds where it is vague (dozens).

    `scale` is what a plain amount was multiplied with ("6 million"), so that another number can share it.
    `more` is set where something unsaid comes on top (twenty and more).
    `round` is set where it is told by tens or hundreds (a score, some hundred).
    `clock` is set where the digits can be a time of day (8.30, 1140).
    """

    value: Decimal
    plain: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    vague: bool = False
    words: bool = False
    ordinal: bool = False
    scale: Decimal | None = None
    clock: tuple[int, int] | None = None
    more: bool = False
    round: bool = False

    @classmethod
    def written(cls, digits: str, notation: Notation) -> Number:
        """A number from its digits, with group and decimal signs as this language writes them."""
        text = digits.replace(UNSEEN, "")
        loose = digits.replace(_APOSTROPHE, "") if _APOSTROPHE in notation.groups else digits
        if notation.loose_decimal and _is_loose(loose, notation.loose_decimal):
            return cls(Decimal(loose.replace(notation.loose_decimal, ".")), clock=_clock(digits))
        for group in notation.groups:
            text = text.replace(group, "") if group not in notation.decimal else text
        for sign in notation.decimal:
            text = text.replace(sign, ".")
        if text.count(".") > 1 or len(text) > MOST_DIGITS:
            text = "".join(c for c in text if c.isdigit())[:MOST_DIGITS]
        return cls(Decimal(text), plain=digits if digits.isdigit() else None, clock=_clock(digits))


def digits_pattern(notation: Notation) -> re.Pattern[str]:
    """A number in digits: groups of three (or four) behind a separator, one decimal sign; flat, so linear in time."""
    decimal = rf"(?:[{re.escape(notation.decimal)}]\d+(?![{re.escape(notation.decimal)}]?\d))?"
    signs = [re.escape(group) + (f"{UNSEEN}*" if group == " " else "") for group in notation.groups]
    pointed = decimal.replace("[", f"[{re.escape(notation.loose_decimal)}", 1) if notation.loose_decimal else decimal
    grouped = [rf"\d{{1,3}}(?:{sign}\d{{3}})+(?!\d){pointed if sign == _APOSTROPHE else decimal}" for sign in signs]
    if notation.lakh_groups:
        grouped += [
            rf"\d{{1,2}}(?:{re.escape(group)}\d{{2}})+{re.escape(group)}\d{{3}}(?!\d){decimal}"
            for group in notation.groups
        ]
    if sign := re.escape(notation.loose_decimal):
        ends = rf"(?![{re.escape(notation.decimal)}{sign}]?\d)"
        loose = rf"(?:\d+{sign}(?:\d{{1,2}}|\d{{4,12}})|0{sign}\d{{3}}){ends}"
        before = "|".join(rf"(?<={re.escape(word)})" for word in notation.loose_behind)
        behind = "|".join(map(_ended, notation.loose_before))
        if behind:
            grouped.insert(0, rf"{loose}(?=[ -]?(?:{behind}))")
        if before:
            grouped.insert(0, rf"(?:{before}){loose}")
        if not behind and not before:
            grouped.insert(0, loose)
    if notation.thousands_before:
        grouped.insert(0, _thousands(notation))
    leading = rf"[{re.escape(notation.decimal)}]\d+"
    scientific = rf"\d+(?:[{re.escape(notation.decimal)}]\d+)?e[+-]?\d\d?(?![a-z0-9])"
    return re.compile("|".join((scientific, *grouped, rf"\d+{decimal}", leading)))


def _ended(word: str) -> str:
    """A word where it ends; signs, and words of scripts that run on, end anywhere."""
    return re.escape(word) + (r"(?!\w)" if word[-1].isalnum() and word[-1] < "\u2e80" else "")


def plain_digits(notation: Notation) -> re.Pattern[str]:
    """Digits that nothing follows with which a number, an identifier or a date in dots could go on: most of them."""
    signs = re.escape("".join(sorted({*"-./() e\u30fb", *notation.decimal, *notation.groups, *notation.loose_decimal})))
    return re.compile(rf"\d++(?![{signs}])")


def _thousands(notation: Notation) -> str:
    """Groups of three behind the decimal sign, as some of a language's countries write them: twice, or beside such words."""
    sign = re.escape(notation.decimal)
    ends = r"(?:\.\d\d?)?(?![.,]?\d)"
    once = rf"\d{{1,3}}{sign}\d{{3}}{ends}"
    behind = "|".join(rf"(?<={re.escape(word)})" for word in notation.thousands_behind)
    before = "|".join(map(re.escape, notation.thousands_before))
    twice = rf"\d{{1,3}}(?:{sign}\d{{3}}){{2,}}{ends}"
    return rf"(?P<{THOUSANDS}>{twice}|(?:{behind}){once}|{once}(?=\s(?:{before})(?!\w)))"


def _is_loose(digits: str, sign: str) -> bool:
    """Whether a group sign can only be a decimal sign here: alone, and not before three digits (5.00, 0.8, 0.345)."""
    whole, _, part = digits.partition(sign)
    return whole.isdigit() and part.isdigit() and (len(part) != _GROUP or whole == "0")


_GROUP = 3
#: The group of a match whose decimal sign parts thousands, and how its signs are put right.
THOUSANDS = "thousands"
SWAPPED = str.maketrans(",.", ".,")
#: Groups of three in Switzerland; a decimal point may follow them (12'845.50).
_APOSTROPHE = "'"


def _clock(digits: str) -> tuple[int, int] | None:
    """Hour and minute of digits that can be a time of day: one or two, perhaps a sign, and two more."""
    match = _CLOCK.match(digits)
    return None if match is None or int(match[1]) > 23 or int(match[2]) > 59 else (int(match[1]), int(match[2]))


_CLOCK = re.compile(r"(\d\d?)[.,]?(\d\d)$")


#: Beside a number of millions "700m" is one, too.
_MILLION = 10**6


@lru_cache(maxsize=_REMEMBERED)
def classes(number: Number) -> frozenset[str]:
    """The kinds that a number has for the patterns; ordinals have those of `_ordinal_classes`.

    number, int, negative, decimal, yyyy, yy, y, mm, dd, hh (to 30), hour24, mi, vague and what tells them apart.
    """
    if number.ordinal:
        return _ordinal_classes(number)
    if number.vague:
        return frozenset(("number", "vague"))
    if number.round:
        return frozenset(("number", "round"))
    kinds = {"number"} if number.clock is None else {"number", "spoken-clock" if number.words else "number-clock"}
    value, plain = number.value, number.plain
    if value < 0:
        kinds.add("below")
        kinds |= {"negative"} if value == value.to_integral_value() else set()
    if value != value.to_integral_value() and value.adjusted() < 2:
        kinds.add("decimal")  # below a hundred, as points of a percentage are
    if value == value.to_integral_value() and value >= 0 and value.adjusted() < 6:
        whole = int(value)
        if plain is not None or number.words:
            kinds.add("int")
        short = (plain is not None and len(plain) <= 2) or (number.words and whole < 100)
        if short:
            for kind, low, high in (("mm", 1, 12), ("dd", 1, 31), ("hh", 0, 30), ("hour24", 0, 24), ("mi", 0, 59)):
                if low <= whole <= high:
                    kinds.add(kind)
        if plain is not None:
            if len(plain) == 4 and 1000 <= whole <= 2999:
                kinds.add("yyyy")
                if 1400 <= whole < 2100:
                    kinds.add("modern-year")
                if 1900 < whole < 2100 and whole % 50:
                    kinds.add("likely-year")
            if len(plain) == 3:
                kinds.add("yyy")
            if 4 <= len(plain) <= 6 and "modern-year" not in kinds:
                kinds.add("code")
            if len(plain) == 2:
                kinds.add("yy")
                if whole > 31:
                    kinds.add("late-yy")
                kinds |= {"spelled"} if number.words else set()
                kinds |= {"zero-led"} if plain[0] == "0" else set()
            if 1 <= len(plain) <= 4 and whole:
                kinds.add("y")
        elif number.words and 0 < whole < 3000:
            kinds.add("y")
        if number.words and 10 <= whole < 100:
            kinds.add("pair")
        if number.words and 1000 <= whole < 3000:
            kinds.add("worded-year")
        if plain == "100":
            kinds.add("hundred")
        if whole == 1:
            kinds.add("one")
            kinds |= {"one-word"} if number.words else set()
        if 1 <= whole <= 12 and number.words:
            kinds.add("hour-word")
    if 0 <= value < 10000:
        kinds.add("small")
    if number.scale is not None and number.scale >= _MILLION:
        kinds.add("scaled")
    if value >= 1000 and plain is None and not number.words:
        kinds.add("large")
    return frozenset(kinds)


def _ordinal_classes(number: Number) -> frozenset[str]:
    """The kinds of an ordinal: nth always, nth-day up to 31, nth-written in digits.

    nth-part from the third on (one third), nth-late after it.
    """
    kinds = {"nth"}
    if 1 <= number.value <= 31:
        kinds.add("nth-day")
    if number.value >= 3:
        kinds.add("nth-part")
    if number.value > 3:
        kinds.add("nth-late")
    if number.plain is not None:
        kinds.add("nth-written")
    return frozenset(kinds)


def usual_numbers() -> Iterator[Number]:
    """A number of each set of kinds that texts are full of: written and spoken, from days to years and amounts."""
    for value in (
        0,
        1,
        7,
        13,
        25,
        31,
        45,
        60,
        99,
        100,
        105,
        500,
        999,
        1000,
        1030,
        1430,
        1999,
        2025,
        2999,
        3000,
        9999,
        10000,
        1000000,
    ):
        digits = str(value)
        for plain in (digits, digits.zfill(2)):
            yield Number(Decimal(value), plain=plain, clock=_clock(plain))
        yield Number(Decimal(value), words=True)
        yield Number(Decimal(value))
        yield Number(Decimal(value), plain=digits, ordinal=True)
        yield Number(Decimal(value), ordinal=True)
    yield Number(Decimal(-4))
    yield Number(Decimal("1.5"))
    yield Number(Decimal("8.30"), clock=(8, 30))
    yield Number(Decimal(10), None, Decimal(10), Decimal(90), vague=True)
