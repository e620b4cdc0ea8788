"""Bare numbers behind "it was" that leave their unit to the quantity before them ("it costs 4,400 euros, in 2020 it was 2,900")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from workers.extraction.article import Article
from workers.extraction.mentions.reader import Mention
from workers.extraction.quick import replace
from workers.extraction.values import Quantity, Value

#: How far before the number its cue is looked for.
_REACH = 32
#: What lends its unit; by how much the same thing differs at two times at most.
_LENDERS = frozenset(("Money", "Percentage", "Measure"))
_MOST = Decimal(10)


def with_lent_units(values: Sequence[tuple[Mention, Value]], article: Article) -> list[tuple[Mention, Value]]:
    """The values; a bare number behind the words of the setting `it-was` takes the unit of the quantity before it.

    Both stand in one sentence, and are of one order of magnitude; cents, which have been told as parts, lend nothing.
    """
    words = article.language.settings.get("it-was")
    if not words:
        return list(values)
    cue, told = _cue(words), list(values)
    lender: tuple[Mention, Quantity] | None = None
    for index, (mention, value) in enumerate(told):
        if not isinstance(value, Quantity):
            continue
        if value.type == "Number" and lender is not None and _is_alike(value, lender[1]):
            before = article.folded[max(0, mention.span.start - _REACH) : mention.span.start]
            sentence = article.sentence_of(mention.span)
            if sentence.start <= lender[0].span.start and cue.search(before):
                value = replace(value, type=lender[1].type, unit=lender[1].unit)  # noqa: PLW2901 - it is that one
                told[index] = mention, value
        lender = (mention, value) if value.type in _LENDERS and value.per is None else lender
    return told


@cache
def _cue(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words}) $")


def _is_alike(number: Quantity, other: Quantity) -> bool:
    """Whether two amounts may be of the same thing at two times."""
    if number.unit is not None or not number.amount or not other.amount or other.fraction is not None:
        return False
    if other.type == "Money" and abs(other.amount) < 1:
        return False
    return 1 / _MOST <= abs(number.amount / other.amount) <= _MOST
