"""An article's JSON from its row."""

from collections.abc import Iterable, Mapping
from datetime import timedelta, timezone
from typing import Any

from schemas.records import Outcome
from schemas.wire.articles import Article, RevisionSummary
from service import errors
from service.store.articles import ArticleRow

_ARTICLE = Article()
_REVISION = RevisionSummary(many=True)


def present(row: ArticleRow | None) -> ArticleRow:
    """The row of an article that is there. Raises NotFound, or Gone for an erased one."""
    if row is None:
        raise errors.NotFound
    if row.erased_at is not None:
        raise errors.Gone
    return row


def data(row: ArticleRow) -> dict[str, Any]:
    """The article as `schemas.wire.articles.Article` has it."""
    moment = row.published_at
    if moment is not None and row.published_offset is not None:
        moment = moment.astimezone(timezone(timedelta(minutes=row.published_offset)))
    here = f"/v1/articles/{row.id}"
    derived = {
        "type": "Article",
        "published_at": moment,
        "source": {
            "format": row.source_format,
            "sha256": None if row.source_digest is None else row.source_digest.hex(),
        },
        "counts": _counts(row),
        "links": {
            "self": here,
            "text": f"{here}/text?revision={row.revision}",
            "claims": f"{here}/claims",
            "revisions": f"{here}/revisions",
        },
    }
    dumped: dict[str, Any] = _ARTICLE.dump(_members(row) | derived)
    return dumped


def revisions(rows: Iterable[ArticleRow], outcomes: Mapping[int, Mapping[str, int]]) -> list[dict[str, Any]]:
    """The revisions as `schemas.wire.articles.RevisionSummary` has them; `outcomes`: revision -> outcome -> claims."""
    dumped: list[dict[str, Any]] = _REVISION.dump(
        [
            _members(row)
            | {
                "counts": _counts(row),
                "outcomes": {outcome: outcomes.get(row.revision or 0, {}).get(outcome, 0) for outcome in Outcome},
            }
            for row in rows
        ]
    )
    return dumped


def _members(row: ArticleRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ArticleRow.__slots__}


def _counts(row: ArticleRow) -> dict[str, int | None]:
    return {"characters": row.characters, "claims": row.claims}
