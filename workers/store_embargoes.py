"""The end of embargoes: what was hidden is told again, to those who could not see it when it happened."""

from schemas.records import EventType
from workers.database import Db


def lift(db: Db) -> int:
    """End the embargoes whose time has come, with an event for each article and each current claim; how many events.

    Followers without the right to see embargoed articles have passed the first events without seeing them.
    """
    return db.execute(
        "WITH lifted AS (UPDATE articles SET embargo_lifted_at = now()"
        " WHERE embargo_until <= now() AND embargo_lifted_at IS NULL RETURNING workspace_id, id, latest_revision)"
        " INSERT INTO events (workspace_id, type, article_id, revision_id, claim_id, claim_version, lifts_embargo)"
        " SELECT workspace_id, type, article_id, revision_id, claim_id, version, true FROM ("
        "SELECT l.workspace_id, %(extracted)s AS type, l.id AS article_id, r.id AS revision_id,"
        " NULL::uuid AS claim_id, NULL::integer AS version FROM lifted l"
        " JOIN revisions r ON r.article_id = l.id AND r.number = l.latest_revision AND r.state = 'extracted'"
        " UNION ALL SELECT c.workspace_id, %(created)s, c.article_id, c.revision_id, c.id, c.version FROM lifted l"
        " JOIN claims c ON c.workspace_id = l.workspace_id AND c.article_id = l.id AND c.status = 'current') AS told",
        {"extracted": str(EventType.ARTICLE_EXTRACTED), "created": str(EventType.CLAIM_CREATED)},
    ).rowcount
