"""What is true of every claim of every text, whatever the text is."""

from __future__ import annotations

from datetime import datetime

from workers.extraction.claims import extract
from workers.extraction.values import Claim, Period, Quantity


def check(text: str, language: str | None, published: datetime | None) -> None:
    """All that must be true of every claim of every text."""
    claims = extract(text, language, published)
    assert claims == extract(text, language, published)
    end = 0
    for claim in claims:
        assert end <= claim.quote.start < claim.quote.end <= len(text)
        end = claim.quote.end
        assert claim.quote.of(text).strip() == claim.quote.of(text)
        assert claim.text == claim.clause.of(text)
        assert claim.sentence.start <= claim.clause.start < claim.clause.end <= claim.sentence.end
        for part in (claim.subject, claim.attribution.speaker, claim.attribution.cue):
            assert part is None or part.span.of(text) == part.text
        _check_value(claim)


def _check_value(claim: Claim) -> None:
    value = claim.value
    assert 0 <= claim.confidence <= 1
    if isinstance(value, Quantity) and value.low is not None and value.high is not None and value.comparator is None:
        assert value.low <= value.high
    if isinstance(value, Period) and value.earliest is not None and value.latest is not None:
        assert value.earliest <= value.latest
