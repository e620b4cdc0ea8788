"""Reading one number: parts are taken one by one as long as they still make one number."""

from __future__ import annotations

from decimal import Decimal

from workers.extraction.language import Notation
from workers.extraction.tokens.elements import (
    MILLIONS,
    MYRIADS,
    PARTED_SCALE,
    TEN,
    Element,
    atom,
    fraction_of,
    is_whole,
    least_of,
    may_begin,
    may_join,
    may_join_digits,
    may_scale,
    multiplier,
    shared_scale,
    spoken_clock,
    spoken_digits,
    stands_already,
    takes_article,
    value_of,
    with_tail,
    with_trailing_digit,
)
from workers.extraction.tokens.numerals import MOST_DIGITS, Number
from workers.extraction.tokens.token import Token

_ORDINALS = frozenset(("#ordinals", "#ordinal-scales"))


class NumberReader:
    """Takes number parts one by one and says whether they still make one number."""

    def __init__(self, notation: Notation) -> None:
        self._notation = notation
        self._elements: list[Element] = []
        self._sign = Decimal(1)
        self._signs = 0  # two may be a slip of the keyboard, more are a rule across the page
        self._decimals: str | None = None
        self._literal_point = False
        self._open = False
        self._spoken_tens = False
        self._spoken_sign = False
        self._hyphened = False
        self._about = False
        self._part: Decimal | None = None
        self._multiplies = self._ordinal = self._more = self._round = False
        self._literal: Number | None = None

    def take(self, token: Token, tight: bool, inside: bool) -> bool:
        """Whether the token continues the number; if so it is taken."""
        readings = token.readings
        last = self._elements[-1] if self._elements else None
        self._round = self._round or "#rounds" in readings
        if self._ordinal and readings.keys().isdisjoint(_ORDINALS):
            return False  # only another ordinal follows one (vigesimo quinto)
        if self._open and last is None and not tight and not self._spoken_sign:
            return False  # a sign or point stands right before its digits
        if self._multiplies and "#scales" not in readings:
            return False  # a millionth is a part, not the millionth
        if "#suffixes" in readings and tight and self._literal is not None and last is not None and last.scale is None:
            self._ordinal = self._literal.plain is not None and not self._open
            return self._ordinal
        if "#tails" in readings and last is not None and not self._open:
            return self._take_tail(fraction_of(readings["#tails"]), last)
        if "#literal" in readings:
            if not tight and last is not None and len(self._elements) == 1 and (last.scale or 0) >= TEN**MYRIADS:
                return False  # a lone myriad before a space is another word ("man 19", fully nineteen)
            return self._take_literal(readings["#literal"], last)  # type: ignore[arg-type]  # the scanner puts a Number there
        if self._hyphened:
            return tight and "#scales" in readings and self._take_scale(readings["#scales"], last)
        if (
            "#joins" in readings
            and last is not None
            and not self._open
            and may_join(str(readings["#joins"]), last, tight, literal=self._literal is not None)
        ):
            self._open = True
            return True
        if readings.get("#joins") == "tens" and last is not None and last.scale is None and tight and not self._open:
            self._open = self._hyphened = True  # a 90-billion-euro loan
            return True
        if not (tight or self._notation.spaced_words or (self._literal is not None and "#scales" in readings)):
            return False
        if "#inside" in readings and last is not None and self._literal is None and takes_article(last):
            unit_word = Decimal(str(readings["#inside"]))
            if self._take_digit(unit_word, last):
                return True
        if "#more" in readings and last is not None and self._take_more(last):
            return True
        if self._more and "#scales" not in readings:
            return False
        vague_first = {"#vague", "#digits"} <= readings.keys() and (last is None or last.digits is None)
        if vague_first and self._take_vague(readings["#vague"], last):
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
        if "#ordinal-scales" in readings and self._take_scale(readings["#ordinal-scales"], last, ordinal=True):
            self._ordinal = True
            return True
        if "#abouts" in readings and last is not None and not self._open:
            self._open = self._about = True
            return True
        if "#multipliers" in readings:
            return self._take_multiplier(readings["#multipliers"], last)
        if "#zero-points" in readings and last is None:
            self._elements.append(Element(Decimal(0), room=Decimal(0), digits="0"))
            self._decimals, self._open = "", True
            return True
        worded = readings.get("#points") == "words" and self._literal is not None
        if "#points" in readings and last is not None and self._decimals is None and not (self._open or worded):
            self._decimals, self._open = "", True
            self._literal_point = self._notation.literal_points or readings["#points"] in ("digits", "units")
            return True
        wide = token.end - token.start > 1
        if "#signs" in readings and last is None and self._signs < 2 and (wide or not inside):
            self._sign, self._open, self._signs = Decimal(1 if readings["#signs"] == 1 else -1), True, self._signs + 1
            self._spoken_sign = wide or readings["#signs"] == "word"
            return True
        return "#vague" in readings and self._take_vague(readings["#vague"], last)

    @property
    def complete(self) -> bool:
        """Whether nothing is missing: no joining word or point stands last."""
        return not self._open

    @property
    def can_end(self) -> bool:
        """Whether what was taken so far is a number."""
        return bool(self._elements) and not (self._open or self._multiplies)

    def number(self) -> Number | None:
        """The number so far, or None while it can't end here."""
        if not self.can_end:
            return None
        if self._ordinal:
            plain = self._literal.plain if self._literal is not None else None
            return Number(value_of(self._elements, low=True), plain, ordinal=True)
        if self._literal is not None and len(self._elements) == 1 and self._sign == 1 and not self._more:
            return self._literal
        elements = self._elements
        if self._notation.trailing_digit and len(elements) > 1:
            elements = with_trailing_digit(elements)
        low, high = least_of(elements), value_of(elements, low=False)
        digits = spoken_digits(elements) if self._sign == 1 else None
        words = self._literal is None
        if low != high:
            return Number(low, None, low, high, vague=True, words=words)
        if self._more:
            return Number(self._sign * low, words=words, scale=shared_scale(elements, self._notation), more=True)
        scale, clock = shared_scale(elements, self._notation), spoken_clock(elements, self._decimals) if words else None
        return Number(self._sign * low, digits, words=words, scale=scale, clock=clock, round=self._round)

    def _take_literal(self, literal: Number, last: Element | None) -> bool:
        if self._decimals == "" and literal.plain is not None and self._literal_point:
            return self._add_decimals(literal.plain)
        apart = self._open and not may_join_digits(literal.plain, last, self._notation)
        if self._decimals is not None or (apart and last is not None and last.room < TEN**MILLIONS):
            return False  # ten thousand and 20 are two numbers
        self._multiplies |= apart  # so are three million and 900, unless these are thousands
        if last is not None and last.digits == "0" and len(self._elements) > 1:  # it only tells that a place is empty
            self._elements.pop()
            last = self._elements[-1]
        if last is not None and (
            last.scale is None or literal.value >= last.room or (literal.plain or "1").startswith("00")
        ):
            return False
        self._literal = literal if last is None else self._literal or literal
        self._open = False
        self._elements.append(Element(literal.value, room=Decimal(0)))
        return True

    def _take_digit(self, digit: Decimal, last: Element | None) -> bool:
        if self._decimals is not None and self._spoken_tens:  # point seventy-one
            self._decimals, self._spoken_tens = self._decimals[:-1], False
            return self._add_decimals(str(digit))
        if self._decimals is not None and (last is None or last.scale is None or self._open):
            return self._add_decimals(str(digit))
        if last is not None and last.digits is not None and self._notation.positional and not self._open:
            digits = last.digits + str(digit)
            if len(digits) > MOST_DIGITS:
                return False
            self._elements[-1] = Element(Decimal(digits), room=Decimal(0), digits=digits)
            return True
        if not self._fits(digit, last):
            return False
        self._open = False
        self._elements.append(Element(digit, room=Decimal(0), digits=str(digit)))
        return True

    def _take_atom(self, value: object, last: Element | None) -> bool:
        amount, room = atom(value)
        if self._decimals == "" and last is not None:  # seven point twenty-eight
            self._spoken_tens = room == TEN
            return self._add_decimals(str(amount))
        if last is not None and last.digits == "0" and len(self._elements) > 1:  # a nought for an empty place
            self._elements.pop()
            last = self._elements[-1]
        if not self._fits(amount, last):
            return False
        self._open = False
        self._multiplies = self._notation.positional and last is not None and amount < TEN  # 300 and a tael are not 302
        self._elements.append(Element(amount, room))
        return True

    def _fits(self, amount: Decimal, last: Element | None) -> bool:
        """Whether an amount may be added behind the last element: it must fit into the zeros that are left."""
        if last is None:
            return True
        if self._notation.units_first and self._open and last.scale is None and last.amount < 10:
            return amount >= 20 and amount % 10 == 0
        whole = self._literal is None or is_whole(self._literal.value)  # 2.2bn twelve months before
        return amount < last.room and self._decimals is None and whole

    def _take_scale(self, value: object, last: Element | None, *, ordinal: bool = False) -> bool:
        scale = TEN**value if isinstance(value, int) else Decimal(str(value))
        if last is None:
            if not (ordinal or may_begin(scale, self._notation, counted=isinstance(value, int))):
                return False
        elif (self._open and not (self._about or self._hyphened)) or not may_scale(
            scale, last, self._notation, literal=self._literal is not None
        ):
            return False
        elif (self._decimals is not None and scale == TEN) or (last.digits == "0" and len(self._elements) == 1):
            return False  # one point two tens and nought tens are no numbers
        elif len(self._elements) > 1 and last.digits == "0":  # a nought only tells that a place is empty
            self._elements.pop()
        self._multiplies = False
        if self._about or self._hyphened:
            self._open = self._hyphened = False
        if self._part is not None and last is not None:  # a billion and three quarters of a million
            self._elements[-1], self._part = Element(self._part, room=Decimal(0)), None
        if stands_already(scale, self._elements, self._notation):
            return False
        self._decimals = None
        self._elements.append(Element(Decimal(1), room=scale if isinstance(value, int) else Decimal(0), scale=scale))
        return True

    def _take_vague(self, value: object, last: Element | None) -> bool:
        vague = multiplier(value)
        if last is not None and (last.scale is None or (vague.high or 0) >= last.room):
            return False
        self._elements.append(vague)
        return True

    def _take_more(self, last: Element) -> bool:
        """Words behind tens or more that add something unsaid (Chinese duo, yu): the number becomes a lower bound."""
        if self._open or self._more or self._decimals is not None or (last.scale is None and last.amount < TEN):
            return False
        self._more = True
        return True

    def _take_multiplier(self, value: object, last: Element | None) -> bool:
        """Words that only multiply a scale (a million, half a dozen, several hundred): a pair is vague."""
        if last is not None:
            return False
        self._multiplies = True
        self._elements.append(multiplier(value))
        return True

    def _take_tail(self, part: Decimal, last: Element) -> bool:
        """A part that is added behind (two and a half); behind a million it is a part of that million."""
        added = with_tail(self._elements, part)
        if added is None:
            return False
        self._elements[-1:] = added
        if last.scale is not None and last.scale >= PARTED_SCALE:
            self._part = part
        elif last.scale is None and self._literal is not None:
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
        room = TEN if self._spoken_tens else Decimal(0)
        self._elements.append(Element(Decimal(f"0.{self._decimals}"), room))
        self._open = False
        return True
