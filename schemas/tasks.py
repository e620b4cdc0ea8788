"""The queue's contract: what the tasks are called, which queue carries them, what they are told.

A message is a doorbell: it carries ids only, and the row in Postgres is the truth.
"""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

EXTRACT_QUEUE = "extract"
EXTRACT_REVISION = "factclaims.extract_revision"
DELIVER_QUEUE = "deliver"
DELIVER_WEBHOOK = "factclaims.deliver_webhook"

# The service says NOTIFY on this channel in the transaction that makes a revision due, so that the relay
# need not wait for its next tick. No payload: the rows say what is due.
DUE_CHANNEL = "factclaims_due"


@dataclass(frozen=True, slots=True)
class ExtractRevision:
    """Ring for one revision; ringing twice changes nothing."""

    queue: ClassVar[str] = EXTRACT_QUEUE
    task: ClassVar[str] = EXTRACT_REVISION
    revision_id: UUID

    def kwargs(self) -> dict[str, str]:
        """The message's keyword arguments, as JSON can carry them."""
        return {"revision_id": str(self.revision_id)}

    @classmethod
    def parse(cls, revision_id: str) -> "ExtractRevision":
        """Read the arguments back; ValueError when the id is none."""
        return cls(revision_id=UUID(revision_id))


@dataclass(frozen=True, slots=True)
class DeliverWebhook:
    """Ring for one delivery; ringing twice changes nothing."""

    queue: ClassVar[str] = DELIVER_QUEUE
    task: ClassVar[str] = DELIVER_WEBHOOK
    delivery_id: UUID

    def kwargs(self) -> dict[str, str]:
        """The message's keyword arguments, as JSON can carry them."""
        return {"delivery_id": str(self.delivery_id)}

    @classmethod
    def parse(cls, delivery_id: str) -> "DeliverWebhook":
        """Read the arguments back; ValueError when the id is none."""
        return cls(delivery_id=UUID(delivery_id))
