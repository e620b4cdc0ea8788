"""How an article was read: each mark against the claim that covers it best, and what was found at no mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.news.gold import Article, Mark, Reading
from workers.extraction.brief import brief
from workers.extraction.claims import extract
from workers.extraction.unsaid.countries import country_of
from workers.extraction.values import Claim


@dataclass(frozen=True, slots=True)
class Pair:
    """A mark and the claim at it; one of them is missing where the other stands alone."""

    mark: Mark | None
    claim: Claim | None

    @property
    def valued(self) -> bool:
        """Whether type and value are right."""
        if self.mark is None or self.claim is None or _sort(self.mark.type) != _sort(self.claim.type):
            return False
        said = brief(self.claim.value)
        unit = getattr(self.claim.value, "unit", None)
        plain = said.removesuffix(f" {unit.code}") if self.claim.type == "Count" and unit else said
        return self.mark.value in (said, plain)

    @property
    def right(self) -> bool:
        """Whether the whole claim is right: quote, type and value."""
        return (
            self.valued
            and self.mark is not None
            and self.claim is not None
            and (self.mark.start, self.mark.end) == (self.claim.quote.start, self.claim.quote.end)
        )


def pairs(language: str, article: Article) -> list[Pair]:
    """Every mark that counts with its claim, and every claim at no mark, in order of the text."""
    return sorted(_paired(article.marks, claims(language, article)), key=_place)


def claims(language: str, article: Article) -> list[Claim]:
    """What the extractor makes of an article, with what it comes with: its language, day and country."""
    country = country_of(f"{language}-{article.country}", None) if article.country else None
    return extract(article.text, language, article.published, country)


def reading(found: Sequence[Pair]) -> Reading:
    """The figures of one article."""
    return Reading(
        marks=sum(pair.mark is not None for pair in found),
        right=sum(pair.right for pair in found),
        claimed=sum(pair.claim is not None for pair in found),
    )


def _paired(marks: Sequence[Mark], told: Sequence[Claim]) -> Iterator[Pair]:
    left = list(told)
    for mark in marks:
        best = max(left, key=lambda claim: _shared(mark, claim), default=None)
        if best is not None and _shared(mark, best) > 0:
            left.remove(best)
        else:
            best = None
        if mark.counts:
            yield Pair(mark, best)
    doubtful = [mark for mark in marks if not mark.counts]
    for claim in left:
        if not any(_shared(mark, claim) > 0 for mark in doubtful):
            yield Pair(None, claim)


def _sort(kind: str) -> str:
    """The type of a value; a number of things is a count whether or not a counter stands in the quote."""
    return "Count" if kind == "Number" else kind


def _shared(mark: Mark, claim: Claim) -> int:
    """How many characters both have."""
    return min(mark.end, claim.quote.end) - max(mark.start, claim.quote.start)


def _place(pair: Pair) -> int:
    if pair.mark is not None:
        return pair.mark.start
    assert pair.claim is not None, "a pair has one of both"
    return pair.claim.quote.start
