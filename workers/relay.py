"""`python -m workers.relay`: rings the bell for what is due. One works at a time; others wait to take over.

It hears of new revisions by NOTIFY and looks for itself every second, so that a lost notification costs
a second. Nothing it holds matters: it may be killed at any moment.

1 placed: events have their positions, committed. 2 taken: the rows are put off, committed. 3 rung: a message is in
the queue. What was taken and not rung for is due again when its time of waiting is over, or when the queue has run empty.
"""

import os
import platform
import select
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

import structlog

from schemas import tasks, tracing
from workers import level, logs, retention, store, store_deliveries, store_embargoes, store_events, store_relay
from workers.app import app
from workers.bell import Bell, QueueUnavailable
from workers.config import Config, load
from workers.database import LOST, Database, Db

log = structlog.get_logger(__name__)

_TICK = 1.0
_BATCH = 200  # rows taken at a time: few enough to be put back quickly
_EVENTS = 5000  # events put in order at a time: an article has hundreds
_BEAT_SECONDS = 5.0
_TIDY_SECONDS = 600.0  # between two looks for what may be forgotten, when the last one found less than a batch


@dataclass(frozen=True, slots=True)
class Round:
    """One kind of rows that the relay rings for."""

    message: type[tasks.ExtractRevision] | type[tasks.DeliverWebhook]
    take_due: Callable[[Db, int], list[store_relay.Due]]
    put_back: Callable[[Db, list[UUID]], None]
    recall: Callable[[Db], None]


_ROUNDS = (
    Round(tasks.ExtractRevision, store_relay.take_due, store_relay.put_back, store_relay.recall),
    Round(tasks.DeliverWebhook, store_deliveries.take_due, store_deliveries.put_back, store_deliveries.recall),
)


@dataclass(slots=True)
class Relay:
    """One relay process; `wake` becomes readable when it shall look whether to stop.

    At most `depth` messages wait in each queue. `reached` is told each numbered step; tests end the process there.
    """

    database: Database
    bell: Bell
    wake: socket.socket
    name: str
    kept: retention.Kept
    depth: int
    reached: Callable[[str], None] = lambda _step: None
    stopping: bool = False
    leading: bool = False
    silent: bool = False  # whether the queue's absence has been said already
    next_times: dict[str, float] = field(default_factory=dict)

    def run(self) -> None:
        """Work until `stopping` is set."""
        while not self.stopping:
            try:
                self._turn()
            except LOST as error:
                log.warning("database-unavailable", error=str(error).partition("\n")[0][:200])
                self.leading = False
                self.database.renew()
                self._rest(None)

    def _turn(self) -> None:
        db = self.database.connection()
        if not self.leading and store_relay.lead(db):
            self.leading = True
            store_relay.listen(db)
            log.info("leading")
        if self._is_time("beat", _BEAT_SECONDS):
            store.beat(db, self.name, "relay")
        if self.leading:
            self._look_after(db)
            # What is placed may be due for delivery at once, hence before the second round.
            while self._place_events() == _EVENTS and not self.stopping:
                pass
            for kind in _ROUNDS:
                while self._publish(db, kind) == _BATCH and not self.stopping:
                    pass
        self._rest(db)

    def _look_after(self, db: Db) -> None:
        if self._is_time("leases", _TICK):
            failed, released = store_relay.fail_exhausted(db), store_relay.release_ended(db)
            released += store_deliveries.release_ended(db)
            if failed or released:
                log.warning("leases-ended", queued=released, failed=failed)
        if self._is_time("tidy", _TIDY_SECONDS):
            self._tidy(db)

    def _tidy(self, db: Db) -> None:
        """Forget a batch of each kind; when there is more, go on at the next tick, after what is due."""
        if forgotten := retention.forget(db, self.kept):
            log.info("forgot", **forgotten)
        if max(forgotten.values(), default=0) >= retention.BATCH:
            self.next_times["tidy"] = 0.0

    def _place_events(self) -> int:
        """Put what has been committed in order; how many events."""
        with self.database.transaction() as db:
            store_events.lock_positions(db)
            store_embargoes.lift(db)
            placed = store_events.place(db, _EVENTS)
        if placed:
            self.reached("placed")
        return placed

    def _publish(self, db: Db, kind: Round) -> int:
        """Ring for what is due, as far as the queue has room; how many. What cannot be rung for stays due."""
        due: list[store_relay.Due] = []
        rung = 0
        try:
            waiting = self.bell.waiting(kind.message.queue)
            # A message that was just taken may be called back too: once a second, and it finds nothing to do.
            if waiting == 0 and self._is_time(kind.message.queue, _TICK):
                kind.recall(db)
            due = kind.take_due(db, min(_BATCH, max(0, self.depth - waiting)))
            if due:
                self.reached("taken")
            for row in due:
                with tracing.span(f"ring {kind.message.queue}", tracing.Kind.PRODUCER, row.traceparent, {}):
                    self.bell.ring(kind.message(row.id))
                rung += 1
                self.reached("rung")
                log.info("rang", request_id=row.request_id, **kind.message(row.id).kwargs())
        except QueueUnavailable as error:
            kind.put_back(db, [row.id for row in due[rung:]])
            if not self.silent:
                log.warning("queue-unavailable", error=str(error))
            self.silent = True
            return 0
        self.silent = False
        return rung

    def _is_time(self, what: str, seconds: float) -> bool:
        now = time.monotonic()
        if now < self.next_times.get(what, 0.0):
            return False
        self.next_times[what] = now + seconds
        return True

    def _rest(self, db: Db | None) -> None:
        """Wait for a notification, a signal, or the next tick."""
        watched: list[socket.socket | Db] = [self.wake] if db is None else [self.wake, db]
        # Without the queue a notification would only make us knock again at once.
        if self.silent:
            watched = [self.wake]
        ready, _, _ = select.select(watched, [], [], _TICK)
        if self.wake in ready:
            self.wake.recv(64)
        if db is not None:
            for _ in db.notifies(timeout=0):
                pass


def main(config: Config, reached: Callable[[str], None] = lambda _step: None) -> None:
    """Run until SIGTERM or SIGINT."""
    logs.configure(config.log_level)
    level.require(config.database_url)
    if config.traces:
        tracing.configure("factclaims-relay")
    ears, mouth = socket.socketpair()
    for end in (ears, mouth):
        end.settimeout(0)
    signal.set_wakeup_fd(mouth.fileno())
    relay = Relay(
        database=Database(config.database_url, "factclaims-relay"),
        bell=Bell(app),
        wake=ears,
        name=f"{platform.node()}:{os.getpid()}",
        kept=config.kept,
        depth=config.queue_depth,
        reached=reached,
    )

    def stop(*_: object) -> None:
        relay.stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    relay.run()


if __name__ == "__main__":
    main(load())
