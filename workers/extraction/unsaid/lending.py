"""Great round numbers that leave their currency to the money beside them ("12.5 million euros, after 9 million")."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache

from workers.extraction.article import Article
from workers.extraction.mentions.reader import Mention
from workers.extraction.quick import replace
from workers.extraction.values import Quantity, Unit, Value

#: Money from here on is told in millions; what is smaller lends nothing, for prices stand beside numbers of anything.
_MILLION = Decimal(10**6)
#: Of nothing there are milliards of money only, so that the sentences before lend to it as well, this many.
_MILLIARD = Decimal(10**9)
_SENTENCES = 3
#: Before the rest of a number that a blank has cut in two (1. 6 billion).
_CUT = re.compile(r"\d\s?[.,]\s?$")


def with_lent_currencies(values: Sequence[tuple[Mention, Value]], article: Article) -> list[tuple[Mention, Value]]:
    """The values; a number of millions in words, of nothing, is money where its sentence has such money of one currency.

    Milliards also take the currency of the sentences before; where the article tells of several, of their own paragraph
    only. Behind one of `money-words` any take the currency of all such money, or
    that of the language where the article has small sums only. Only in languages whose settings say `lends-currency`;
    where they list `millions-behind`, only right behind one of these words (of which, plus, revenue of).
    """
    if not article.language.settings.get("lends-currency"):
        return list(values)
    if not any(isinstance(value, Quantity) and value.type == "Money" for _, value in values):
        return list(values)
    lent = _lent(values, article)
    changed = any(before is not after for (_, before), (_, after) in zip(values, lent, strict=True))
    return _lent(lent, article) if changed else lent  # what was lent lends to what is told beside it


def _lent(values: Sequence[tuple[Mention, Value]], article: Article) -> list[tuple[Mention, Value]]:
    units: dict[int, set[Unit]] = {}
    every: set[Unit] = set()
    for mention, value in values:
        if isinstance(value, Quantity) and value.type == "Money" and value.unit is not None:
            every.add(value.unit)
            if _is_great(value):
                units.setdefault(_sentence(mention, article), set()).add(value.unit)
    great = set().union(*units.values())
    home = {unit for unit in every if unit.code == article.language.settings.get("currency")}
    told = great or (home if len(every) > 1 else every)
    only = next(iter(told)) if len(told) == 1 else None
    return [(mention, _as_money(mention, value, units, article, only)) for mention, value in values]


def _as_money(
    mention: Mention, value: Value, units: Mapping[int, set[Unit]], article: Article, only: Unit | None
) -> Value:
    if not isinstance(value, Quantity) or value.unit is not None or not _is_great(value):
        return value
    of_money = _is_of_money(mention, article)
    if value.type != "Number" and not (value.type == "Count" and of_money):
        return value
    if not mention.span.of(article.text).rstrip(".")[-1:].isalpha() or _CUT.search(
        article.text[: mention.span.start][-4:]
    ):
        return value  # a million is told in a word
    if not _is_led(mention, article):
        return value
    at = _sentence(mention, article)
    reach = _SENTENCES if _is_great(value, _MILLIARD) else 0
    if len(set().union(*units.values())) > 1 and reach:  # another paragraph may be of another country
        reach = min(reach, _sentences_before(mention, article))
    nearest: Iterable[set[Unit]] = (units[before] for before in range(at, at - reach - 1, -1) if before in units)
    lenders = next(iter(nearest), set())
    if len(lenders) == 1:
        return replace(value, type="Money", unit=next(iter(lenders)))
    sole = only is not None and not lenders and bool(units)
    told = (sole and _is_great(value, _MILLIARD)) or (
        only is not None and not lenders and (of_money or _tells_money(mention, article))
    )
    return replace(value, type="Money", unit=only) if told else value


def _sentence(mention: Mention, article: Article) -> int:
    """The number of the sentence that a mention begins in."""
    return bisect_right(article.sentences, mention.span.start, key=lambda one: one.start)


def _is_of_money(mention: Mention, article: Article) -> bool:
    """Whether what is counted is a loss, a profit or an investment: such things are counted in money."""
    words = _nouns(tuple(article.language.settings.get("money-nouns", ())))
    return words.match(article.folded, mention.span.end) is not None


def _tells_money(mention: Mention, article: Article) -> bool:
    """Whether its clause tells of sales, a fine or a budget before it: what these come to is money."""
    words = _told(tuple(article.language.settings.get("money-words", ())))
    return words.search(article.folded, max(0, mention.span.start - _REACH), mention.span.start) is not None


def _is_led(mention: Mention, article: Article) -> bool:
    """Whether one of the words stands right before a number that a language asks for, if it asks for any."""
    words = tuple(article.language.settings.get("millions-behind", ()))
    return not words or article.folded.endswith(words, max(0, mention.span.start - _REACH), mention.span.start)


#: How far before a number of millions the word for what it comes to may stand.
_REACH = 64


@cache
def _told(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(map(re.escape, words)) or '(?!)'})(?!\w)(?:[^.;:()?!\n\d]|\b(?:19|20)\d\d\b)*\Z"
    )


@cache
def _nouns(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\s(?:(?:de|di) |d')?(?:{'|'.join(map(re.escape, words)) or '(?!)'})(?!\w)")


def _sentences_before(mention: Mention, article: Article) -> int:
    """How many sentences of its paragraph stand before that of a mention."""
    at = _sentence(mention, article)
    paragraph = article.text.rfind("\n", 0, mention.span.start) + 1
    return at - bisect_right(article.sentences, paragraph, key=lambda one: one.start)


def _is_great(value: Quantity, least: Decimal = _MILLION) -> bool:
    ends = (end for end in (value.amount, value.low, value.high) if end is not None)
    return any(abs(end) >= least for end in ends)
