"""API keys in JSON."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from schemas.records import Scope
from schemas.wire.base import WireSchema
from schemas.wire.fields import Instant, Label, Text, at_most, one_of

SCOPES = tuple(str(scope) for scope in Scope)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRequest:
    """A key that is asked for."""

    name: str
    scopes: list[str]
    expires_at: datetime | None = None
    reviewer: str | None = None


def _distinct(scopes: list[str]) -> None:
    if len(set(scopes)) != len(scopes):
        raise ValidationError("names a scope twice")


class KeySubmission(WireSchema):
    """A key to make. Scopes: articles:write, claims:read, review:write, admin."""

    name = Label(required=True, validate=at_most(200))
    scopes = fields.List(
        Text(validate=one_of(*SCOPES)),
        required=True,
        validate=[validate.Length(min=1, max=len(SCOPES), error="has none or too many"), _distinct],
        metadata={"uniqueItems": True},
    )
    expires_at = Instant()
    reviewer = Label(
        validate=at_most(200),
        metadata={"description": "The person whose key this is; a key without is a tool that names its reviewers."},
    )

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> KeyRequest:
        """A KeyRequest instead of a dict."""
        return KeyRequest(**data)


class Key(WireSchema):
    """A key as it can be shown again: `prefix` is how its text begins."""

    id = fields.UUID(required=True)
    name = Text(required=True)
    prefix = Text(required=True)
    scopes = fields.List(Text(), required=True)
    reviewer = Text(required=True, allow_none=True)
    created_at = Instant(required=True)
    expires_at = Instant(required=True, allow_none=True)
    revoked_at = Instant(required=True, allow_none=True)


class NewKey(Key):
    """A key just made; `key` is shown this once."""

    key = Text(required=True)


class KeyList(WireSchema):
    """All keys of the workspace, newest first."""

    items = fields.List(fields.Nested(Key), required=True)
