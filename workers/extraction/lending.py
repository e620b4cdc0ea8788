"""Great round numbers that leave their currency to the money beside them ("12.5 million euros, after 9 million")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from workers.extraction.article import Article
from workers.extraction.mentions import Mention
from workers.extraction.values import Quantity, Unit, Value

#: Money from here on is told in millions; what is smaller lends nothing, for prices stand beside numbers of anything.
_MILLION = Decimal(10**6)
#: Before the rest of a number that a blank has cut in two (1. 6 billion).
_CUT = re.compile(r"\d\s?[.,]\s?$")


def with_lent_currencies(values: Sequence[tuple[Mention, Value]], article: Article) -> list[tuple[Mention, Value]]:
    """The values; a number of millions in words, of nothing, is money where its sentence has such money of one currency.

    Only in languages whose settings say `lends-currency`.
    """
    if not article.language.settings.get("lends-currency"):
        return list(values)
    units: dict[int, set[Unit]] = {}
    for mention, value in values:
        if isinstance(value, Quantity) and value.type == "Money" and value.unit is not None and _is_great(value):
            units.setdefault(article.sentence_of(mention.span).start, set()).add(value.unit)
    return (
        [(mention, _as_money(mention, value, units, article)) for mention, value in values] if units else list(values)
    )


def _as_money(mention: Mention, value: Value, units: dict[int, set[Unit]], article: Article) -> Value:
    if not isinstance(value, Quantity) or value.type != "Number" or not _is_great(value):
        return value
    if not mention.span.of(article.text)[-1].isalpha() or _CUT.search(article.text[: mention.span.start][-4:]):
        return value  # a million is told in a word
    lenders = units.get(article.sentence_of(mention.span).start, set())
    return replace(value, type="Money", unit=next(iter(lenders))) if len(lenders) == 1 else value


def _is_great(value: Quantity) -> bool:
    ends = (end for end in (value.amount, value.low, value.high) if end is not None)
    return any(abs(end) >= _MILLION for end in ends)
