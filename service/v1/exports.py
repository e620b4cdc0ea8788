"""Exports: all claims as a stream, for programs and for spreadsheets."""

from collections.abc import Callable
from functools import partial

from flask import Response
from flask.views import MethodView

from schemas import claimjson
from schemas.claimjson import ClaimRow
from schemas.records import Scope
from schemas.wire.exports import ExportQuery, ExportQuestion, TableQuery
from service import answers, claimcsv, errors, exporting, paging
from service.auth import caller, needs
from service.places import Held, Place
from service.store import changes
from service.v1 import examples
from service.v1.blueprint import Blueprint, database

blueprint = Blueprint("exports", __name__, url_prefix="/v1/exports", description="Everything, as a stream.")

NDJSON = "application/x-ndjson"
CSV = "text/csv"
FEED = "/v1/changes"
_ROW = claimcsv.head() + claimcsv.table([examples.CLAIM_ROW])


@blueprint.route("/claims.ndjson")
class ClaimLines(MethodView):
    """All claims."""

    @needs(Scope.CLAIMS_READ, errors.Busy)
    @blueprint.query(ExportQuery)
    @blueprint.answers(200, {"type": "string"}, content_type=NDJSON, example=answers.written(examples.CLAIM) + "\n")
    def get(self, asked: ExportQuestion) -> Response:
        """Stream current claims, a line of JSON each, in the order of their ids.

        If the stream breaks off, go on with `after` = the last id you have. The header Changes-Cursor is where
        to follow /v1/changes from afterwards, to have the exact state.
        """
        return _stream(asked, partial(_lines, asked.members), NDJSON)


@blueprint.route("/claims.csv")
class ClaimTable(MethodView):
    """All claims."""

    @needs(Scope.CLAIMS_READ, errors.Busy)
    @blueprint.query(TableQuery)
    @blueprint.answers(200, {"type": "string"}, content_type=CSV, example=_ROW)
    def get(self, asked: ExportQuestion) -> Response:
        """Stream current claims as a table (RFC 4180, UTF-8), in the order of their ids.

        Text that a spreadsheet would run as a formula has an apostrophe in front. With `after`, there is no line of names.
        """
        begin = claimcsv.head() if asked.after is None else ""
        answer = _stream(asked, claimcsv.table, CSV, ("\ufeff" if asked.bom == "true" else "") + begin)
        answer.headers["Content-Disposition"] = 'attachment; filename="claims.csv"'
        return answer


def _lines(members: tuple[str, ...] | None, rows: list[ClaimRow]) -> str:
    written = (claimjson.write(row) if members is None else claimjson.write_members(row, members) for row in rows)
    return "".join(f"{line}\n" for line in written)


def _stream(
    asked: ExportQuestion, write: Callable[[list[ClaimRow]], str], content_type: str, begin: str = ""
) -> Response:
    workspace_id = caller().workspace_id
    with database().reading(workspace_id) as db:
        position = changes.latest(db)
    pieces = exporting.stream(database(), workspace_id, asked, write)
    answer = Response(Held(Place(), exporting.after_head(begin, pieces)), content_type=content_type)
    answer.headers["Changes-Cursor"] = paging.write([position], paging.binding_of(str(workspace_id), FEED, {}))
    return answer
