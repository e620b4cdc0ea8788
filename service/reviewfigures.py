"""The desk's figures, added up from what the database counted."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from service import agreement
from service.agreement import Agreement
from service.store.reviewstats import Done, Held, Pair, Waiting


def stats(
    waiting: Sequence[Waiting], held: Sequence[Held], done: Sequence[Done], pairs: Sequence[Pair], days: int
) -> dict[str, Any]:
    """The shape of `schemas.wire.reviewstats.Stats`, before dumping."""
    per_day, per_kind, per_reviewer = (_summed(done, name) for name in ("day", "kind", "reviewer"))
    return {
        "queue": _queue(waiting, held),
        "leases": [row._asdict() for row in held],
        "days": days,
        "verdicts": sum(row.verdicts for row in done),
        "per_day": [{"day": day, "verdicts": verdicts} for day, verdicts in sorted(per_day.items())],
        "agreement": _between(pairs),
        "kinds": [
            {"kind": kind, "verdicts": verdicts, "agreement": _between(row for row in pairs if row.kind == kind)}
            for kind, verdicts in sorted(per_kind.items())
        ],
        "reviewers": [
            {"reviewer": name, "verdicts": verdicts, "agreement": _with_others(pairs, name)}
            for name, verdicts in sorted(per_reviewer.items())
        ],
    }


def _queue(waiting: Sequence[Waiting], held: Sequence[Held]) -> dict[str, Any]:
    states = _summed(waiting, "state", counted="claims")
    return {
        "open": states["open"],
        "disputed": states["disputed"],
        "held": len(held),
        "oldest_seconds": max((row.oldest_seconds for row in waiting), default=None),
        "parts": [row._asdict() for row in waiting],
    }


def _summed(rows: Iterable[Any], by: str, *, counted: str = "verdicts") -> Counter[str]:
    sums: Counter[str] = Counter()
    for row in rows:
        sums[getattr(row, by)] += getattr(row, counted)
    return sums


def _between(pairs: Iterable[Pair]) -> Agreement:
    """The earlier call of each pair against the later one."""
    table: defaultdict[tuple[str, str], int] = defaultdict(int)
    for pair in pairs:
        table[pair.rating_one, pair.rating_two] += pair.claims
    return agreement.measure(table)


def _with_others(pairs: Iterable[Pair], name: str) -> Agreement:
    """What this reviewer said against what the others said of the same claims."""
    table: defaultdict[tuple[str, str], int] = defaultdict(int)
    for pair in pairs:
        if pair.one == name:
            table[pair.rating_one, pair.rating_two] += pair.claims
        elif pair.two == name:
            table[pair.rating_two, pair.rating_one] += pair.claims
    return agreement.measure(table)
