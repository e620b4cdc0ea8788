"""Connections to Postgres: a pool that opens in the process that uses it, and a tenant's transaction."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool

from schemas import tracing
from service.store.reading import EMBARGOED, TenantConnection, TenantCursor

Db = psycopg.Connection[TupleRow]

# A pool that lost its server tries for this long in the background; the next request tries again.
_RECONNECT_SECONDS = 5


class Database:
    """The database of one API process.

    The pool opens at the first use, which is after the server has forked: connections and the pool's
    threads don't survive a fork.
    """

    def __init__(self, url: str, *, size: int, wait_seconds: float, statement_seconds: int) -> None:
        """Nothing is opened yet. `wait_seconds` is how long a caller waits for a connection."""
        self._lock = threading.Lock()
        self._sees_embargoed = False
        options: dict[str, Any] = {
            "autocommit": True,
            "connect_timeout": max(2, int(wait_seconds)),
            "application_name": "factclaims-api",
            "options": f"-c statement_timeout={statement_seconds}s -c lock_timeout={statement_seconds}s "
            f"-c idle_in_transaction_session_timeout={6 * statement_seconds}s -c jit=off",
        }
        self._pool = ConnectionPool(
            url,
            connection_class=TenantConnection,
            kwargs=options,
            min_size=1,
            max_size=size,
            timeout=wait_seconds,
            reconnect_timeout=_RECONNECT_SECONDS,
            open=False,
            name="factclaims-api",
        )

    def seeing_embargoed(self) -> "Database":
        """The same database for a caller who may see articles under embargo."""
        other = copy(self)
        other._sees_embargoed = True  # noqa: SLF001 - our own copy
        return other

    @contextmanager
    def connection(self) -> Iterator[TenantConnection]:
        """A connection in autocommit mode. Raises psycopg_pool.PoolTimeout when none is to be had."""
        self._open()
        with self._pool.connection() as connection:
            yield connection

    @contextmanager
    def workspace(self, workspace_id: UUID) -> Iterator[Db]:
        """A transaction that sees one workspace; committed at the end of the block.

        An exception from the end of the block means that the outcome is *unknown*: the server may have
        committed before the connection broke.
        """
        with self.connection() as connection, connection.transaction():
            connection.execute(
                "SELECT set_config('app.workspace', %s, true), set_config('app.sight', %s, true),"
                " set_config('app.traceparent', %s, true)",
                [str(workspace_id), EMBARGOED if self._sees_embargoed else "", tracing.current()],
            )
            yield connection

    @contextmanager
    def reading(self, workspace_id: UUID) -> Iterator[Db]:
        """A connection whose statements read in one workspace, each on its own and in one round trip."""
        with self.connection() as connection:
            connection.tenant = workspace_id
            connection.sight = EMBARGOED if self._sees_embargoed else ""
            connection.cursor_factory = TenantCursor
            try:
                yield connection
            finally:
                connection.tenant = None
                connection.cursor_factory = psycopg.Cursor

    def renew(self) -> None:
        """Throw away the connections that have died, after one of them was found dead."""
        self._pool.check()

    def close(self) -> None:
        """Close what is open."""
        with self._lock:
            self._pool.close()

    def _open(self) -> None:
        if self._pool.closed:
            with self._lock:
                if self._pool.closed:
                    self._pool.open()
