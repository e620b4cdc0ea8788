"""Where a text comes from, as its words show it, and what its plain words for money mean there (a yuan of Taipei or Hong Kong)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from workers.extraction.language import load
from workers.extraction.mentions.reader import Mention
from workers.extraction.quick import replace
from workers.extraction.unsaid.countries import Country
from workers.extraction.unsaid.homes import AMBIGUOUS, at_home
from workers.extraction.values import Quantity, Value

#: So many words show a region that writes as home does.
_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Regions:
    """The words by which a text shows its region, and the currency of each; `explicit` words name the currency themselves.

    Other regions than home write more characters of `script` than of `home_script`; where no word shows which, and
    `default_from` more of them stand, it is the `default`. Those of `sharing` write as home does: two words show them.
    """

    home: str
    home_script: re.Pattern[str]
    script: re.Pattern[str]
    explicit: re.Pattern[str]
    shown: re.Pattern[str]
    currencies: Mapping[str, str]
    default: str
    default_from: int
    sharing: frozenset[str]

    def currency(self, text: str) -> str:
        """The currency of the region that most of the text's words show; the language's own where none prevails."""
        margin = len(self.script.findall(text)) - len(self.home_script.findall(text))
        if margin <= 0 and not self.sharing:
            return self.home
        counted = Counter(self.currencies[found] for found in self.shown.findall(text))
        if margin <= 0:
            shared = {currency: counted[currency] for currency in self.sharing}
            most = max(shared, key=lambda currency: shared[currency])
            return most if shared[most] >= _SHOWN and shared[most] > counted[self.home] else self.home
        ranked = counted.most_common(2)
        if not ranked:
            return self.default if margin >= self.default_from else self.home
        if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
            return self.home
        return ranked[0][0]

    def is_plain(self, value: Value, quote: str) -> bool:
        """Whether it is money by a word that other regions use for their own."""
        if not isinstance(value, Quantity) or value.unit is None:
            return False
        return value.unit.code == self.home and self.explicit.search(quote) is None


def localized(
    values: list[tuple[Mention, Value]], text: str, code: str, country: Country | None
) -> list[tuple[Mention, Value]]:
    """The values, money by a plain word in the currency of the article's country, else of the region that the text shows.

    Such money keeps its warning, or gets one.
    """
    values = at_home(values, text, code, country)
    known = regions(code)
    if known is None or not any(known.is_plain(value, mention.span.of(text)) for mention, value in values):
        return values
    currency = known.currency(text) if country is None else country.money(known.home)
    if currency == known.home:
        return values
    return [
        (mention, _local(value, currency) if known.is_plain(value, mention.span.of(text)) else value)
        for mention, value in values
    ]


def _local(value: Value, currency: str) -> Value:
    assert isinstance(value, Quantity), "money is a quantity"
    assert value.unit is not None, "money has a unit"
    warnings = value.warnings if AMBIGUOUS in value.warnings else (*value.warnings, AMBIGUOUS)
    return replace(value, unit=replace(value.unit, code=currency), warnings=warnings)


@cache
def regions(code: str) -> Regions | None:
    """The regions of a language, or None where its plain words for money mean one currency."""
    settings: Mapping[str, Any] = load(code).settings
    words: Mapping[str, Any] = settings.get("regions", {})
    if not words:
        return None
    currencies = {word: currency for currency, shown in words.items() for word in shown}
    return Regions(
        home=settings["currency"],
        home_script=_any(settings["home-script"]),
        script=_any(settings["region-script"]),
        explicit=_any(settings["explicit-currency"]),
        shown=_any(currencies),
        currencies=currencies,
        default=settings["region-default"],
        default_from=settings["region-default-from"],
        sharing=frozenset(settings.get("regions-sharing-script", ())),
    )


def _any(words: Any) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word))))
