"""The task: a delivery's id in, a message posted and written down, nothing out. Running it twice changes nothing.

1 held: the lease and the attempt are committed. 2 posted: the endpoint has answered, or not; no transaction
is open. 3 recorded: committed. A process that ends between 2 and 3 leaves a lease that ends by itself, and
the message is sent again under the same id: an endpoint hears of everything at least once.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

import structlog
from structlog.contextvars import bound_contextvars

from schemas import tracing
from schemas.sealing import Seal, Unsealable
from workers import payload, store_deliveries
from workers.database import LOST, Database
from workers.store_deliveries import Held
from workers.webhooks import Message, Outcome, Poster

log = structlog.get_logger(__name__)

#: Seconds before the second, third … attempt: ten attempts in about three days.
SCHEDULE = (5.0, 300.0, 1800.0, 7200.0, 18_000.0, 36_000.0, 50_400.0, 72_000.0, 86_400.0)
_JITTER = 0.1  # so that what failed together does not come back together


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Courier:
    """How a process delivers. `reached` is told each numbered step; tests end the process there."""

    database: Database
    seal: Seal
    poster: Poster
    schedule: Sequence[float] = SCHEDULE
    clock: Callable[[], datetime] = _now
    dice: random.Random = field(default_factory=random.Random)
    reached: Callable[[str], None] = lambda _step: None

    def run(self, delivery_id: UUID) -> None:
        """Attempt one delivery, or return when somebody else has it or it must wait."""
        token = uuid4()
        try:
            held = store_deliveries.hold(self.database.connection(), delivery_id, token)
            if held is None:
                log.debug("nothing-to-deliver", delivery_id=str(delivery_id))
                return
            with bound_contextvars(delivery_id=str(delivery_id), attempt=held.attempts):
                self.reached("held")
                about: dict[str, tracing.Value | None] = {
                    "delivery.id": str(delivery_id),
                    "attempt": held.attempts,
                    "type": held.type,
                }
                with tracing.span("deliver", tracing.Kind.CLIENT, held.traceparent, about) as span:
                    self._attempt(held, token, span)
        except LOST as error:
            self.database.renew()
            log.warning("database-unavailable", error=str(error).partition("\n")[0][:200])

    def _attempt(self, held: Held, token: UUID, span: tracing.Span) -> None:
        body = payload.body(self.database.connection(), held)
        began, started_at = time.perf_counter(), self.clock()
        outcome = self._post(held, body, started_at)
        took = round((time.perf_counter() - began) * 1000)
        self.reached("posted")
        recorded = self._record(held, token, started_at, took, outcome)
        span.note({"http.response.status_code": outcome.status})
        if outcome.problem is not None:
            span.fail(outcome.problem)
        log.info(
            "delivered" if outcome.problem is None else "not-delivered",
            status=outcome.status,
            problem=outcome.problem,
            milliseconds=took,
            recorded=recorded,
        )

    def _post(self, held: Held, body: bytes, now: datetime) -> Outcome:
        try:
            secrets = [self.seal.open(sealed) for sealed in (held.secret, held.previous_secret) if sealed]
        except Unsealable as error:
            return Outcome(None, str(error))
        return self.poster.post(Message(held.id, held.url, body, secrets), now)

    def _record(self, held: Held, token: UUID, started_at: datetime, took: int, outcome: Outcome) -> bool:
        with self.database.transaction() as db:
            if not store_deliveries.record(db, held, token, started_at, took, outcome.status, outcome.problem):
                return False
            if outcome.problem is None:
                store_deliveries.succeed(db, held.id, outcome.status or 0)
                return True
            if outcome.gone or held.attempts > len(self.schedule):
                store_deliveries.fail(db, held.id, outcome.status, outcome.problem)
            else:
                wait = self._wait(held.attempts, outcome)
                store_deliveries.put_off(db, held.id, outcome.status, outcome.problem, wait)
            store_deliveries.note_failure(db, held.id, gone=outcome.gone, pause_seconds=outcome.retry_after)
        return True

    def _wait(self, attempts: int, outcome: Outcome) -> float:
        """Seconds until the next attempt: never before the endpoint wants it."""
        wait = max(self.schedule[attempts - 1], outcome.retry_after or 0.0)
        return wait * (1 + _JITTER * self.dice.random())
