"""The queue as tests see and fill it: past the service, with every right."""

import hashlib
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg

TEXT = "工事費は約120億円で、2026年4月3日に300人が反対した。"
CLAIMS = 3
FINISHED = ("extracted", "failed")


@dataclass(frozen=True, slots=True)
class Row:
    """What a test asks of a revision."""

    state: str
    attempts: int
    problem: str | None
    claims: int
    language: str | None


@dataclass(frozen=True, slots=True)
class Queue:
    """Articles in one workspace."""

    connection: psycopg.Connection[Any]

    def add(self, text: str = TEXT, *, article: UUID | None = None, number: int = 1, request_id: str = "r-1") -> UUID:
        """A queued revision, as the service leaves it; its id."""
        workspace = self.one(
            "INSERT INTO workspaces (name) VALUES ('w') ON CONFLICT (name) DO UPDATE SET name = 'w' RETURNING id"
        )
        digest = hashlib.sha256(f"{text}{time.monotonic_ns()}".encode()).digest()
        if article is None:
            article = self.one(
                "INSERT INTO articles (workspace_id, content_digest) VALUES (%s, %s) RETURNING id", workspace, digest
            )
        added: UUID = self.one(
            "INSERT INTO revisions (workspace_id, article_id, number, content_digest, text, request_id)"
            " VALUES (%s, %s, %s, %s, %s, %s) RETURNING id",
            *(workspace, article, number, digest, text, request_id),
        )
        return added

    def row(self, revision: UUID) -> Row:
        """How the revision stands."""
        row = self.connection.execute(
            "SELECT state, attempts, problem, (SELECT count(*) FROM claims WHERE revision_id = r.id), language"
            " FROM revisions r WHERE id = %s",
            [revision],
        ).fetchone()
        assert row is not None
        return Row(*row)

    def article_of(self, revision: UUID) -> UUID:
        """The revision's article."""
        article: UUID = self.one("SELECT article_id FROM revisions WHERE id = %s", revision)
        return article

    def events(self, revision: UUID) -> dict[str, int]:
        """How many events of each type there are."""
        return dict(
            self.connection.execute(
                "SELECT type, count(*) FROM events WHERE revision_id = %s GROUP BY type", [revision]
            ).fetchall()
        )

    def statuses(self, revision: UUID) -> set[str]:
        """The statuses that the revision's claims have."""
        return {
            row[0] for row in self.connection.execute("SELECT status FROM claims WHERE revision_id = %s", [revision])
        }

    def end_lease(self, revision: UUID) -> None:
        """Let the lease have ended a second ago."""
        self.connection.execute(
            "UPDATE revisions SET leased_until = now() - interval '1 second' WHERE id = %s", [revision]
        )

    def one(self, statement: str, *values: Any) -> Any:
        """The one value that a statement returns."""
        row = self.connection.execute(statement, values).fetchone()
        assert row is not None
        return row[0]

    def wait(self, revision: UUID, *states: str, seconds: float = 30) -> Row:
        """The revision when it has come to one of the states (finished, when none is named)."""
        end = time.monotonic() + seconds
        while (row := self.row(revision)).state not in (states or FINISHED):
            assert time.monotonic() < end, f"still {row}"
            time.sleep(0.02)
        return row

    def wait_for(self, question: str, *values: Any, seconds: float = 30) -> None:
        """Return when the statement answers yes."""
        end = time.monotonic() + seconds
        while not self.one(question, *values):
            assert time.monotonic() < end, f"still not: {question}"
            time.sleep(0.02)
