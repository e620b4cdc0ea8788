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
    """Give the next positions to at most `most` committed events, oldest first; how many had none."""
    return db.execute(
        "WITH fresh AS (SELECT id, workspace_id, row_number() OVER (PARTITION BY workspace_id ORDER BY id) AS place"
        " FROM (SELECT id, workspace_id FROM events WHERE position IS NULL ORDER BY id LIMIT %s) AS batch),"
        " reached AS (SELECT workspace_id, coalesce((SELECT max(e.position) FROM events e"
        " WHERE e.workspace_id = w.workspace_id AND e.position IS NOT NULL), 0) AS position"
        " FROM (SELECT DISTINCT workspace_id FROM fresh) AS w)"
        " UPDATE events e SET position = reached.position + fresh.place"
        " FROM fresh JOIN reached USING (workspace_id) WHERE e.id = fresh.id",
        [most],
    ).rowcount
