"""From the engine's claim to the row and the JSON document that are stored: frozen in, plain JSON text out."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from schemas import likeness
from schemas.terms import terms
from workers.extraction import values
from workers.extraction.values import Span
from workers.valuejson import Bounds, value_json

_SURROUNDINGS = 32  # code points of prefix and suffix: enough to find a quote again in a text that has moved
_THOUSAND = Decimal(1000)

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """The columns of a claim that extraction says; what they mean is said at schemas.records.Claim."""

    kind: str
    value_type: str
    quote_start: int
    quote_end: int
    language: str
    speaker: str | None
    subject: str | None
    unit: str | None
    lower_bound: Decimal | None
    upper_bound: Decimal | None
    earliest: date | None
    latest: date | None
    worthiness: int
    terms: list[str]
    document: str
    measure: str | None
    magnitude: float | None
    subject_key: str | None


def rows(text: str, claims: list[values.Claim], version: str) -> list[ClaimRow]:
    """The rows of a text's claims; of several with one quote and kind, the first."""
    seen: set[tuple[int, int, str]] = set()
    found = []
    for claim in claims:
        place = (claim.quote.start, claim.quote.end, claim.kind)
        if place not in seen:
            seen.add(place)
            found.append(row(text, claim, version))
    return found


def row(text: str, claim: values.Claim, version: str) -> ClaimRow:
    """One claim as it is stored; `version` is the extractor's."""
    raw = claim.quote.of(text)
    value, bounds = value_json(claim.value, raw)
    speaker = claim.attribution.named or claim.attribution.speaker
    days = _days(bounds, claim.period)
    subject = claim.subject.text if claim.subject else None
    measured = likeness.measure(value, bounds.low, bounds.high) or (None, None)
    return ClaimRow(
        kind=claim.kind,
        value_type=str(value["type"]),
        quote_start=claim.quote.start,
        quote_end=claim.quote.end,
        language=claim.language,
        speaker=speaker.text if speaker else None,
        subject=subject,
        unit=bounds.unit,
        lower_bound=bounds.low,
        upper_bound=bounds.high,
        earliest=days[0],
        latest=days[1],
        worthiness=int(claim.worthiness.score * _THOUSAND),
        terms=_terms(
            claim.sentence.of(text), claim.subject.text if claim.subject else None, speaker.text if speaker else None
        ),
        document=_dumped(_document(text, claim, value, bounds.warnings, version)),
        measure=measured[0],
        magnitude=measured[1],
        subject_key=likeness.subject_key(subject),
    )


@lru_cache(maxsize=16)
def _terms(sentence: str, subject: str | None, speaker: str | None) -> list[str]:
    return terms(sentence, subject, speaker)


def _dumped(document: Json) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _document(text: str, claim: values.Claim, value: Json, warnings: tuple[str, ...], version: str) -> Json:
    quote = claim.quote
    return {
        "text": claim.text,
        "target": {
            "sentence": _span(claim.sentence),
            "clause": _span(claim.clause),
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": value["raw"],
                    "prefix": text[max(0, quote.start - _SURROUNDINGS) : quote.start],
                    "suffix": text[quote.end : quote.end + _SURROUNDINGS],
                },
                {"type": "TextPositionSelector", **_span(quote)},
            ],
        },
        "value": value,
        "period": _period(claim.period),
        "subject": _phrase(claim.subject),
        "attribution": {
            "speaker": _phrase(claim.attribution.speaker),
            "named": _phrase(claim.attribution.named),
            "role": _phrase(claim.attribution.role),
            "cue": _phrase(claim.attribution.cue),
            "mode": claim.attribution.mode,
        },
        "change": _change(claim.change),
        "worthiness": {"score": format(claim.worthiness.score, "f"), "reasons": list(claim.worthiness.reasons)},
        "extraction": {
            "extractorVersion": version,
            "pattern": claim.pattern,
            "confidence": format(claim.confidence, "f"),
            "warnings": list(dict.fromkeys((*claim.warnings, *warnings))),
            "alternatives": list(claim.alternatives),
        },
        "facts": {"group": claim.facts.group, "checks": [_check(text, check) for check in claim.facts.checks]},
    }


def _span(span: Span) -> Json:
    return {"start": span.start, "end": span.end}


def _phrase(phrase: values.Subject | None) -> Json | None:
    return None if phrase is None else {"text": phrase.text, **_span(phrase.span)}


def _period(period: values.Timeframe | None) -> Json | None:
    """The time that a value is about, with its words and how far from the quantity they stand."""
    if period is None:
        return None
    shape, _ = value_json(period.value, "")
    date_part = {name: shape[name] for name in ("edtf", "earliest", "latest", "grain", "basis")}
    return {"text": period.words.text, **_span(period.words.span), **date_part, "scope": period.scope}


def _change(change: values.Change | None) -> Json | None:
    if change is None:
        return None
    start, end = (None if side is None else value_json(side, "")[0]["amount"] for side in (change.start, change.end))
    return {
        "direction": change.direction,
        "kind": change.kind,
        "from": start,
        "to": end,
        "base": _phrase(change.base),
    }


def _check(text: str, check: values.Check) -> Json:
    others = [{"text": span.of(text), **_span(span)} for span in check.others]
    return {"kind": check.kind, "holds": check.holds, "with": others, "detail": check.detail}


def _days(bounds: Bounds, period: values.Timeframe | None) -> tuple[date | None, date | None]:
    if bounds.earliest is not None or bounds.latest is not None or period is None:
        return bounds.earliest, bounds.latest
    _, about = value_json(period.value, "")
    return about.earliest, about.latest
