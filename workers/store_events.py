"""The order of what has happened: one writer gives each committed event its position in its workspace.

A transaction's events get their ids when they are written and become visible when it commits, which may be
much later: whoever reads by id or by time would miss them. Positions are given afterwards, by one writer at
a time, 1, 2, 3 … without a hole in each workspace, so whoever has read up to a position has seen everything
before it. Ids of events that one transaction has caused in another are in causal order, and so are positions.
"""

from workers.database import Db

#: Whoever holds it gives out positions. Not the relay's own lock: that one lives as long as a connection, this
#: one as long as the transaction that writes, so two writers can never overlap, whatever they believe to be.
_POSITIONS_LOCK = 0x66616375


def lock_positions(db: Db) -> None:
    """Be the one writer of positions until the transaction ends; the next statement sees all of the last writer's."""
    db.execute("SELECT pg_advisory_xact_lock(%s)", [_POSITIONS_LOCK])


def place(db: Db, most: int) -> int:
    """Give the next positions to at most `most` committed events, oldest first; how many had none.

    With its position an event gets its deliveries, one for each endpoint that wants to hear of it. A filter
    asks about the claim (or the article's revision) as it is now; what is not there any more passes. Of an
    article under embargo only those hear who may; the others when it ends (workers.store_embargoes).
    """
    row = db.execute(
        "WITH fresh AS (SELECT id, workspace_id, row_number() OVER (PARTITION BY workspace_id ORDER BY id) AS place"
        " FROM (SELECT id, workspace_id FROM events WHERE position IS NULL ORDER BY id LIMIT %s) AS batch),"
        " reached AS (SELECT workspace_id, greatest(0, (SELECT max(e.position) FROM events e"
        " WHERE e.workspace_id = w.workspace_id AND e.position IS NOT NULL),"
        " (SELECT f.position FROM forgotten_changes f WHERE f.workspace_id = w.workspace_id)) AS position"
        " FROM (SELECT DISTINCT workspace_id FROM fresh) AS w),"
        " placed AS (UPDATE events e SET position = reached.position + fresh.place"
        " FROM fresh JOIN reached USING (workspace_id) WHERE e.id = fresh.id"
        " RETURNING e.id, e.workspace_id, e.type, e.article_id, e.revision_id, e.claim_id, e.created_at, e.lifts_embargo),"
        " told AS (INSERT INTO deliveries (workspace_id, webhook_id, event_id, type, occurred_at)"
        " SELECT p.workspace_id, w.id, p.id, p.type, p.created_at FROM placed p"
        " JOIN webhooks w ON w.workspace_id = p.workspace_id AND w.enabled AND p.type = ANY(w.events)"
        " LEFT JOIN claims c ON c.id = p.claim_id LEFT JOIN revisions r ON r.id = p.revision_id"
        " LEFT JOIN articles a ON a.id = p.article_id AND a.embargo_until IS NOT NULL AND a.embargo_lifted_at IS NULL"
        " WHERE CASE WHEN w.embargoed THEN NOT p.lifts_embargo ELSE a.id IS NULL END"
        " AND coalesce(c.kind = ANY(w.kinds), true) AND coalesce(c.worthiness >= w.min_worthiness, true)"
        " AND coalesce(coalesce(c.language, r.language) = ANY(w.languages), true)"
        " AND coalesce(r.publisher = ANY(w.publishers), r.id IS NULL OR w.publishers IS NULL) ORDER BY p.id)"
        " SELECT count(*) FROM placed",
        [most],
    ).fetchone()
    return 0 if row is None else int(row[0])
