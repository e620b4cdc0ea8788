"""The number algebra: digits, words and scales in any order a language allows, as exact decimals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import mul

from workers.extraction.language import Language, Notation
from workers.extraction.numerals import MOST_DIGITS, Number, classes
from workers.extraction.tokens import Alphabet, Token

_TEN = Decimal(10)
#: What a numeral of one syllable is where it mostly means something else (Korean i, "this" and 2).
_LONE = frozenset(("lone",))
_CALENDAR_KINDS = frozenset(("mm", "dd", "mi", "y", "yy"))
#: Languages that group by four digits count myriads of myriads.
_MYRIADS = 4
_SCORE, _HUNDRED, _THOUSAND = Decimal(20), Decimal(100), Decimal(1000)
#: A number with more parts than this is noise; the bound keeps hostile repeats linear.
_MOST_PARTS = 40
#: From this scale on "and a half" is half of the scale (three million and a half), below it is 0.5.
_PARTED_SCALE = Decimal(1_000_000)
_ORDINALS = frozenset(("#ordinals", "#ordinal-scales"))


def merge(tokens: Sequence[Token], language: Language, alphabet: Alphabet, folded: str) -> list[Token]:
    """The tokens with every run of number parts as one number token; other readings of a lone part are kept."""
    merged: list[Token] = []
    index, count = 0, len(tokens)
    while index < count:
        token = tokens[index]
        if not token.is_number_part:
            merged.append(token)
            index += 1
            continue
        number, used = _longest(tokens, index, language, folded)
        others = {kind: value for kind, value in token.readings.items() if kind[0] != "#"} if used == 1 else {}
        if number is not None:
            kinds = classes(number)
            if number.words and not language.notation.lone_digits:
                kinds = _worded(kinds, number, token, used)
            end = tokens[index + used - 1].end
            readings: dict[str, object] = {**dict.fromkeys(kinds, number), **others}
            merged.append(Token(token.start, end, readings, alphabet.letter(kinds.union(others))))
        elif others:
            merged.append(Token(token.start, token.end, others, alphabet.letter(others)))
        index += used
    return merged


def _worded(kinds: frozenset[str], number: Number, first: Token, used: int) -> frozenset[str]:
    """The kinds of a number in words where a syllable alone mostly means something else.

    Native numerals count hours but no days, months or minutes.
    """
    if used == 1 and ("#digits" in first.readings or number.value >= _TEN**_MYRIADS):
        return _LONE if not number.vague else kinds
    return kinds - _CALENDAR_KINDS if "#atoms" in first.readings else kinds


def _longest(tokens: Sequence[Token], start: int, language: Language, folded: str) -> tuple[Number | None, int]:
    """The longest number that begins at token `start`, and how many tokens it takes."""
    reader = _Reader(language.notation)
    best: tuple[Number | None, int] = (None, 1)
    before_join = best
    end = tokens[start].start
    touching = start > 0 and tokens[start - 1].end == end and folded[end - 1].isalnum()
    if language.settings.get("words-start") and _continues_word(tokens[start], folded):
        return None, 1
    for index in range(start, min(start + _MOST_PARTS, len(tokens))):
        token = tokens[index]
        gap = token.start - end
        if not token.is_number_part or gap > 3 or (gap and folded[end : token.start].strip(" ")):
            break
        if not reader.take(token, tight=not gap, inside=touching or _inside_word(folded, token.start)):
            if (
                before_join[0] is not None and reader.complete and "#scales" in token.readings
            ):  # ten thousand and | fifteen thousand
                return before_join
            break
        if "#joins" in token.readings and index > start:
            before_join = best
        end = token.end
        if (number := reader.number()) is not None:
            best = (number, index - start + 1)
    return best


def _continues_word(token: Token, folded: str) -> bool:
    """Whether a number word stands inside a longer word, of which it is a syllable."""
    return (
        "#literal" not in token.readings
        and token.start > 0
        and folded[token.start - 1].isalpha()
        and folded[token.start].isalpha()
    )


def _inside_word(folded: str, start: int) -> bool:
    """Whether something that could be counted or calculated with stands right before: then "-" is no minus."""
    before = folded[start - 1 : start]
    return bool(before) and (before.isdigit() or (before.isalpha() and before < "\u024f") or before in ")%")


class _Reader:
    """Takes number parts one by one and says whether they still make one number."""

    def __init__(self, notation: Notation) -> None:
        self._notation = notation
        self._elements: list[_Element] = []
        self._sign = Decimal(1)
        self._decimals: str | None = None
        self._open = False
        self._spoken_sign = False
        self._hyphened = False
        self._about = False
        self._part: Decimal | None = None
        self._multiplies = False
        self._ordinal = False
        self._more = False
        self._literal: Number | None = None

    def take(self, token: Token, tight: bool, inside: bool) -> bool:
        """Whether the token continues the number; if so it is taken."""
        readings = token.readings
        last = self._elements[-1] if self._elements else None
        if self._ordinal and readings.keys().isdisjoint(_ORDINALS):
            return False  # only another ordinal follows one (vigesimo quinto)
        if self._open and last is None and not tight and not self._spoken_sign:
            return False  # a sign or point stands right before its digits
        if self._multiplies and "#scales" not in readings and "#ordinal-scales" not in readings:
            return False
        if "#suffixes" in readings and tight and self._literal is not None and last is not None and last.scale is None:
            self._ordinal = self._literal.plain is not None and not self._open
            return self._ordinal
        if "#tails" in readings and last is not None and not self._open:
            return self._take_tail(_fraction(readings["#tails"]), last)
        if "#literal" in readings:
            if not tight and last is not None and len(self._elements) == 1 and (last.scale or 0) >= _TEN**_MYRIADS:
                return False  # a lone myriad before a space is another word ("man 19", fully nineteen)
            return self._take_literal(readings["#literal"], last)  # type: ignore[arg-type]  # the scanner puts a Number there
        if self._hyphened:
            return tight and "#scales" in readings and self._take_scale(readings["#scales"], last)
        if (
            "#joins" in readings
            and last is not None
            and not self._open
            and self._joins(str(readings["#joins"]), last, tight)
        ):
            self._open = True
            return True
        if readings.get("#joins") == "tens" and last is not None and last.scale is None and tight and not self._open:
            self._open = self._hyphened = True  # a 90-billion-euro loan
            return True
        if not (tight or self._notation.spaced_words or (self._literal is not None and "#scales" in readings)):
            return False
        if "#inside" in readings and last is not None and self._takes_article(last):
            inside = Decimal(str(readings["#inside"]))
            if self._take_digit(inside, last):
                return True
        if "#more" in readings and last is not None and self._take_more(last):
            return True
        if self._more and "#scales" not in readings:
            return False
        if (
            {"#vague", "#digits"} <= readings.keys()
            and (last is None or last.digits is None)
            and self._take_vague(readings["#vague"], last)
        ):
            return True
        if "#digits" in readings and self._take_digit(Decimal(readings["#digits"]), last):  # type: ignore[arg-type]  # TOML integer
            return True
        if "#atoms" in readings and self._take_atom(readings["#atoms"], last):
            return True
        if "#ordinals" in readings and self._take_atom(readings["#ordinals"], last):
            self._ordinal = True
            return True
        if "#vague" in readings and last is None:
            return self._take_vague(readings["#vague"], last)
        if "#scales" in readings:
            return self._take_scale(readings["#scales"], last)
        if "#ordinal-scales" in readings and self._take_scale(readings["#ordinal-scales"], last):
            self._ordinal = True
            return True
        if "#abouts" in readings and last is not None and not self._open:
            self._open = self._about = True
            return True
        if "#multipliers" in readings:
            return self._take_multiplier(readings["#multipliers"], last)
        if "#points" in readings and last is not None and self._decimals is None and not self._open:
            self._decimals, self._open = "", True
            return True
        if "#signs" in readings and last is None and not inside:
            self._sign, self._open = Decimal(-1), True
            self._spoken_sign = token.end - token.start > 1
            return True
        if "#vague" in readings:
            return self._take_vague(readings["#vague"], last)
        return False

    @property
    def complete(self) -> bool:
        """Whether nothing is missing: no joining word or point stands last."""
        return not self._open

    def number(self) -> Number | None:
        """The number so far, or None while it can't end here."""
        if self._open or self._multiplies or not self._elements:
            return None
        if self._ordinal:
            plain = self._literal.plain if self._literal is not None else None
            return Number(_value(self._elements, low=True), plain, ordinal=True)
        if self._literal is not None and len(self._elements) == 1 and self._sign == 1 and not self._more:
            return self._literal
        elements = self._elements
        if self._notation.trailing_digit and len(elements) > 1:
            elements = _with_trailing_digit(elements)
        low, high = _value(elements, low=True), _value(elements, low=False)
        digits = self._digits() if self._sign == 1 else None
        words = self._literal is None
        if low != high:
            return Number(low, None, low, high, vague=True, words=words)
        if self._more:
            return Number(self._sign * low, words=words, scale=_shared_scale(elements, self._notation), more=True)
        return Number(self._sign * low, plain=digits, words=words, scale=_shared_scale(elements, self._notation))

    def _digits(self) -> str | None:
        """The digits of a number that was read digit by digit in words."""
        only = self._elements[0]
        return only.digits if len(self._elements) == 1 and only.digits and len(only.digits) > 1 else None

    def _take_literal(self, literal: Number, last: _Element | None) -> bool:
        if self._decimals == "" and literal.plain is not None and self._notation.literal_points:
            return self._add_decimals(literal.plain)
        if self._decimals is not None or (self._open and last is not None and (last.scale or 0) > _HUNDRED):
            return False  # ten thousand and 20 are two numbers
        if (
            last is not None and last.digits == "0" and len(self._elements) > 1
        ):  # a nought only tells that a place is empty
            self._elements.pop()
            last = self._elements[-1]
        if last is not None and (
            last.scale is None or literal.value >= last.room or (literal.plain or "1").startswith("00")
        ):
            return False
        if last is None:
            self._literal = literal
        else:
            self._literal = self._literal or literal
        self._open = False
        self._elements.append(_Element(literal.value, room=Decimal(0)))
        return True

    def _takes_article(self, last: _Element) -> bool:
        """Whether "un" may still be a number here (cent un), and no article behind one (91 millions un an plus tot)."""
        return self._literal is None and (last.scale is None or last.scale <= _THOUSAND)

    def _take_digit(self, digit: Decimal, last: _Element | None) -> bool:
        if self._decimals is not None and (last is None or last.scale is None or self._open):
            return self._add_decimals(str(digit))
        if last is not None and last.digits is not None and self._notation.positional and not self._open:
            digits = last.digits + str(digit)
            if len(digits) > MOST_DIGITS:
                return False
            self._elements[-1] = _Element(Decimal(digits), room=Decimal(0), digits=digits)
            return True
        if not self._fits(digit, last):
            return False
        self._open = False
        self._elements.append(_Element(digit, room=Decimal(0), digits=str(digit)))
        return True

    def _take_atom(self, value: object, last: _Element | None) -> bool:
        amount, room = _atom(value)
        if self._decimals == "" and last is not None:  # seven point twenty-eight
            return self._add_decimals(str(amount))
        if not self._fits(amount, last):
            return False
        self._open = False
        self._elements.append(_Element(amount, room))
        return True

    def _fits(self, amount: Decimal, last: _Element | None) -> bool:
        """Whether an amount may be added behind the last element: it must fit into the zeros that are left."""
        if last is None:
            return True
        if self._notation.units_first and self._open and last.scale is None and last.amount < 10:
            return amount >= 20 and amount % 10 == 0
        return amount < last.room and self._decimals is None

    def _take_scale(self, value: object, last: _Element | None) -> bool:
        scale = _TEN**value if isinstance(value, int) else Decimal(str(value))
        if last is None:
            if scale > _TEN**self._notation.largest_bare_scale:
                return False
        elif (self._open and not (self._about or self._hyphened)) or (
            scale == _HUNDRED
            and not self._notation.literal_hundreds
            and (self._literal is not None or last.amount >= _SCORE)
        ):
            return False
        elif len(self._elements) > 1 and last.digits == "0":  # a nought only tells that a place is empty
            self._elements.pop()
        self._multiplies = False
        if self._about or self._hyphened:
            self._open = self._hyphened = False
        if self._part is not None and last is not None:  # a billion and three quarters of a million
            self._elements[-1], self._part = _Element(self._part, room=Decimal(0)), None
        above = next((e.scale for e in reversed(self._elements) if e.scale is not None and e.scale >= scale), None)
        if above == scale and not (last is not None and last.scale == scale and self._notation.grouping == _MYRIADS):
            return False
        self._decimals = None
        self._elements.append(_Element(Decimal(1), room=scale if isinstance(value, int) else Decimal(0), scale=scale))
        return True

    def _take_vague(self, value: object, last: _Element | None) -> bool:
        low, high = (Decimal(str(bound)) for bound in value)  # type: ignore[attr-defined]  # a pair in the data
        if last is not None and (last.scale is None or high >= last.room):
            return False
        self._elements.append(_Element(low, room=Decimal(0), high=high))
        return True

    def _take_more(self, last: _Element) -> bool:
        """Words behind tens or more that add something unsaid (Chinese duo, yu): the number becomes a lower bound."""
        if self._open or self._more or self._decimals is not None or (last.scale is None and last.amount < _TEN):
            return False
        self._more = True
        return True

    def _take_multiplier(self, value: object, last: _Element | None) -> bool:
        """Words that only multiply a scale (a million, half a dozen, several hundred): a pair is vague."""
        if last is not None:
            return False
        self._multiplies = True
        if isinstance(value, tuple):
            low, high = (Decimal(str(bound)) for bound in value)
            self._elements.append(_Element(low, room=Decimal(0), high=high))
        else:
            self._elements.append(_Element(_fraction(value), room=Decimal(0)))
        return True

    def _take_tail(self, part: Decimal, last: _Element) -> bool:
        """A part that is added behind (two and a half); behind a million it is a part of that million."""
        if last.high is not None:
            return False
        if last.scale is not None and last.scale >= _PARTED_SCALE:
            self._elements.append(_Element(part * last.scale, room=Decimal(0)))
            self._part = part
            return True
        if last.scale is not None:
            self._elements.append(_Element(part, room=Decimal(0)))
            return True
        if last.amount != last.amount.to_integral_value():
            return False
        self._elements[-1] = _Element(last.amount + part, room=Decimal(0))
        if self._literal is not None:
            self._literal = Number(last.amount + part)
        return True

    def _add_decimals(self, digits: str) -> bool:
        """Digits behind a spoken decimal point: a fraction that is added to what stands before it."""
        before = self._decimals or ""
        self._decimals = before + digits
        if not digits.isdigit() or len(self._decimals) > MOST_DIGITS:
            return False
        if before:
            self._elements.pop()
        self._elements.append(_Element(Decimal(f"0.{self._decimals}"), room=Decimal(0)))
        self._open = False
        return True

    def _joins(self, where: str, last: _Element, tight: bool) -> bool:
        """Whether a joining word may stand here: behind a scale ("hundred and"), behind tens ("twenty-"), or reversed."""
        if where == "scale":
            return last.scale is not None
        if where == "tens":
            return tight and last.scale is None and last.room > 1
        if where == "hyphen":
            return tight and self._literal is None
        if where == "loose-tens":
            return last.scale is None and last.room > 1
        if where == "reversed":
            return tight and last.scale is None and last.amount < 10 and last.digits is not None
        return last.room > 1


@dataclass(frozen=True, slots=True)
class _Element:
    """An amount, or a scale that multiplies what stands before it; `room` is what may still be added behind it."""

    amount: Decimal
    room: Decimal
    scale: Decimal | None = None
    digits: str | None = None
    high: Decimal | None = None


def _fraction(value: object) -> Decimal:
    """A number of the data; "2/3" is written as a fraction because no decimal says it."""
    numerator, _, denominator = str(value).partition("/")
    return Decimal(numerator) / Decimal(denominator) if denominator else Decimal(numerator)


def _atom(value: object) -> tuple[Decimal, Decimal]:
    """An atom's amount and room; a pair in the data names the room (French 60 and 80 take up to 19 more)."""
    if isinstance(value, tuple):
        return Decimal(str(value[0])), Decimal(str(value[1]))
    amount = Decimal(str(value))
    if amount < 20 or amount % 10:
        return amount, Decimal(0)
    return amount, _TEN if amount % 100 else _TEN**2


def _shared_scale(elements: Sequence[_Element], notation: Notation) -> Decimal | None:
    """The scales behind a single amount, multiplied; None where anything else is added.

    Where digits are grouped by four, tens belong to the amount before a myriad ("18 to thirty myriads").
    """
    scales = [element.scale for element in elements[1:] if element.scale is not None]
    if not scales or len(scales) != len(elements) - 1 or elements[0].scale is not None:
        return None
    great = [scale for scale in scales if scale >= _TEN**_MYRIADS] if notation.grouping == _MYRIADS else []
    return reduce(mul, great or scales)


def _value(elements: Sequence[_Element], low: bool) -> Decimal:
    """What the elements come to: what stands before the greatest scale is multiplied, what stands behind is added."""
    scales = [(element.scale, index) for index, element in enumerate(elements) if element.scale is not None]
    if not scales:
        return sum((e.amount if low or e.high is None else e.high for e in elements), Decimal(0))
    scale, index = max(scales, key=lambda pair: (pair[0], pair[1]))
    before, behind = elements[:index], elements[index + 1 :]
    return (_value(before, low) if before else Decimal(1)) * scale + _value(behind, low)


def _with_trailing_digit(elements: list[_Element]) -> list[_Element]:
    """A lone digit behind a scale of hundreds or more counts the next lower scale (Chinese: yi wan er = 12,000)."""
    last, before = elements[-1], elements[-2]
    if last.digits is None or len(last.digits) != 1 or before.scale is None or before.scale < 100:
        return elements
    return [*elements[:-1], _Element(last.amount * before.scale / _TEN, room=Decimal(0))]
