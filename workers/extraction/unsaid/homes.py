"""Whose money a plain word or sign is: that of the article's country, else of the country that its text names most."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from workers.extraction.language import common, load
from workers.extraction.mentions.reader import Mention
from workers.extraction.unsaid.countries import Country, countries
from workers.extraction.values import Quantity, Value

#: The warning of money whose word alone does not tell the currency.
AMBIGUOUS = "ambiguous-currency"
#: A country that is named once may be anywhere in the news.
_FEWEST = 2
#: A cent is of the money that is told as near as this (85 cents down to 70.20 dollars).
_BESIDE = 40


@dataclass(frozen=True, slots=True)
class Homes:
    """The words by which a text shows a country, the signs that mean its own money there, and those of its hundredths."""

    shown: re.Pattern[str]
    places: Mapping[str, str]
    sign: re.Pattern[str]
    cents: re.Pattern[str]
    own: frozenset[str]

    def countries(self, text: str) -> tuple[tuple[Country, int], ...]:
        """The countries that the text names, the one that it names most first, and how often."""
        ranked = Counter(self.places[found] for found in self.shown.findall(text)).most_common()
        return tuple((countries()[code], times) for code, times in ranked if times >= _FEWEST)


def at_home(
    values: Sequence[tuple[Mention, Value]], text: str, code: str, country: Country | None
) -> list[tuple[Mention, Value]]:
    """The values, money by a word or sign of several countries in the currency of the one that is meant.

    That is the article's where its money goes by this word, else the one that the text shows.
    """
    if not any(_is_plain(value) for _, value in values):
        return list(values)
    known = homes(code)
    home = _Home(text, known, country, known.countries(text) if known else ())
    return [
        (mention, _at_home(value, mention, home, values) if _is_plain(value) else value) for mention, value in values
    ]


@dataclass(frozen=True, slots=True)
class _Home:
    """Where a text is at home: its own country, and those that it names with how often it does."""

    text: str
    known: Homes | None
    country: Country | None
    shown: tuple[tuple[Country, int], ...]

    def code(self, code: str, quote: str) -> str:
        """The currency that is meant by the words of a quote, which were taken for `code`."""
        if self.country is not None and (meant := self._meant(self.country, code, quote)) is not None:
            return meant
        sign = self.known is not None and self.known.sign.search(quote) is not None
        meant_there = [(self._meant(country, code, quote), times) for country, times in self.shown]
        # a sign is of the country that is named most, a word of the one among those that call their money so
        fitting = meant_there[:2] if sign else [(meant, times) for meant, times in meant_there if meant is not None]
        if not fitting or (len(fitting) > 1 and fitting[0][1] == fitting[1][1]):
            return code
        return fitting[0][0] or code

    def _meant(self, country: Country, code: str, quote: str) -> str | None:
        """What the words mean in a country, or None where its money does not go by them."""
        if country.money(code) != code or country.currency == code:
            return country.money(code)
        if self.known and country.currency in self.known.own and self.known.sign.search(quote):
            return country.currency
        return None


def _at_home(value: Value, mention: Mention, home: _Home, values: Sequence[tuple[Mention, Value]]) -> Value:
    assert isinstance(value, Quantity), "money is a quantity"
    assert value.unit is not None, "money has a unit"
    quote = mention.span.of(home.text)
    code = _beside(mention, values, home) if home.known and home.known.cents.search(quote) else None
    return replace(value, unit=replace(value.unit, code=code or home.code(value.unit.code, quote)))


def _beside(mention: Mention, values: Sequence[tuple[Mention, Value]], home: _Home) -> str | None:
    """The currency of the money beside some cents, as it is meant; None where none stands there."""
    assert home.known is not None, "cents are of a language"
    for other, value in values:
        if other is mention or not isinstance(value, Quantity) or value.type != "Money" or value.unit is None:
            continue
        apart = max(other.span.start - mention.span.end, mention.span.start - other.span.end)
        quote = other.span.of(home.text)
        if 0 <= apart <= _BESIDE and not home.known.cents.search(quote):
            return home.code(value.unit.code, quote) if AMBIGUOUS in value.warnings else value.unit.code
    return None


def _is_plain(value: Value) -> bool:
    return isinstance(value, Quantity) and value.unit is not None and AMBIGUOUS in value.warnings


@cache
def homes(code: str) -> Homes | None:
    """The countries of a language by the words of its settings, or None where it names none."""
    words: Mapping[str, Sequence[str]] = load(code).settings.get("homes", {})
    if not words:
        return None
    places = {place: country for country, shown in words.items() for place in shown}
    settings, spaced = load(code).settings, load(code).spaced
    return Homes(
        shown=re.compile(rf"\b(?:{_any(places)})(?!\w)" if spaced else _any(places)),
        places=places,
        sign=re.compile(rf"(?<!\w)(?:{_any(settings['home-signs'])})(?![^\W\d])"),
        cents=re.compile(rf"\b(?:{_any(settings['home-cents'])})\b"),
        own=frozenset(common("countries.toml")["names"][settings["home-money"]]),
    )


def _any(words: object) -> str:
    assert isinstance(words, Mapping | Sequence), "a table or a list"
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))
