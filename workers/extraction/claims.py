"""Claims: every mention of a text with its sentence, its value placed in time, what it is about and who says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from workers.extraction.article import Article, Reading
from workers.extraction.confidence import confidence, signals
from workers.extraction.dates.anchors import Anchors
from workers.extraction.facts.fact import facts
from workers.extraction.guess import guess
from workers.extraction.language import available, load
from workers.extraction.mentions.reader import Mention, reader
from workers.extraction.passages import Passage, outside, passages
from workers.extraction.placing import placed
from workers.extraction.quick import replace
from workers.extraction.unsaid.countries import Country, written_in
from workers.extraction.unsaid.ellipsis import with_lent_units
from workers.extraction.unsaid.lending import with_lent_currencies
from workers.extraction.unsaid.parallels import with_parallel_units
from workers.extraction.unsaid.regions import localized
from workers.extraction.values import Claim, Duration, Period, Quantity, Span, Unit, Value
from workers.extraction.worthiness import worthiness

#: Raised with every change that can alter what is extracted; part of every claim.
VERSION = "2.3.0"

_PERCENTAGES = frozenset(("Percentage", "PercentagePoints", "Ratio"))


@dataclass(frozen=True, slots=True)
class _Context:
    """What is known of an article besides its text."""

    published: datetime | None
    country: Country | None

    def anchors(self, fiscal_month: int) -> Anchors:
        """What its dates lean on; `fiscal_month` is the language's, where the country has none of its own."""
        if self.country is None:
            return Anchors(self.published, fiscal_month=fiscal_month)
        return Anchors(
            self.published,
            fiscal_month=self.country.fiscal_month or fiscal_month,
            fiscal_ends=self.country.fiscal_ends,
            southern=self.country.southern,
        )


def extract(text: str, language: str | None, published: datetime | None, country: Country | None = None) -> list[Claim]:
    """The claims of a text, in order of their quotes. Never raises on any text; offsets are code points.

    `language` is a code of a language folder, or None to guess; an unknown code is guessed as well.
    `published` is what relative dates and missing years lean on; without it they stay unresolved. The `country` of the
    article tells what its papers need not say: whose dollar, which order of 03/04/2026, which fiscal year.
    """
    code = language if language in available() else guess(text)
    article = Article(text, load(code))
    foreign = passages(article.folded, article.sentences, article.quotations, code)
    mentions = reader(code).read(text, article.folded)
    context = _Context(published, country)
    if not foreign:
        return _weighed(_claims(article, mentions, context), {code: article}, article)
    articles = {code: article}
    claims = _claims(article, outside(mentions, foreign), context)
    for guest in {passage.language: None for passage in foreign}:
        found = [
            one for passage in foreign if passage.language == guest for one in _inside(passage, text, article.folded)
        ]
        articles[guest] = Article(text, load(guest), article)
        claims += _claims(articles[guest], found, context)
    return _weighed(sorted(claims, key=lambda claim: claim.quote), articles, article)


def _weighed(claims: Sequence[Claim], articles: Mapping[str, Article], article: Article) -> list[Claim]:
    """The claims with what the others say about them, and with their worth; each language has its own `articles`."""
    return [
        replace(claim, facts=said, worthiness=worthiness(claim, said, articles[claim.language].signs(claim)))
        for claim, said in zip(claims, facts(article.text, claims, article.cues), strict=True)
    ]


def _inside(passage: Passage, text: str, folded: str) -> list[Mention]:
    """The mentions of a foreign passage, as its own language reads them."""
    by = passage.span.start
    return [
        replace(mention, span=Span(mention.span.start + by, mention.span.end + by))
        for mention in reader(passage.language).read(passage.span.of(text), passage.span.of(folded))
    ]


def _claims(article: Article, mentions: list[Mention], context: _Context) -> list[Claim]:
    """The claims of mentions in one language."""
    language, country = article.language, context.country
    mentions = written_in(country, language.date_order, mentions)
    values = list(placed(mentions, article, context.anchors(int(language.settings.get("fiscal-month", 1)))))
    values = with_parallel_units(with_lent_units(with_lent_currencies(values, article), article), article)
    values = localized(values, article.text, language.code, country)
    return [_claim(article, reading) for reading in article.readings(values)]


def _claim(article: Article, reading: Reading) -> Claim:
    mention, value, text = reading.mention, reading.value, article.text
    if isinstance(value, Quantity) and value.unit is not None:
        value = replace(value, unit=Unit(value.unit.system, value.unit.code, _unit_text(text, mention.span)))
    said_by, moved = article.attribution(reading), article.change(reading)
    about = article.subject(reading, said_by.speaker)
    clause = article.clause(reading, about)
    warnings = getattr(value, "warnings", ()) + (("ambiguous-reading",) if mention.others else ())
    return Claim(
        kind=_kind(value),
        type=_type(value),
        language=article.language.code,
        sentence=reading.sentence,
        clause=clause,
        quote=mention.span,
        text=clause.of(text),
        value=value,
        subject=about,
        attribution=said_by,
        period=article.period(reading, clause, moved=moved is not None),
        change=moved,
        pattern=mention.pattern,
        confidence=confidence(
            signals(
                value,
                mention.span.of(text),
                bare=mention.pattern.endswith("/number.bare"),
                alternatives=bool(mention.others),
                warned=bool(getattr(value, "warnings", ())),
            )
        ),
        warnings=warnings,
        alternatives=tuple(f"{article.language.code}/{name}" for name in mention.others),
    )


def _unit_text(text: str, quote: Span) -> str:
    """The words of the quote that are no number: the unit as it was written, bounding words left out at both ends."""
    words = quote.of(text)
    digits = [index for index, character in enumerate(words) if character.isdigit() or character.isnumeric()]
    return words[digits[-1] + 1 :].strip() if digits else words


def _kind(value: Value) -> str:
    """The reader's word for a value: date, amount or percentage."""
    if isinstance(value, Quantity):
        return "percentage" if value.type in _PERCENTAGES else "amount"
    return "date"


def _type(value: Value) -> str:
    if isinstance(value, Quantity | Period):
        return value.type
    return "Duration" if isinstance(value, Duration) else "Recurrence"
