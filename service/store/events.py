"""What happens to claims, written down in the transaction in which it does."""

from uuid import UUID

from schemas.records import EventType
from service.store.database import Db


def add_claim_event(db: Db, event: EventType, claim_id: UUID, request_id: str) -> None:
    """An event of the claim as it stands now: ids and version, no customer's text."""
    db.execute(
        "INSERT INTO events (workspace_id, type, article_id, revision_id, claim_id, claim_version, request_id)"
        " SELECT workspace_id, %s, article_id, revision_id, id, version, %s FROM claims WHERE id = %s",
        [str(event), request_id, claim_id],
    )
