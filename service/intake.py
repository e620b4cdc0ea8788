"""Taking an article in: a new one, a new revision of a known one, or nothing new."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from schemas.records import EventType
from schemas.wire.articles import Submission
from service import errors
from service.errors import Flaw
from service.store import articles
from service.store.articles import Known
from service.store.database import Db

# Erasing an article between our two looks at it makes us look again; nobody erases three times in a row.
_LOOKS = 3


@dataclass(frozen=True, slots=True)
class Accepted:
    """Which article it is now, and whether there is something new to extract."""

    article_id: UUID
    new: bool


def digest(sent: Submission) -> bytes:
    """What makes two submissions the same: every field, as sent."""
    moment = sent.published_at
    fields = [
        *(sent.text, sent.title, sent.language, moment and moment.isoformat()),
        *(sent.url, sent.external_id, sent.publisher, list(sent.authors)),
        *(sent.embargo_until and sent.embargo_until.isoformat(), sent.source_digest and sent.source_digest.hex()),
    ]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).digest()


def accept(db: Db, workspace_id: UUID, sent: Submission, request_id: str) -> Accepted:
    """Store what is new about it, in the caller's transaction.

    The same content again is the same article, whoever else sends it at the same moment: the second
    insert waits for the first one's commit and then finds its row. New content under a known external
    id is a new revision, also when an older revision had it.
    """
    content = digest(sent)
    for _ in range(_LOOKS):
        article_id = articles.add(db, workspace_id, sent, content)
        if article_id is not None:
            return _queue(db, workspace_id, article_id, 1, content, sent, request_id)
        known = _known(db, sent, content)
        if known is None:
            continue
        if known.content_digest == content:
            return Accepted(known.id, new=False)
        _move_embargo(db, known, sent)
        number = articles.advance(db, known.id, content)
        return _queue(db, workspace_id, known.id, number, content, sent, request_id)
    raise errors.ServiceUnavailable(retry_after=1)


def _move_embargo(db: Db, known: Known, sent: Submission) -> None:
    """A revision may move the end of its article's embargo; what is public cannot be hidden any more."""
    if sent.embargo_until is None:
        return
    if not known.public:
        articles.set_embargo(db, known.id, sent.embargo_until)
    elif sent.embargo_until > datetime.now(UTC):
        raise errors.ValidationFailed(flaws=(Flaw("/embargoUntil", "lies ahead, but the article is public already"),))


def _known(db: Db, sent: Submission, content: bytes) -> Known | None:
    if sent.external_id is None:
        return articles.by_content(db, content)
    return articles.locked_by_external_id(db, sent.external_id)


def _queue(  # noqa: PLR0913, PLR0917 - what a revision is made of
    db: Db, workspace_id: UUID, article_id: UUID, number: int, content: bytes, sent: Submission, request_id: str
) -> Accepted:
    revision_id = articles.add_revision(db, workspace_id, article_id, number, content, sent, request_id)
    articles.add_event(db, workspace_id, EventType.ARTICLE_ACCEPTED, article_id, revision_id, request_id)
    articles.announce(db)
    return Accepted(article_id, new=True)
