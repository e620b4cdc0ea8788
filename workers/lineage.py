"""Which claim of an article's past is which claim of a new extraction: the fingerprint, and what "in place" means.

Two claims are one when they have the same fingerprint (kind, type, the quoted words, the value) and the words
around them are the same, or, where these were edited, still share half of their terms. Offsets decide only
between claims that are otherwise alike. docs/lineage.md says the same to users.
"""

import hashlib
import json
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from schemas.records import Outcome
from schemas.terms import fold, terms
from workers.documents import ClaimRow

#: Words around a quote that share at least this part of their terms (Dice's coefficient) are the same words, edited.
SAME_WORDS = 0.5
#: Claims with one fingerprint that are compared by the words around them; beyond that only the same words count.
_MOST_PAIRS = 10_000
_PLACE = frozenset(("start", "end"))


@dataclass(frozen=True, slots=True)
class Known:
    """A claim that the article has or had, as far as it takes to recognise it."""

    id: UUID
    is_current: bool
    revision_id: UUID
    kind: str
    value_type: str
    unit: str | None
    lower_bound: Decimal | None
    upper_bound: Decimal | None
    earliest: date | None
    latest: date | None
    quote_start: int
    quote_end: int
    document: str


@dataclass(frozen=True, slots=True)
class Succession:
    """A found claim with the known one that it continues (None: it is new).

    `is_same`: the stored document is this one already, but for the version of the extractor.
    """

    row: ClaimRow
    known: Known | None
    outcome: Outcome
    is_same: bool


def fingerprint(claim: Known | ClaimRow, quote: str) -> bytes:
    """What a claim says, as 32 bytes: kind, type, quoted words (width and case folded), unit and bounds; no offsets.

    `quote` is the quoted text. A period that a quantity is about is no part of it.
    """
    days = (claim.earliest, claim.latest) if claim.kind == "date" else (None, None)
    bounds = [
        None if bound is None else format(bound.normalize(), "f") for bound in (claim.lower_bound, claim.upper_bound)
    ]
    said = [claim.kind, claim.value_type, "".join(fold(quote).split()), claim.unit, *bounds]
    written = json.dumps([*said, *(day and day.isoformat() for day in days)], ensure_ascii=True)
    return hashlib.sha256(written.encode()).digest()


def successions(known: Sequence[Known], found: Sequence[ClaimRow], revision_id: UUID) -> list[Succession]:
    """The found claims in their order, each with the known claim that it continues.

    Current claims go before superseded ones. The same place in the same revision comes first, then the same words
    around the quote in the order of the text, then edited words, the most alike first.
    """
    left: dict[bytes, list[_Old]] = defaultdict(list)
    for claim in sorted(known, key=lambda one: (not one.is_current, one.quote_start)):
        document = json.loads(claim.document)
        left[fingerprint(claim, _quote(document))].append(_Old(claim, document))
    open_rows: dict[bytes, list[_New]] = defaultdict(list)
    news = [_New(row, json.loads(row.document)) for row in found]
    for new in news:
        open_rows[fingerprint(new.row, _quote(new.document))].append(new)
    for print_, rows in open_rows.items():
        if print_ in left:
            _pair(left[print_], rows, revision_id)
    return [Succession(new.row, new.old.claim if new.old else None, new.outcome(), new.is_same()) for new in news]


@dataclass(slots=True, eq=False)
class _Old:
    claim: Known
    document: dict[str, Any]
    taken: bool = False


@dataclass(slots=True, eq=False)
class _New:
    row: ClaimRow
    document: dict[str, Any]
    old: _Old | None = None

    def take(self, old: _Old) -> None:
        self.old, old.taken = old, True

    def outcome(self) -> Outcome:
        if self.old is None or not self.old.claim.is_current:
            return Outcome.ADDED
        return Outcome.KEPT if _said(self.old.document) == _said(self.document) else Outcome.CHANGED

    def is_same(self) -> bool:
        return self.old is not None and _versionless(self.old.document) == _versionless(self.document)


def _pair(olds: list[_Old], news: list[_New], revision_id: UUID) -> None:
    places = {
        (old.claim.quote_start, old.claim.quote_end): old
        for old in reversed(olds)
        if old.claim.revision_id == revision_id
    }
    for new in news:
        if (old := places.get((new.row.quote_start, new.row.quote_end))) is not None:
            new.take(old)
    around: dict[str, deque[_Old]] = defaultdict(deque)
    for old in _free(olds):
        around[old.document["text"]].append(old)
    for new in news:
        if new.old is None and (same := around.get(new.document["text"])):
            new.take(same.popleft())
    _pair_edited(list(_free(olds)), [new for new in news if new.old is None])


def _pair_edited(olds: list[_Old], news: list[_New]) -> None:
    if not olds or not news or len(olds) * len(news) > _MOST_PAIRS:
        return
    words = {id(document): frozenset(terms(document["text"])) for document in _documents(olds, news)}
    pairs = [
        (alike, new, old)
        for new in news
        for old in olds
        if (alike := _dice(words[id(new.document)], words[id(old.document)])) >= SAME_WORDS
    ]
    for _, new, old in sorted(pairs, key=lambda pair: (-pair[0], not pair[2].claim.is_current)):
        if new.old is None and not old.taken:
            new.take(old)


def _documents(olds: list[_Old], news: list[_New]) -> list[dict[str, Any]]:
    return [*(old.document for old in olds), *(new.document for new in news)]


def _free(olds: Iterable[_Old]) -> Iterable[_Old]:
    return (old for old in olds if not old.taken)


def _dice(first: frozenset[str], second: frozenset[str]) -> float:
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def _quote(document: dict[str, Any]) -> str:
    quote: str = document["target"]["selector"][0]["exact"]
    return quote


def _versionless(document: dict[str, Any]) -> dict[str, Any]:
    extraction = {name: part for name, part in document["extraction"].items() if name != "extractorVersion"}
    return document | {"extraction": extraction}


def _said(document: Any) -> Any:
    """The document without places, surroundings, score and extractor: what a reader would call the claim."""
    return {
        name: _placeless(part) for name, part in document.items() if name not in ("target", "extraction", "worthiness")
    }


def _placeless(part: Any) -> Any:
    if isinstance(part, dict):
        return {name: _placeless(value) for name, value in part.items() if name not in _PLACE}
    return [_placeless(value) for value in part] if isinstance(part, list) else part
