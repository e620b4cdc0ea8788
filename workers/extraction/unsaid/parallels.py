"""Bare numbers that take their unit from a figure told in the same way beside them ("to 2.8% in May and to 2.6 in June")."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from workers.extraction.article import Article
from workers.extraction.mentions.reader import Mention
from workers.extraction.values import Duration, Quantity, Value

#: Of what has such a type a second figure may leave its unit out.
_LENDERS = frozenset(("Percentage", "Money"))
#: So many times greater or smaller it is of something else.
_ALIKE = 4
#: How far before a figure its frame is looked for, and how far behind another one what is held against it.
_REACH, _NEAR, _NEXT = 24, 60, 16
_FRAME = re.compile(r"([^\W\d_]{2,})[\s'\u2019+-]*\Z|\b([^\W\d_])\s\Z")
#: What is in a bracket right behind a figure restates it for another time or place.
_BRACKET = re.compile(r"\s?\([+-]?\Z")
#: Nothing is told between a price and the next one.
_CLOSE = re.compile(rf"[^.;(\n\d]{{1,{_NEAR}}}")
#: So many figures before and behind are looked at: the work stays linear.
_FIGURES = 6
#: Behind a figure stands what it is for; millions and the like that figures of money share.
_TAIL = re.compile(r"\s([^\W\d_]{2,})(?![\w'\u2019])")
_NUMBER = re.compile(r"\d+(?:[.,]\d{1,2})?(?![\d.,\u00a0\u202f])")
_MILLION, _SCALES = Decimal(10**6), frozenset((Decimal(10**6), Decimal(10**9), Decimal(10**12)))
#: Prices are told with as many decimals as the price beside them.
_CENTS = 2


def with_parallel_units(values: Sequence[tuple[Mention, Value]], article: Article) -> list[tuple[Mention, Value]]:
    """The values; a bare decimal number has the unit of a figure of its sentence that stands behind the same word.

    So has one in a bracket right behind a figure, one with the same two or three decimals as a price, and any number that is
    held against the figure by a word of `lends-against`, stands behind the same word of `lends-behind`, or is where a figure
    moved to, between the words of `lends-onward` (from 52 minutes to 33).
    """
    bare = [index for index, (mention, value) in enumerate(values) if _is_bare(mention, value)]
    if not bare or not article.language.spaced:
        return list(values)
    answer = list(values)
    beside = _Beside(article)
    for index in bare:
        mention, value = values[index]
        assert isinstance(value, Quantity), "a bare number is one"
        if index and (moved := beside.moved(values[index - 1], (mention, value))) is not None:
            answer[index] = (mention, moved)
            continue
        beside_it = (beside.scaled(*one, mention, value) for one in values[max(0, index - 3) : index + 3])
        scaled = next((found for found in beside_it if found is not None), None)
        if scaled is not None:
            answer[index] = (mention, scaled)
            continue
        near = (*answer[max(0, index - _FIGURES) : index], *values[index : index + _FIGURES])
        found = [
            lender
            for other, lender in near
            if isinstance(lender, Quantity) and _is_alike(lender, value) and beside.lends(other, lender, mention, value)
        ]
        if len({lender.unit for lender in found}) == 1:
            answer[index] = (mention, replace(value, type=found[0].type, unit=found[0].unit))
    return answer


def _is_bare(mention: Mention, value: Value) -> bool:
    return mention.pattern.endswith("/number.bare") and isinstance(value, Quantity) and value.type == "Number"


def _is_alike(lender: Quantity, value: Quantity) -> bool:
    """Whether a figure has a unit that may be left out, and is of the size of the other one."""
    if lender.type not in _LENDERS or (lender.per is not None and lender.type == "Percentage"):
        return False
    ends = [end for end in (lender.amount, lender.low, lender.high) if end is not None]
    if value.amount is None or not ends:
        return False
    return all(_of_one_size(end, value.amount) for end in ends)


def _of_one_size(one: Decimal, other: Decimal) -> bool:
    """Whether two amounts can be of one thing."""
    return 0 < abs(one) <= abs(other) * _ALIKE and abs(other) <= abs(one) * _ALIKE


class _Beside:
    """How figures of one article stand to each other."""

    def __init__(self, article: Article) -> None:
        self._folded, self._sentences = article.folded, article.sentences
        settings = article.language.settings
        self._against = _words(tuple(settings.get("lends-against", ())))
        self._onward = _onward(tuple(settings.get("lends-onward", ())))
        self._frames = frozenset(settings.get("lends-frames", ()))
        self._behind = frozenset(settings.get("lends-behind", ()))

    def lends(self, other: Mention, lender: Quantity, mention: Mention, value: Quantity) -> bool:
        """Whether a bare number has the unit of the other figure."""
        assert value.amount is not None, "bare numbers without an amount are not alike"
        if self._sentence(mention) != self._sentence(other):
            return False
        frame = self._frame(mention)
        same = self._is_framed_alike(other, mention)
        decimals = -int(value.amount.as_tuple().exponent)
        between = self._folded[other.span.end : mention.span.start]
        if other.span.end < mention.span.start:
            if self._against.fullmatch(between):
                return True
            if _BRACKET.fullmatch(between):
                return decimals > 0 or lender.type == "Money"
        if decimals <= 0:
            return frame in self._behind and frame == self._frame(other) and lender.type == "Percentage"
        cents = decimals >= _CENTS and lender.type == "Money" and _CLOSE.fullmatch(between) is not None
        return same or (cents and lender.amount is not None and -int(lender.amount.as_tuple().exponent) == decimals)

    def moved(self, one: tuple[Mention, Value], other: tuple[Mention, Quantity]) -> Value | None:
        """The bare number in the unit of the figure before it, where one moved from that to this."""
        (mention, lender), (bare, value) = one, other
        between = self._folded[mention.span.end : bare.span.start]
        if len(between) > _NEXT or not self._onward or not self._onward[1].fullmatch(between) or value.amount is None:
            return None
        if not self._onward[0].search(self._folded[max(0, mention.span.start - _REACH) : mention.span.start]):
            return None
        if isinstance(lender, Duration):
            if lender.low is None or lender.low != lender.high or len(lender.low) != 1:
                return None
            (amount, unit) = lender.low[0]
            length = ((value.amount, unit),)
            return Duration(length, length) if _of_one_size(amount, value.amount) else None
        if not isinstance(lender, Quantity) or lender.unit is None or lender.amount is None:
            return None
        return replace(lender, amount=value.amount) if _of_one_size(lender.amount, value.amount) else None

    def scaled(self, other: Mention, lender: Value, mention: Mention, value: Quantity) -> Quantity | None:
        """The bare number in the millions of money of its sentence that stand in the same frame (480 million a year, then 620)."""
        if not isinstance(lender, Quantity) or lender.type != "Money" or lender.amount is None or value.amount is None:
            return None
        told = _NUMBER.search(self._folded, other.span.start, other.span.end)
        if told is None or lender.amount < _MILLION or self._sentence(mention) != self._sentence(other):
            return None
        number = Decimal(told[0].replace(",", "."))
        scale = lender.amount / number if number else Decimal(0)
        alike = self._is_framed_alike(other, mention) or self._is_tailed_alike(other, mention)
        if scale not in _SCALES or not _of_one_size(number, value.amount) or not alike:
            return None
        return replace(value, type="Money", unit=lender.unit, amount=value.amount * scale)

    def _is_framed_alike(self, one: Mention, other: Mention) -> bool:
        """Whether the same word stands right before two figures."""
        frames = self._frame(one), self._frame(other)
        return frames[0] is not None and (frames[0] == frames[1] or self._frames.issuperset(frames))

    def _is_tailed_alike(self, one: Mention, other: Mention) -> bool:
        """Whether the same word stands right behind two figures."""
        tails = [_TAIL.match(self._folded, mention.span.end) for mention in (one, other)]
        words = {tail[1] for tail in tails if tail is not None}
        return None not in tails and len(words) == 1

    def _frame(self, mention: Mention) -> str | None:
        """The word right before a figure."""
        found = _FRAME.search(self._folded[max(0, mention.span.start - _REACH) : mention.span.start])
        return (found[1] or found[2]) if found else None

    def _sentence(self, mention: Mention) -> int:
        """The number of the sentence that a mention begins in."""
        return bisect_right(self._sentences, mention.span.start, key=lambda one: one.start)


@cache
def _words(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"[^.;()\n\d]{{0,{_NEAR}}}\s(?:{'|'.join(map(re.escape, words)) or '(?!)'})[\s'\u2019]?")


@cache
def _onward(words: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """What stands before the figure that something moved from, and between it and where it moved to."""
    return tuple(
        re.compile(pattern.format(re.escape(word)))
        for pattern, word in zip((r"\b{}\s\Z", r"\s{}\s"), words, strict=False)
    )
