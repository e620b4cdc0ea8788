"""How fast similar and contradicting claims are found among a million: `python -m benchmarks.similar`.

Half of the claims are percentages from 1 to 100, so that every value has thousands of namesakes; a quarter each are
money and counts of any size. There are 2,000 subjects. Asked as the API's role, under row level security.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import click
import psycopg
from rich.console import Console
from rich.table import Table

from benchmarks.database import database
from service import likenesses
from service.likenesses import Likeness
from service.store.database import Database, Db

Ask = Callable[[Db, UUID, int], tuple[int, list[Likeness]]]

_ARTICLES = """
INSERT INTO articles (workspace_id, content_digest)
    SELECT w.id, sha256(int4send(n)) FROM workspaces w, generate_series(1, %(articles)s) n
"""
_REVISIONS = """
INSERT INTO revisions (workspace_id, article_id, number, content_digest, text, state)
    SELECT workspace_id, id, 1, content_digest, 'benchmark', 'extracted' FROM articles
"""
_CLAIMS = """
INSERT INTO claims (workspace_id, article_id, revision_id, revision_number, extractor_version, kind, value_type,
                    quote_start, quote_end, language, unit, lower_bound, upper_bound, earliest, latest, subject,
                    worthiness, terms, document, measure, magnitude, subject_key)
    SELECT workspace_id, article_id, id, 1, 'benchmark', CASE WHEN n % 2 = 0 THEN 'percentage' ELSE 'amount' END,
           CASE WHEN n % 2 = 0 THEN 'Percentage' WHEN n % 4 = 1 THEN 'Money' ELSE 'Count' END, n * 10, n * 10 + 5, 'en',
           CASE WHEN n % 2 = 0 THEN '%' WHEN n % 4 = 1 THEN 'USD' ELSE 'people' END, size, size,
           date '2025-12-01', date '2025-12-31', 'subject ' || about, (n * 37) % 1000,
           ARRAY[about::text, 'said', 'subject', 'that'], '{}',
           CASE WHEN n % 2 = 0 THEN 'Percentage' WHEN n % 4 = 1 THEN 'Money USD' ELSE 'Count' END, size,
           about || ' subject'
      FROM (SELECT r.*, n, (random() * 2000)::integer AS about,
                   CASE WHEN n % 2 = 0 THEN 1 + floor(random() * 100) ELSE floor(exp(random() * 25)) END AS size
              FROM revisions r, generate_series(1, 100) n) drawn
"""


@click.command()
@click.option("--claims", default=1_000_000, show_default=True, help="Claims in the workspace.")
@click.option("--questions", default=300, show_default=True, help="Claims that are asked about.")
def main(claims: int, questions: int) -> None:
    """Fill a database, ask for what is similar to claims drawn at random, and for what contradicts them."""
    with tempfile.TemporaryDirectory(prefix="factclaims-benchmark-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # the unprivileged account of the servers passes through
        with database(Path(folder)) as filled:
            workspace, ids = _fill(filled.owner_url, claims, questions)
            api = Database(filled.api_url, size=1, wait_seconds=30, statement_seconds=30)
            table = Table(
                "question", "p50 ms", "p99 ms", "found p50", title=f"{questions} questions to {claims:,} claims"
            )
            for name, ask in (("similar", likenesses.similar), ("conflicts", likenesses.conflicts)):
                table.add_row(name, *_measure(api, workspace, ids, ask))
            api.close()
    Console().print(table)


def _fill(owner_url: str, claims: int, questions: int) -> tuple[UUID, list[UUID]]:
    """The workspace, and claims drawn at random."""
    with psycopg.connect(owner_url, autocommit=True) as db:
        db.execute(_ARTICLES, {"articles": claims // 100})
        db.execute(_REVISIONS)
        db.execute(_CLAIMS)
        db.execute("VACUUM ANALYZE")
        workspace = db.execute("SELECT id FROM workspaces").fetchall()[0][0]
        drawn = db.execute("SELECT id FROM claims ORDER BY random() LIMIT %s", [questions]).fetchall()
    return workspace, [row[0] for row in drawn]


def _measure(api: Database, workspace: UUID, ids: list[UUID], ask: Ask) -> tuple[str, str, str]:
    seconds, counts = [], []
    for claim_id in (*ids[:20], *ids):  # the first ones only warm up
        began = time.perf_counter()
        with api.reading(workspace) as db:
            count, _ = ask(db, claim_id, 10)
        seconds.append(time.perf_counter() - began)
        counts.append(count)
    cuts = statistics.quantiles(seconds[20:], n=100)
    return f"{cuts[49] * 1000:.1f}", f"{cuts[98] * 1000:.1f}", f"{statistics.median(counts):.0f}"


if __name__ == "__main__":
    main()
