"""Withdrawing an article: it stays, its claims no longer count."""

from uuid import UUID

from schemas.records import EventType
from service.articlejson import present
from service.store import articles, claims
from service.store.articles import ArticleRow
from service.store.database import Db


def withdraw(db: Db, workspace_id: UUID, article_id: UUID, request_id: str) -> ArticleRow:
    """End what is being extracted, and all current claims; a second time changes nothing. Raises NotFound or Gone.

    Sent again, its content is a new revision (under its external id) or a new article.
    """
    articles.lock(db, article_id)
    row = present(articles.find(db, article_id))
    if row.state == "withdrawn":
        return row
    articles.withdraw(db, article_id)
    articles.forget_content(db, article_id)
    claims.withdraw(db, article_id, request_id)
    articles.add_event(db, workspace_id, EventType.ARTICLE_WITHDRAWN, article_id, None, request_id)
    articles.announce(db)
    return present(articles.find(db, article_id))
