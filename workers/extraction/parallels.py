"""Bare numbers that take their unit from a figure told in the same way beside them ("to 2.8% in May and to 2.6 in June")."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from workers.extraction.article import Article
from workers.extraction.mentions import Mention
from workers.extraction.quick import replace
from workers.extraction.values import Duration, Quantity, Value

#: Of what has such a type a second figure may leave its unit out.
_LENDERS = frozenset(("Percentage", "Money"))
#: So many times greater or smaller it is of something else.
_ALIKE = 4
#: How far before a figure its frame is looked for, and how far behind another one what is held against it.
_REACH, _NEAR = 24, 16
_FRAME = re.compile(r"([^\W\d_]{2,})[\s'\u2019+-]*\Z|\b([^\W\d_])\s\Z")
#: What is in a bracket right behind a figure restates it for another time or place.
_BRACKET = re.compile(r"\s?\([+-]?\Z")


def with_parallel_units(values: Sequence[tuple[Mention, Value]], article: Article) -> list[tuple[Mention, Value]]:
    """The values; a bare decimal number has the unit of a figure of its sentence that stands behind the same word.

    So has one in a bracket right behind a figure, and any number that is held against it by a word of `lends-against`, or
    stands where a figure moved to, between the words of `lends-onward` (from 52 minutes to 33).
    """
    bare = [index for index, (mention, value) in enumerate(values) if _is_bare(mention, value)]
    if not bare or not article.language.spaced:
        return list(values)
    against = _against(tuple(article.language.settings.get("lends-against", ())))
    onward = _onward(tuple(article.language.settings.get("lends-onward", ())))
    answer = list(values)
    for index in bare:
        mention, value = values[index]
        assert isinstance(value, Quantity), "a bare number is one"
        if index and (moved := _moved(values[index - 1], (mention, value), article, onward)) is not None:
            answer[index] = (mention, moved)
            continue
        found = [
            lender
            for other, lender in values[max(0, index - _FIGURES) : index + _FIGURES]
            if isinstance(lender, Quantity) and _lends(other, lender, mention, value, article, against)
        ]
        if len({lender.unit for lender in found}) == 1:
            answer[index] = (mention, replace(value, type=found[0].type, unit=found[0].unit))
    return answer


#: So many figures before and behind are looked at: the work stays linear.
_FIGURES = 6


def _is_bare(mention: Mention, value: Value) -> bool:
    return mention.pattern.endswith("/number.bare") and isinstance(value, Quantity) and value.type == "Number"


def _lends(
    other: Mention, lender: Quantity, mention: Mention, value: Quantity, article: Article, against: re.Pattern[str]
) -> bool:
    if lender.type not in _LENDERS or (lender.per is not None and lender.type == "Percentage"):
        return False
    if lender.amount is None or value.amount is None or not _alike(lender.amount, value.amount):
        return False
    if _sentence(other, article) != _sentence(mention, article):
        return False
    between = article.folded[other.span.end : mention.span.start]
    if 0 < len(between) <= _NEAR and other.span.end <= mention.span.start and against.fullmatch(between):
        return True
    if value.amount == value.amount.to_integral_value():
        return False
    if _BRACKET.fullmatch(between) and other.span.end < mention.span.start:
        return True
    frame = _frame(article.folded, mention.span.start)
    return frame is not None and frame == _frame(article.folded, other.span.start)


def _moved(
    one: tuple[Mention, Value], other: tuple[Mention, Quantity], article: Article, onward: tuple[re.Pattern[str], ...]
) -> Value | None:
    """The bare number in the unit of the figure before it, where one moved from that to this."""
    (mention, lender), (bare, value) = one, other
    between = article.folded[mention.span.end : bare.span.start]
    if len(between) > _NEAR or not onward or not onward[1].fullmatch(between) or value.amount is None:
        return None
    if not onward[0].search(article.folded[max(0, mention.span.start - _REACH) : mention.span.start]):
        return None
    if isinstance(lender, Duration):
        if lender.low is None or lender.low != lender.high or len(lender.low) != 1:
            return None
        (amount, unit) = lender.low[0]
        length = ((value.amount, unit),)
        return Duration(length, length) if _alike(amount, value.amount) else None
    if not isinstance(lender, Quantity) or lender.unit is None or lender.amount is None:
        return None
    return replace(lender, amount=value.amount) if _alike(lender.amount, value.amount) else None


def _alike(one: Decimal, other: Decimal) -> bool:
    """Whether two amounts can be of one thing."""
    return 0 < abs(one) <= abs(other) * _ALIKE and abs(other) <= abs(one) * _ALIKE


@cache
def _onward(words: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """What stands before the figure that something moved from, and between it and where it moved to."""
    return tuple(
        re.compile(pattern.format(re.escape(word)))
        for pattern, word in zip((r"\b{}\s\Z", r"\s{}\s"), words, strict=False)
    )


def _frame(folded: str, start: int) -> str | None:
    """The word right before a figure."""
    found = _FRAME.search(folded[max(0, start - _REACH) : start])
    return (found[1] or found[2]) if found else None


@cache
def _against(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf",?\s(?:{'|'.join(map(re.escape, words)) or '(?!)'})[\s'\u2019]?")


def _sentence(mention: Mention, article: Article) -> int:
    """The number of the sentence that a mention begins in."""
    return bisect_right(article.sentences, mention.span.start, key=lambda one: one.start)
