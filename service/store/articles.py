"""Articles and their revisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from psycopg.rows import class_row

from schemas.records import EventType
from schemas.tasks import DUE_CHANNEL
from schemas.wire.articles import ArticleQuestion, Submission
from service.store.database import Db


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """An article joined with one of its revisions; what is of the revision is None once it is erased."""

    id: UUID
    external_id: str | None
    created_at: datetime
    erased_at: datetime | None
    revision: int | None
    state: str | None
    attempts: int | None
    problem: str | None
    title: str | None
    language: str | None
    language_guessed: bool | None
    published_at: datetime | None
    published_offset: int | None
    url: str | None
    publisher: str | None
    authors: Sequence[str] | None
    characters: int | None
    claims: int | None
    extractor_version: str | None
    accepted_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    embargo_until: datetime | None
    source_format: str | None
    source_digest: bytes | None


class Known(NamedTuple):
    """What is needed of a stored article to tell whether it is sent again."""

    id: UUID
    content_digest: bytes
    latest_revision: int
    public: bool


_ROW = (
    "SELECT a.id, a.external_id, a.created_at, a.erased_at, r.number AS revision, r.state, r.attempts, r.problem,"
    " r.title, r.language, r.language_guessed, r.published_at, r.published_offset, r.url, r.publisher, r.authors,"
    " r.text_length AS characters, r.claim_count AS claims, r.extractor_version,"
    " r.accepted_at, r.started_at, r.finished_at, a.embargo_until, r.source_format, r.source_digest FROM articles a"
)


_KNOWN = "SELECT id, content_digest, latest_revision, embargo_until IS NULL OR embargo_until <= now() FROM articles"


def add(db: Db, workspace_id: UUID, sent: Submission, digest: bytes) -> UUID | None:
    """A new article; None when the workspace has one with this external id, or with this content and none."""
    row = db.execute(
        "INSERT INTO articles (workspace_id, external_id, content_digest, embargo_until, embargo_lifted_at)"
        " VALUES (%(workspace)s, %(external)s, %(digest)s, %(until)s,"
        " CASE WHEN %(until)s::timestamptz <= now() THEN now() END) ON CONFLICT DO NOTHING RETURNING id",
        {"workspace": workspace_id, "external": sent.external_id, "digest": digest, "until": sent.embargo_until},
    ).fetchone()
    return None if row is None else row[0]


def locked_by_external_id(db: Db, external_id: str) -> Known | None:
    """The article with this external id, locked until the transaction ends."""
    row = db.execute(
        f"{_KNOWN} WHERE external_id = %s FOR NO KEY UPDATE",
        [external_id],
    ).fetchone()
    return None if row is None else Known(*row)


def by_content(db: Db, digest: bytes) -> Known | None:
    """The article without external id that has this content."""
    row = db.execute(
        f"{_KNOWN} WHERE content_digest = %s AND external_id IS NULL AND erased_at IS NULL",
        [digest],
    ).fetchone()
    return None if row is None else Known(*row)


def advance(db: Db, article_id: UUID, digest: bytes) -> int:
    """Count one revision more of a locked article; its number."""
    row = db.execute(
        "UPDATE articles SET latest_revision = latest_revision + 1, content_digest = %s, updated_at = now()"
        " WHERE id = %s RETURNING latest_revision",
        [digest, article_id],
    ).fetchone()
    return int(row[0]) if row else 0


def set_embargo(db: Db, article_id: UUID, until: datetime) -> None:
    """Move the end of a locked article's embargo; a past one ends it, and the relay tells whom it was hidden from."""
    db.execute("UPDATE articles SET embargo_until = %s WHERE id = %s", [until, article_id])


def add_revision(  # noqa: PLR0913, PLR0917 - one per column
    db: Db, workspace_id: UUID, article_id: UUID, number: int, digest: bytes, sent: Submission, request_id: str
) -> UUID:
    """A queued revision, due for publishing at once."""
    offset = sent.published_at.utcoffset() if sent.published_at else None
    minutes = None if offset is None else round(offset.total_seconds() / 60)
    rows = db.execute(
        "INSERT INTO revisions (workspace_id, article_id, number, content_digest, request_id, text, title, language,"
        " published_at, published_offset, url, publisher, authors, source_format, source_digest)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
        [
            *(workspace_id, article_id, number, digest, request_id, sent.text, sent.title, sent.language),
            *(sent.published_at, minutes, sent.url, sent.publisher, list(sent.authors)),
            *(sent.source_format, sent.source_digest),
        ],
    ).fetchall()
    revision_id: UUID = rows[0][0]
    return revision_id


def announce(db: Db) -> None:
    """Wake the relay when this transaction is committed; without it the revision would wait for the next tick."""
    db.execute("SELECT pg_notify(%s, '')", [DUE_CHANNEL])


def add_event(  # noqa: PLR0913, PLR0917 - one per column
    db: Db, workspace_id: UUID, event: EventType, article_id: UUID, revision_id: UUID | None, request_id: str
) -> None:
    """Write down what has happened to an article, in the transaction in which it does."""
    db.execute(
        "INSERT INTO events (workspace_id, type, article_id, revision_id, request_id) VALUES (%s, %s, %s, %s, %s)",
        [workspace_id, str(event), article_id, revision_id, request_id],
    )


def find(db: Db, article_id: UUID) -> ArticleRow | None:
    """An article with its latest revision."""
    with db.cursor(row_factory=class_row(ArticleRow)) as cursor:
        return cursor.execute(
            f"{_ROW} LEFT JOIN revisions r ON r.article_id = a.id AND r.number = a.latest_revision WHERE a.id = %s",
            [article_id],
        ).fetchone()


def several(db: Db, ids: Sequence[UUID]) -> dict[UUID, ArticleRow]:
    """Articles with their latest revisions, by their ids."""
    with db.cursor(row_factory=class_row(ArticleRow)) as cursor:
        rows = cursor.execute(
            f"{_ROW} LEFT JOIN revisions r ON r.article_id = a.id AND r.number = a.latest_revision"
            " WHERE a.id = ANY (%s)",
            [list(ids)],
        ).fetchall()
    return {row.id: row for row in rows}


def revisions(db: Db, article_id: UUID) -> list[ArticleRow]:
    """An article once per revision, newest first; [] when there is no such article."""
    with db.cursor(row_factory=class_row(ArticleRow)) as cursor:
        return cursor.execute(
            f"{_ROW} LEFT JOIN revisions r ON r.article_id = a.id WHERE a.id = %s ORDER BY r.number DESC", [article_id]
        ).fetchall()


def page(db: Db, asked: ArticleQuestion, before: UUID | None) -> list[ArticleRow]:
    """Articles, newest first, below the id `before`; one more than the limit when there are more."""
    conditions = ["a.erased_at IS NULL"]
    conditions += [
        condition
        for value, condition in (
            (asked.external_id, "a.external_id = %(external_id)s"),
            (asked.state, "r.state = %(state)s"),
            (asked.language, "r.language = %(language)s"),
            (before, "a.id < %(before)s"),
        )
        if value is not None
    ]
    with db.cursor(row_factory=class_row(ArticleRow)) as cursor:
        return cursor.execute(
            f"{_ROW} JOIN revisions r ON r.article_id = a.id AND r.number = a.latest_revision"
            f" WHERE {' AND '.join(conditions)} ORDER BY a.id DESC LIMIT %(rows)s",
            {
                "external_id": asked.external_id,
                "state": asked.state,
                "language": asked.language,
                "before": before,
                "rows": asked.limit + 1,
            },
        ).fetchall()


def text(db: Db, article_id: UUID, revision: int | None) -> tuple[bool, str | None] | None:
    """Whether the article is erased, and the text of a revision (the latest for None); None: no such article."""
    row = db.execute(
        "SELECT a.erased_at IS NOT NULL, r.text FROM articles a LEFT JOIN revisions r"
        " ON r.article_id = a.id AND r.number = coalesce(%s, a.latest_revision) WHERE a.id = %s",
        [revision, article_id],
    ).fetchone()
    return None if row is None else (bool(row[0]), row[1])


def requeue(db: Db, article_id: UUID) -> bool:
    """Queue an article's latest revision as if it had just come; False when it is not finished, or withdrawn or erased."""
    return (
        db.execute(
            "UPDATE revisions r SET state = 'queued', attempts = 0, publishes = 0, next_publish_at = now(),"
            " queued_at = now(), problem = NULL, finished_at = NULL, started_at = NULL,"
            " traceparent = nullif(current_setting('app.traceparent', true), '')"
            " FROM articles a WHERE a.id = %s AND r.article_id = a.id AND r.number = a.latest_revision"
            " AND r.state IN ('extracted', 'failed')",
            [article_id],
        ).rowcount
        == 1
    )


def withdraw(db: Db, article_id: UUID) -> None:
    """Take back the latest revision, and whatever is still to be extracted; a worker that holds one finds it gone."""
    db.execute(
        "UPDATE revisions r SET state = 'withdrawn', lease_token = NULL, leased_until = NULL FROM articles a"
        " WHERE a.id = %s AND r.article_id = a.id"
        " AND (r.number = a.latest_revision OR r.state IN ('queued', 'running'))",
        [article_id],
    )


def forget_content(db: Db, article_id: UUID) -> None:
    """Let the same content be new if it is sent again."""
    db.execute(
        "UPDATE articles SET content_digest = sha256(uuid_send(id)), updated_at = now() WHERE id = %s", [article_id]
    )


def mark_erased(db: Db, article_id: UUID) -> bool:
    """Turn an article into a tombstone that remembers nothing but its id; False when it is none to turn."""
    return (
        db.execute(
            "UPDATE articles SET erased_at = now(), updated_at = now(), external_id = NULL, embargo_until = NULL,"
            " embargo_lifted_at = NULL,"
            " content_digest = sha256(uuid_send(id)) WHERE id = %s AND erased_at IS NULL",
            [article_id],
        ).rowcount
        == 1
    )


def lock(db: Db, article_id: UUID) -> None:
    """Let nobody else change the article's claims until the transaction ends; a worker that finishes waits."""
    db.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(article_id)])


def delete_revisions(db: Db, article_id: UUID) -> None:
    """Delete an article's revisions, and with them their claims. A worker that holds one finds it gone."""
    db.execute("DELETE FROM revisions WHERE article_id = %s", [article_id])
