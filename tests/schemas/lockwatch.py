"""What a migration locks, seen from inside of its own transactions: after every command, by an event trigger."""

from dataclasses import dataclass

import psycopg

from tests.schemas.filling import ROWS

# Of the locks on tables those that keep others from writing, weakest first; the last one keeps them from reading, too.
BLOCKING = ("ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock")

# What is seen lies in a schema of its own. `reads` counts rows of the table that the transaction has read so far, by
# whatever way: rewriting, checking and building an index read all of them.
_WATCH = """
    CREATE SCHEMA watch;
    CREATE TABLE watch.seen (id bigint GENERATED ALWAYS AS IDENTITY, transaction xid8, began timestamptz, at timestamptz,
                             relation name, mode text, reads bigint);
    CREATE FUNCTION watch.look() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
        INSERT INTO watch.seen (transaction, began, at, relation, mode, reads)
        SELECT pg_current_xact_id(), now(), clock.at, c.relname, l.mode,
               coalesce(s.seq_tup_read, 0) + coalesce(s.idx_tup_fetch, 0)
          FROM (SELECT clock_timestamp() AS at) AS clock CROSS JOIN pg_locks l JOIN pg_class c ON c.oid = l.relation
          LEFT JOIN pg_stat_xact_user_tables s ON s.relid = c.oid
         WHERE l.pid = pg_backend_pid() AND l.granted AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
    $$;
    CREATE FUNCTION watch.command() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN PERFORM watch.look(); END';
    CREATE FUNCTION watch.step() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM watch.look(); RETURN NULL; END';
    CREATE EVENT TRIGGER watch_commands ON ddl_command_end EXECUTE FUNCTION watch.command();
    CREATE EVENT TRIGGER watch_drops ON sql_drop EXECUTE FUNCTION watch.command();
    CREATE TRIGGER watch_steps AFTER UPDATE ON public.alembic_version FOR EACH ROW EXECUTE FUNCTION watch.step();
    GRANT USAGE ON SCHEMA watch TO PUBLIC;
"""


@dataclass(frozen=True, slots=True, order=True)
class Held:
    """A blocking lock that a transaction held on a filled table."""

    relation: str
    mode: str
    worked: bool  # whether the table was read while it was held: then it is held the longer the fuller the table is
    milliseconds: float  # from the command before the one that took it to the last one: no shorter than it was held


def watch(db: psycopg.Connection) -> None:
    """Begin to look, as a superuser."""
    db.execute(_WATCH.encode())


def mark(db: psycopg.Connection) -> int:
    """A place to look from."""
    row = db.execute("SELECT coalesce(max(id), 0) FROM watch.seen").fetchone()
    assert row is not None
    return int(row[0])


def held(db: psycopg.Connection, since: int, filled: set[str]) -> list[Held]:
    """The blocking locks on filled tables since then, for each the strongest that one transaction held."""
    rows = db.execute(
        "WITH taken AS (SELECT transaction, relation, min(began) AS began, max(array_position(%(modes)s, mode)) AS place,"
        " max(reads) >= %(many)s AS worked, min(at) FILTER (WHERE mode = ANY(%(modes)s)) AS first FROM watch.seen"
        " WHERE id > %(since)s AND relation = ANY(%(filled)s) GROUP BY transaction, relation"
        " HAVING bool_or(mode = ANY(%(modes)s)))"
        " SELECT relation, place, worked, extract(epoch FROM"
        " (SELECT max(at) FROM watch.seen s WHERE s.transaction = taken.transaction)"
        " - coalesce((SELECT max(at) FROM watch.seen s WHERE s.transaction = taken.transaction AND at < first), began))"
        " * 1000 FROM taken ORDER BY 1, 2",
        {"since": since, "filled": list(filled), "modes": list(BLOCKING), "many": ROWS // 2},
    ).fetchall()
    return [Held(relation, BLOCKING[place - 1], worked, float(spent)) for relation, place, worked, spent in rows]
