"""A claim's history in JSON; verdicts of a round that waits for more are sealed for all but their authors."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from schemas.records_review import Verdict
from schemas.wire import verdicts as wire
from service.store.review import Entry

_VERDICT = wire.Verdict(exclude=[*wire.Opinion().fields])
_ENTRY = wire.HistoryEntry(exclude=["verdict", "before", "after"])


def verdict(row: Verdict) -> dict[str, Any]:
    """The verdict as `schemas.wire.verdicts.Verdict` has it; its opinion is stored in JSON's shapes."""
    dumped: dict[str, Any] = _VERDICT.dump(row)
    return dumped | {
        "rating": row.rating,
        "explanation": row.explanation,
        "sources": row.sources,
        "correctedValue": row.corrected_value,
        "claimant": row.claimant,
        "firstAppearance": row.first_appearance,
    }


def entry(row: Entry, said: Verdict | None, *, sealed: bool) -> dict[str, Any]:
    """One change as `schemas.wire.verdicts.HistoryEntry` has it."""
    dumped: dict[str, Any] = _ENTRY.dump({**row._asdict(), "sealed": sealed})
    shown = None if said is None or sealed else verdict(said)
    return dumped | {"verdict": shown, "before": row.before, "after": row.after}


def entries(
    rows: Sequence[Entry], verdicts: Mapping[UUID, Verdict], standing: tuple[int, bool], me: str
) -> list[dict[str, Any]]:
    """A page of history as the reviewer `me` may see it; `standing` is the running round, and whether it is sealed."""
    number, running = standing
    written = []
    for row in rows:
        said = verdicts.get(row.verdict_id) if row.verdict_id else None
        sealed = running and said is not None and said.round == number and said.reviewer != me
        written.append(entry(row, said, sealed=sealed))
    return written
