"""Claims with the verdict that readers may see and the article that they come from.

What a withdrawn article said is not shown to readers any more, whatever was found out about it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.rows import class_row

from service.store.database import Db


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """A claim and its article; what is of the verdict is None as long as none is published."""

    id: UUID
    language: str
    text: str
    speaker: str | None
    published_at: datetime | None
    rating: str | None
    explanation: str | None
    sources: list[dict[str, Any]] | None
    claimant: dict[str, str] | None
    first_appearance: str | None
    judged_at: datetime | None
    article_url: str | None
    article_title: str | None
    article_publisher: str | None
    article_published_at: datetime | None
    article_published_offset: int | None


_ROW = (
    "SELECT c.id, c.language, c.document ->> 'text' AS text,"
    " c.document -> 'attribution' -> 'speaker' ->> 'text' AS speaker, c.published_at, v.rating, v.explanation,"
    " v.sources, v.claimant, v.first_appearance, v.created_at AS judged_at, r.url AS article_url,"
    " r.title AS article_title, r.publisher AS article_publisher, r.published_at AS article_published_at,"
    " r.published_offset AS article_published_offset FROM claims c JOIN revisions r ON r.id = c.revision_id"
    " LEFT JOIN verdicts v ON v.id = c.verdict_id AND c.review_state = 'published' AND c.status <> 'withdrawn'"
)


def find(db: Db, claim_id: UUID) -> PublishedRow | None:
    """One claim, whether its verdict is published or not."""
    with db.cursor(row_factory=class_row(PublishedRow)) as cursor:
        return cursor.execute(f"{_ROW} WHERE c.id = %s", [claim_id]).fetchone()


def page(db: Db, after: tuple[datetime, UUID] | None, limit: int) -> list[PublishedRow]:
    """Published ones in the order of their publication, behind the given one."""
    beyond = "" if after is None else " AND (c.published_at, c.id) > (%(moment)s, %(id)s)"
    moment, last = after or (None, None)
    with db.cursor(row_factory=class_row(PublishedRow)) as cursor:
        return cursor.execute(
            f"{_ROW} WHERE c.review_state = 'published' AND c.status <> 'withdrawn'{beyond} ORDER BY c.published_at, c.id LIMIT %(limit)s",
            {"moment": moment, "id": last, "limit": limit},
        ).fetchall()
