"""Queueing an article's latest revision again."""

from uuid import UUID

from service.store import articles
from service.store.database import Db


def start(db: Db, article_id: UUID) -> bool:
    """Queue the latest revision if it is finished; whether it was. One that is pending already stays so."""
    queued = articles.requeue(db, article_id)
    if queued:
        articles.announce(db)
    return queued
