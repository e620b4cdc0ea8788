"""The bell: messages into the queue, which may be away, slow or full."""

from celery import Celery
from kombu.connection import Connection
from kombu.exceptions import OperationalError

from schemas.tasks import DeliverWebhook, ExtractRevision


class QueueUnavailable(Exception):
    """The queue cannot be reached, or did not answer in time."""


class Bell:
    """The way to the queue: a connection that is opened again when it has died."""

    def __init__(self, app: Celery) -> None:
        """No connection is opened yet."""
        self._app = app
        self._connection: Connection | None = None

    def waiting(self, queue: str) -> int:
        """How many messages wait in a queue. Raises QueueUnavailable."""
        try:
            # Declaring is how the library tells a queue's length; an empty queue of Redis is one that is not there.
            channel = self._open().default_channel
            declared = channel.queue_declare(queue)  # type: ignore[no-untyped-call]  # kombu's
        except self._troubles() as error:
            raise self._lost(error) from error
        return int(declared.message_count)

    def ring(self, message: ExtractRevision | DeliverWebhook) -> None:
        """Send one message. Raises QueueUnavailable."""
        try:
            # The connection is checked by ourselves: Celery would retry inside for a long time.
            self._app.send_task(message.task, kwargs=message.kwargs(), connection=self._open(), retry=False)
        except self._troubles() as error:
            raise self._lost(error) from error

    def _open(self) -> Connection:
        if self._connection is None:
            self._connection = self._app.connection_for_write()
            self._connection.ensure_connection(max_retries=1, interval_start=0, interval_step=0)
        return self._connection

    def _troubles(self) -> tuple[type[BaseException], ...]:
        """What the library raises when Redis is away, slow, or refuses (full, loading, a wrong password)."""
        connection = self._app.connection_for_write()
        return (*connection.connection_errors, *connection.channel_errors, OperationalError, OSError)

    def _lost(self, error: BaseException) -> QueueUnavailable:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.collect()  # type: ignore[no-untyped-call]  # kombu's
        return QueueUnavailable(str(error).partition("\n")[0][:200])
