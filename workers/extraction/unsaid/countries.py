"""Countries: what is plain in the papers of one, such as its own dollar, the order of its dates and its fiscal year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from workers.extraction.dates.dates import Said, SaidSpan
from workers.extraction.language import common
from workers.extraction.mentions.reader import Mention
from workers.extraction.quick import replace


@dataclass(frozen=True, slots=True)
class Country:
    """One line of countries.toml; `order` of a date in digits is dmy, mdy, ymd, or None where papers write several."""

    code: str
    currency: str
    order: str | None
    fiscal_month: int | None
    fiscal_ends: bool
    southern: bool
    domain: str

    def money(self, code: str) -> str:
        """What money by a plain name is here: the country's own where it goes by that name, else what it was taken for."""
        return self.currency if any(code in names and self.currency in names for names in _names()) else code


@cache
def countries() -> Mapping[str, Country]:
    """All countries by their ISO 3166 code of two letters."""
    return {code: _country(code, said) for code, said in common("countries.toml")["countries"].items()}


def country_of(tag: str | None, host: str | None) -> Country | None:
    """The country of an article: that of its language tag (en-AU), else that of its web address (smh.com.au).

    None where neither names one that countries.toml knows. `tag` is BCP 47, `host` a domain name.
    """
    for part in (tag or "").split("-")[1:]:
        if (found := countries().get(part.upper())) is not None:
            return found
    site = f".{(host or '').lower().rstrip('.')}"
    return next((country for country in countries().values() if site.endswith(f".{country.domain}")), None)


def written_in(country: Country | None, order: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions, a date whose day and month could be exchanged read in the order of the country; `order` is the language's."""
    if country is None or country.order not in ("dmy", "mdy"):
        return mentions
    return [
        replace(mention, meaning=_ordered(mention.meaning, exchange=country.order != order))
        if isinstance(mention.meaning, Said | SaidSpan)
        else mention
        for mention in mentions
    ]


def _ordered(meaning: Said | SaidSpan, *, exchange: bool) -> Said | SaidSpan:
    if isinstance(meaning, SaidSpan):
        first, last = (one and _one(one, exchange=exchange) for one in (meaning.first, meaning.last))
        return replace(meaning, first=first, last=last)
    return _one(meaning, exchange=exchange)


def _one(meaning: Said, *, exchange: bool) -> Said:
    if meaning.either is None:
        return meaning
    month, day = (meaning.day, meaning.month) if exchange else (meaning.month, meaning.day)
    return replace(meaning, month=month, day=day, either=None)


def _country(code: str, said: Mapping[str, Any]) -> Country:
    return Country(
        code=code,
        currency=said["currency"],
        order=said.get("order"),
        fiscal_month=said.get("fiscal-month"),
        fiscal_ends=said.get("fiscal-ends", False),
        southern=said.get("southern", False),
        domain=said.get("domain", code.lower()),
    )


@cache
def _names() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(codes) for codes in common("countries.toml")["names"].values())
