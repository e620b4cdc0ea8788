"""How fast the next claim is handed out: `python -m benchmarks.review`, in a workspace of a million claims.

Each case takes leases one after the other, as the API's role under row level security, each committed. The
bare ceiling beside them is an UPDATE of one claim by its primary key, by the tables' owner, who no policy
holds up. `held` and `judged` put claims before the first free one: those that others hold, and those that
this reviewer has judged while they wait for a second verdict; `decided` ones have left the queue, whose worthiest they were.
"""

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import click
import psycopg
from rich.console import Console
from rich.table import Table

from benchmarks.database import database
from schemas.wire.claimquery import ClaimQuestion
from schemas.wire.leases import Filters
from service.store import claims, leases, reviewstats
from service.store.database import Database
from service.v1.examples import DOCUMENT

PER_ARTICLE = 50
HELD, JUDGED, DECIDED = 1_000, 10_000, 100_000

_FILL = """
INSERT INTO articles (workspace_id, content_digest)
    SELECT w.id, sha256(int4send(n)) FROM workspaces w, generate_series(1, %(articles)s) n;
INSERT INTO revisions (workspace_id, article_id, number, content_digest, text, state)
    SELECT workspace_id, id, 1, content_digest, 'benchmark', 'extracted' FROM articles;
INSERT INTO claims (workspace_id, article_id, revision_id, revision_number, extractor_version, kind, value_type,
                    quote_start, quote_end, language, publisher, speaker, unit, lower_bound, upper_bound, worthiness,
                    tags, terms, document)
    SELECT r.workspace_id, r.article_id, r.id, 1, 'benchmark',
           (ARRAY['amount', 'date', 'percentage'])[1 + hash %% 3], 'Money', n * 10, n * 10 + 5,
           CASE WHEN hash %% 1000 = 0 THEN 'ko' ELSE (ARRAY['ja', 'en', 'de'])[1 + hash / 8 %% 3] END,
           'Publisher ' || hash / 16 %% 500, CASE WHEN hash %% 10000 = 7 THEN 'Ada Rare' END, 'USD', n, n,
           hash / 32 %% 1000, CASE WHEN hash %% 20000 = 3 THEN ARRAY['rare'] ELSE '{}' END,
           CASE WHEN hash %% 10000 = 7 THEN ARRAY['ada', 'rare'] ELSE ARRAY['a' || hash %% 5000, 'b' || n] END,
           %(document)s
      FROM revisions r, generate_series(1, 50) n,
           LATERAL (SELECT abs(hashint8(n + 64 * ('x' || right(r.id::text, 12))::bit(48)::bigint)) AS hash) drawn;
"""
_CASES: dict[str, Filters] = {
    "no filter": Filters(),
    "kind": Filters(kind="date"),
    "language, a third": Filters(language="ja"),
    "language, 1 in 1,000": Filters(language="ko"),
    "language, none": Filters(language="xx"),
    "language and kind": Filters(language="ko", kind="date"),
    "publisher, 1 in 500": Filters(publisher="Publisher 77"),
    "publisher, none": Filters(publisher="Nobody"),
    "speaker, 1 in 10,000": Filters(speaker="Ada Rare"),
    "speaker, none": Filters(speaker="Nobody"),
    "tag, 1 in 20,000": Filters(tags=["rare"]),
    "tag, none": Filters(tags=["absent"]),
    "minWorthiness, none": Filters(min_worthiness=Decimal(1)),
}


@click.command()
@click.option("--claims", default=1_000_000, show_default=True, help="Claims in the workspace.")
@click.option("--leases", "taken", default=50, show_default=True, help="Leases taken in each case.")
@click.option("--output", type=click.Path(path_type=Path), default=Path("benchmarks/results/review.json"))
def main(claims: int, taken: int, output: Path) -> None:
    """Fill a workspace, take leases in each case, count the queue."""
    with tempfile.TemporaryDirectory(prefix="factclaims-benchmark-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with database(Path(folder)) as filled:
            _fill(filled.owner_url, claims)
            result = _measure(filled.api_url, filled.owner_url, taken)
    _report(claims, result, output)


def _measure(api_url: str, owner_url: str, taken: int) -> dict[str, float]:
    with psycopg.connect(owner_url, autocommit=True) as owner:
        workspace: UUID = owner.execute("SELECT id FROM workspaces").fetchall()[0][0]
        some = owner.execute("SELECT id FROM claims TABLESAMPLE SYSTEM (1) LIMIT %s", [taken]).fetchall()
        ids = iter(some)
        touch = "UPDATE claims SET leased_until = now(), lease_token = id, leased_by = 'x' WHERE id = %s"
        result = {"bare update by id": _median(lambda: owner.execute(touch, next(ids)), len(some))}
        article: UUID = owner.execute("SELECT article_id FROM claims WHERE id = %s", some[0]).fetchall()[0][0]
        api = Database(api_url, size=2, wait_seconds=3, statement_seconds=60).seeing_embargoed()

        def take(filters: Filters, who: str = "Anna") -> None:
            with api.workspace(workspace) as db:
                leases.take(db, who, filters, 600)

        cases = _CASES | {"article": Filters(article_id=article)}
        for name, filters in cases.items():
            take(filters)
            result[name] = _median(lambda filters=filters: take(filters), taken)  # type: ignore[misc]  # bound now
        first = "id IN (SELECT id FROM claims WHERE lease_token IS NULL ORDER BY worthiness DESC, id LIMIT %s)"
        owner.execute(
            f"UPDATE claims SET lease_token = id, leased_until = now() + interval '1 h', leased_by = 'x' WHERE {first}",  # noqa: S608 - the line above
            [HELD],
        )
        result[f"{HELD:,} held before it"] = _median(lambda: take(Filters()), taken)
        owner.execute(f"UPDATE claims SET judged_by = ARRAY['Ben'], review_submitted = 1 WHERE {first}", [JUDGED])  # noqa: S608 - as above
        result[f"{JUDGED:,} judged before it"] = _median(lambda: take(Filters(), "Ben"), taken)
        result["the same, after vacuum"] = _vacuumed(owner, lambda: take(Filters(), "Ben"), taken)
        owner.execute(f"UPDATE claims SET review_state = 'judged' WHERE {first}", [DECIDED])  # noqa: S608 - as above
        owner.execute("VACUUM ANALYZE claims")
        result[f"{DECIDED:,} decided"] = _median(lambda: take(Filters(), "Carla"), taken)
        result["publisher, the same"] = _median(lambda: take(Filters(publisher="Publisher 78"), "Carla"), taken)
        result["language, the same"] = _median(lambda: take(Filters(language="de"), "Carla"), taken)

        def listed(state: str) -> None:
            with api.reading(workspace) as db:
                claims.page(db, ClaimQuestion(state=state, sort="time"), None)

        owner.execute("UPDATE claims SET review_state = 'dismissed' WHERE id = ANY (%s)", [[row[0] for row in some]])
        owner.execute("VACUUM ANALYZE claims")
        result[f"listing 50 of {DECIDED:,} judged, newest first"] = _median(lambda: listed("judged"), taken)
        result[f"listing {len(some)} dismissed among them"] = _median(lambda: listed("dismissed"), taken)

        def count() -> None:
            with api.reading(workspace) as db:
                reviewstats.depth(db)

        result["counting the queue"] = _median(count, 5)
        api.close()
    return result


def _vacuumed(owner: psycopg.Connection, act: Callable[[], None], times: int) -> float:
    owner.execute("VACUUM ANALYZE claims")
    return _median(act, times)


def _median(act: Callable[[], Any], times: int) -> float:
    """Milliseconds of the middle one of so many times."""
    took = []
    for _ in range(times):
        begin = time.perf_counter()
        act()
        took.append((time.perf_counter() - begin) * 1000)
    return statistics.median(took)


def _report(claims: int, result: dict[str, float], output: Path) -> None:
    bare = result["bare update by id"]
    table = Table("case", "median ms", "× bare", title=f"The next of {claims:,} claims")
    for name, took in result.items():
        table.add_row(name, f"{took:.2f}", f"{took / bare:.1f}")
    Console().print(table)
    output.parent.mkdir(parents=True, exist_ok=True)
    written = {"claims": claims, "median_ms": {name: round(took, 3) for name, took in result.items()}}
    output.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")


def _fill(owner_url: str, claims: int) -> None:
    """One workspace full of claims."""
    values = {"articles": claims // PER_ARTICLE, "document": json.dumps(DOCUMENT, ensure_ascii=False)}
    with psycopg.connect(owner_url, autocommit=True) as db:
        for statement in _FILL.split(";\n")[:-1]:
            db.execute(statement, values)
        db.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main()
