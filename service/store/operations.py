"""What operations look at: the database's level, the queue, the other processes."""

from datetime import datetime
from typing import NamedTuple

from schemas import migrate
from service.store.database import Db


class Figures(NamedTuple):
    """How many revisions are in one state, how many of them needed more than one attempt, how old the oldest is."""

    state: str
    revisions: int
    retried: int
    oldest_seconds: float


def level(db: Db) -> str | None:
    """The revision that the database stands on."""
    return migrate.current_of(db)


def queue(db: Db) -> list[Figures]:
    """The queue over all workspaces, one row a state; a state that no revision is in has no row."""
    return [Figures(*row) for row in db.execute("SELECT * FROM queue_figures()").fetchall()]


def deliveries(db: Db) -> dict[str, tuple[int, float]]:
    """Webhook deliveries under way over all workspaces: how many, and the oldest's age in seconds, by state."""
    rows = db.execute("SELECT state, deliveries, oldest_seconds FROM delivery_figures()").fetchall()
    return {state: (int(number), float(seconds)) for state, number, seconds in rows}


def silence(db: Db) -> dict[str, float]:
    """Seconds since the last sign of life, by role; a role that never gave one is missing."""
    rows = db.execute(
        "SELECT role, extract(epoch FROM now() - max(beat_at))::float8 FROM heartbeats GROUP BY role"
    ).fetchall()
    return {role: float(seconds) for role, seconds in rows}


def now(db: Db) -> datetime:
    """The database's clock."""
    moment: datetime = db.execute("SELECT clock_timestamp()").fetchall()[0][0]
    return moment


def size(db: Db) -> int:
    """The bytes that the database takes on its disk; the write-ahead log and other databases come on top."""
    return int(db.execute("SELECT pg_database_size(current_database())").fetchall()[0][0])


def unguarded(db: Db) -> list[str]:
    """Tables with a tenant whose row level security is switched off, or does not hold for their owner: [] is right."""
    rows = db.execute(
        "SELECT relname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attname = 'workspace_id'"
        " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " AND NOT (relrowsecurity AND relforcerowsecurity) ORDER BY relname"
    ).fetchall()
    return [name for (name,) in rows]


def half_built(db: Db) -> list[str]:
    """Indexes whose build was stopped: they cost every write and serve no read."""
    rows = db.execute("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid ORDER BY 1").fetchall()
    return [name for (name,) in rows]


def powers(db: Db) -> list[str]:
    """What the connected role may do that no role of ours should: [] is right."""
    row = db.execute(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
    ).fetchall()[0]
    names = ("superuser", "bypassing row level security", "making roles", "making databases")
    return [name for name, has in zip(names, row, strict=True) if has]
