"""One connection per process, opened at its first use (after the fork) and opened again when it has died."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
from psycopg.rows import TupleRow

Db = psycopg.Connection[TupleRow]

#: The server or the way to it is gone; whether the last transaction was committed is unknown.
LOST = (psycopg.OperationalError, psycopg.InterfaceError)


class Database:
    """The database as one process sees it. Not for several threads."""

    def __init__(self, url: str, name: str) -> None:
        """Nothing is opened yet. `name` is what the server's list of sessions shows."""
        self._url = url
        self._name = name
        self._connection: Db | None = None
        self._process = 0

    def connection(self) -> Db:
        """The open connection, in autocommit mode. Raises psycopg.OperationalError when none is to be had."""
        if self._process != os.getpid():
            self._connection = None  # the parent's: closing it here would end the parent's session
        if self._connection is None or self._connection.broken or self._connection.closed:
            self._connection = psycopg.connect(
                self._url,
                autocommit=True,
                connect_timeout=5,
                application_name=self._name,
                options="-c statement_timeout=30s -c lock_timeout=10s"
                " -c idle_in_transaction_session_timeout=60s -c jit=off",
            )
            self._process = os.getpid()
        return self._connection

    @contextmanager
    def transaction(self) -> Iterator[Db]:
        """A transaction, committed at the end of the block.

        An exception of the kinds in LOST, also from the end of the block, means that the outcome is
        *unknown*: `renew`, and read again.
        """
        connection = self.connection()
        with connection.transaction():
            yield connection

    def renew(self) -> None:
        """Drop the connection; the next use opens another."""
        connection, self._connection = self._connection, None
        if connection is not None and self._process == os.getpid():
            with suppress(psycopg.Error):
                connection.close()
