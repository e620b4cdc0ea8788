"""The query string of exports."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from marshmallow import fields, post_load

from schemas.wire.claimquery import ClaimQuery, ClaimQuestion
from schemas.wire.fields import Text, one_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportQuestion(ClaimQuestion):
    """Which claims are asked for: those behind the id `after`, in the order of their ids."""

    after: UUID | None = None
    bom: str = "false"


class ExportQuery(ClaimQuery):
    """The filters of the listing; an export that broke off goes on behind its last whole line."""

    class Meta(ClaimQuery.Meta):
        """An export has one order and no end but the last claim."""

        exclude: tuple[str, ...] = ("sort", "cursor", "limit")

    after = fields.UUID(metadata={"description": "The id of the last claim that you have: go on behind it."})

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> ExportQuestion:
        """An ExportQuestion instead of a dict."""
        return ExportQuestion(**data)


class TableQuery(ExportQuery):
    """As above; a table has all its columns."""

    class Meta(ExportQuery.Meta):
        """No choice of members."""

        exclude = ("sort", "cursor", "limit", "members")

    bom = Text(
        validate=one_of("true", "false"),
        metadata={"description": "Begin with a byte order mark, by which Excel knows UTF-8."},
    )
