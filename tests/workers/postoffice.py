# ruff: noqa: S608 -- the names come from this file
"""Endpoints, their deliveries and a courier, as tests see and fill them: past the service, with every right."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from schemas.sealing import Seal
from tests.webhooks import KEY, Receiver
from tests.workers.rows import Queue
from workers import store_deliveries, store_events
from workers.database import Database as WorkerDatabase
from workers.deliver import Courier

SECRET = b"s" * 32


@dataclass(frozen=True, slots=True)
class PostOffice:
    """An endpoint, its deliveries, and the courier that works on them."""

    queue: Queue
    database: WorkerDatabase
    courier: Courier
    receiver: Receiver
    workspace: UUID

    def endpoint(self, url: str | None = None, **columns: Any) -> UUID:
        """Register an endpoint."""
        values: dict[str, Any] = {
            "url": url or self.receiver.url,
            "events": ["claim.created", "claim.erased", "article.extracted"],
        }
        values |= {"workspace_id": self.workspace, "secret": Seal([KEY]).close(SECRET), **columns}
        names, places = ", ".join(values), ", ".join("%s" for _ in values)
        found: UUID = self.queue.one(
            f"INSERT INTO webhooks ({names}) VALUES ({places}) RETURNING id",
            *values.values(),
        )
        return found

    def happen(self, kind: str = "claim.created", **ids: Any) -> None:
        """Write an event and let the relay put it in order."""
        values: dict[str, Any] = {"workspace_id": self.workspace, "type": kind, **ids}
        names, places = ", ".join(values), ", ".join("%s" for _ in values)
        self.queue.connection.execute(f"INSERT INTO events ({names}) VALUES ({places})", list(values.values()))
        self.place()

    def place(self) -> None:
        """One turn of the relay."""
        with self.database.transaction() as db:
            store_events.lock_positions(db)
            store_events.place(db, 100)

    def due(self) -> list[UUID]:
        """What the relay would ring for now."""
        return [row.id for row in store_deliveries.take_due(self.database.connection(), 100)]

    def deliver(self) -> int:
        """Ring and deliver once; how many were due."""
        due = self.due()
        for delivery in due:
            self.courier.run(delivery)
        return len(due)

    def later(self) -> None:
        """Let the time of all waiting come."""
        self.queue.connection.execute(
            "UPDATE deliveries SET due_at = now(), next_publish_at = now() WHERE state = 'queued'"
        )
        self.queue.connection.execute("UPDATE webhooks SET paused_until = NULL")

    def states(self) -> list[tuple[str, int]]:
        """State and attempts of all deliveries, oldest first."""
        return self.queue.connection.execute("SELECT state, attempts FROM deliveries ORDER BY id").fetchall()
