# ruff: noqa: S608 -- the names come from this file
"""Claims put into the database as a worker puts them, for tests of what the API does with them."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg

from schemas.terms import terms
from service.v1.examples import DOCUMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a test cares about; the rest of a claim is the documented example's."""

    kind: str = "amount"
    value_type: str = "Money"
    unit: str | None = "USD"
    low: str | None = "10"
    high: str | None = "10"
    earliest: str | None = None
    latest: str | None = None
    language: str = "en"
    publisher: str | None = None
    speaker: str | None = None
    subject: str | None = None
    worthiness: int = 500
    text: str = "It cost 10 dollars."
    start: int = 0
    status: str = "current"


def put(worker_url: str, article_id: str, *claims: Given) -> list[UUID]:
    """Store claims of an article's first revision, and count it as extracted; their ids."""
    with psycopg.connect(worker_url) as db:
        revision, workspace = db.execute(
            "UPDATE revisions SET state = 'extracted', claim_count = %s, attempts = 1, finished_at = now()"
            " WHERE article_id = %s AND number = 1 RETURNING id, workspace_id",
            [len(claims), article_id],
        ).fetchall()[0]
        return [_put(db, workspace, article_id, revision, claim) for claim in claims]


def _put(db: psycopg.Connection, workspace: UUID, article_id: str, revision: UUID, claim: Given) -> UUID:
    document: dict[str, Any] = DOCUMENT | {"text": claim.text}
    columns: dict[str, Any] = {
        "workspace_id": workspace,
        "article_id": article_id,
        "revision_id": revision,
        "revision_number": 1,
        "extractor_version": "test",
        "status": claim.status,
        "kind": claim.kind,
        "value_type": claim.value_type,
        "quote_start": claim.start,
        "quote_end": claim.start + 1,
        "language": claim.language,
        "publisher": claim.publisher,
        "speaker": claim.speaker,
        "subject": claim.subject,
        "unit": claim.unit,
        "lower_bound": claim.low,
        "upper_bound": claim.high,
        "earliest": claim.earliest,
        "latest": claim.latest,
        "worthiness": claim.worthiness,
        "terms": terms(claim.text, claim.subject, claim.speaker),
        "document": json.dumps(document, ensure_ascii=False),
    }
    names = ", ".join(columns)
    places = ", ".join(f"%({name})s" for name in columns)
    row = db.execute(f"INSERT INTO claims ({names}) VALUES ({places}) RETURNING id", columns).fetchone()
    assert row is not None
    claim_id: UUID = row[0]
    db.execute(
        "INSERT INTO claim_placements (workspace_id, article_id, revision_id, revision_number, claim_id, outcome,"
        " quote_start, claim_version) VALUES (%s, %s, %s, 1, %s, 'added', %s, 1)",
        [workspace, article_id, revision, claim_id, claim.start],
    )
    return claim_id
