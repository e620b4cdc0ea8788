"""Where claims stood in the revisions of an article, and what each revision did to them."""

from collections import defaultdict
from uuid import UUID

from schemas.claimjson import ClaimRow
from schemas.records import Outcome
from service.store.database import Db

# A claim that has gone on shows itself as it was; one that is still there, or ended there, as its row has it.
_SELECT = (
    "SELECT c.id::text, CASE WHEN p.document IS NULL THEN c.version ELSE p.claim_version END, c.status, c.kind,"
    " c.language, c.article_id::text, CASE WHEN p.document IS NULL THEN c.revision_number ELSE p.revision_number END,"
    " c.review_state, c.review_required, c.review_submitted, c.verdict, c.worthiness,"
    " p.quote_start, c.assigned_to, c.tags, c.checked_claim_id::text, coalesce(p.document, c.document)::text"
    " FROM claim_placements p JOIN claims c ON c.id = p.claim_id"
)


def of_revision(  # noqa: PLR0913, PLR0917 - one per condition
    db: Db, article_id: UUID, revision: int, outcome: Outcome | None, after: tuple[int, UUID] | None, limit: int
) -> list[ClaimRow]:
    """The claims of one revision in the order of its text, or those with one outcome; one more than `limit`."""
    chosen = "p.outcome <> 'removed'" if outcome is None else "p.outcome = %(outcome)s"
    beyond = "" if after is None else " AND (p.quote_start, p.claim_id) > (%(after_start)s, %(after_id)s)"
    start, after_id = after or (None, None)
    rows = db.execute(
        f"{_SELECT} WHERE p.article_id = %(article_id)s AND p.revision_number = %(revision)s AND {chosen}{beyond}"
        " ORDER BY p.quote_start, p.claim_id LIMIT %(rows)s",
        {
            "article_id": article_id,
            "revision": revision,
            "outcome": outcome,
            "after_start": start,
            "after_id": after_id,
            "rows": limit + 1,
        },
    ).fetchall()
    return [ClaimRow._make(row) for row in rows]


def outcomes(db: Db, article_id: UUID) -> dict[int, dict[str, int]]:
    """Revision number -> outcome -> how many claims."""
    rows = db.execute(
        "SELECT revision_number, outcome, count(*) FROM claim_placements WHERE article_id = %s GROUP BY 1, 2",
        [article_id],
    ).fetchall()
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for revision, outcome, count in rows:
        found[revision][outcome] = count
    return found
