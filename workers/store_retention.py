"""The statements that forget: each a batch of what has been kept long enough; how many rows."""

from workers.database import Db

#: A process that has given no sign of life for so long is no process.
_SILENT = "1 hour"


def changes(db: Db, days: int, most: int) -> int:
    """Forget the oldest changes; who follows with a cursor from before is told (410)."""
    return _call(db, "forget_changes", days, most)


def tombstones(db: Db, days: int, most: int) -> int:
    """Forget that articles were erased; afterwards they are 404 instead of 410."""
    return _call(db, "forget_tombstones", days, most)


def earlier_texts(db: Db, days: int, most: int) -> int:
    """Forget the texts of revisions after a later one was extracted."""
    return _call(db, "forget_earlier_texts", days, most)


def deliveries(db: Db, days: int, most: int) -> int:
    """Forget the deliveries that ended, with their attempts."""
    return db.execute(
        "DELETE FROM deliveries WHERE id IN (SELECT id FROM deliveries"
        " WHERE finished_at < now() - make_interval(days => %s) ORDER BY finished_at LIMIT %s)",
        [days, most],
    ).rowcount


def answers(db: Db, most: int) -> int:
    """Forget the kept answers whose time is over."""
    return db.execute(
        "DELETE FROM idempotency_keys WHERE expires_at <= (SELECT max(expires_at) FROM (SELECT expires_at"
        " FROM idempotency_keys WHERE expires_at < now() ORDER BY expires_at LIMIT %s) AS oldest)",
        [most],
    ).rowcount


def silent(db: Db) -> int:
    """Forget the processes that have been silent for an hour."""
    return db.execute("DELETE FROM heartbeats WHERE beat_at < now() - %s::interval", [_SILENT]).rowcount


def _call(db: Db, function: str, days: int, most: int) -> int:
    row = db.execute(
        f"SELECT {function}(make_interval(days => %s), %s)",
        [days, most],
    ).fetchone()
    return 0 if row is None else int(row[0])
