"""Erasing an article: its text, its claims and every answer that shows it."""

from uuid import UUID

from schemas.records import EventType
from service.articlejson import present
from service.store import articles, claims, idempotency
from service.store.database import Db


def erase(db: Db, workspace_id: UUID, article_id: UUID, request_id: str) -> None:
    """Leave a tombstone without content. Raises NotFound, or Gone when it is one already."""
    articles.lock(db, article_id)
    if not articles.mark_erased(db, article_id):
        present(articles.find(db, article_id))
    claims.reopen_checked_by(db, request_id, article_id=article_id)
    claims.announce_erasure(db, article_id, request_id)
    articles.delete_revisions(db, article_id)
    idempotency.forget_article(db, article_id)
    articles.add_event(db, workspace_id, EventType.ARTICLE_ERASED, article_id, None, request_id)
    articles.announce(db)
