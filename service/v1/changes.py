"""The feed of changes: whoever follows it has the exact state."""

import time

from flask import Response, request
from flask.views import MethodView

from schemas import claimjson
from schemas.records import Scope
from schemas.wire.changes import ChangePage, ChangeQuery, ChangeQuestion
from service import answers, articlejson, errors, paging
from service.auth import caller, needs
from service.places import Place
from service.store import changes as store
from service.store.changes import ChangeRow
from service.v1 import examples
from service.v1.blueprint import Blueprint, database

blueprint = Blueprint("changes", __name__, url_prefix="/v1/changes", description="What happens, in order.")

LOOK_AGAIN = 0.25  # seconds between two looks while a request waits; no connection is held in between


@blueprint.route("")
class Changes(MethodView):
    """Everything that happens to articles and claims."""

    @needs(Scope.CLAIMS_READ, errors.InvalidCursor, errors.CursorExpired)
    @blueprint.query(ChangeQuery)
    @blueprint.answers(200, ChangePage, example={"items": [examples.CHANGE], "next": "…", "more": False})
    def get(self, asked: ChangeQuestion) -> Response:
        """Follow the changes: ask with `next` as `cursor`, again and again; nothing is missed or out of order.

        Each change carries the claim as it is now, or the article for a change of its own (`claimId` is null). Keep both by
        their ids: put what comes in its place, remove the id when null comes. Whoever has read to the end has the exact
        state; an article that is being extracted comes again when it is finished.

        Where changes are kept for a time only, a cursor from before is 410 `cursor-expired`, and so is the beginning: take
        a cursor with `start=latest`, read /v1/exports/claims.ndjson, and follow from that cursor.
        """
        binding = paging.binding_of(str(caller().workspace_id), request.path, {})
        position = _position(asked, binding)
        rows = _wait(position, asked) if asked.wait else _look(position, asked.limit)
        shown = rows[: asked.limit]
        following = paging.write([shown[-1].position if shown else position], binding)
        more = "true" if len(rows) > asked.limit else "false"
        items = ",".join(map(_written, shown))
        return answers.cached(f'{{"items":[{items}],"next":"{following}","more":{more}}}')


def _position(asked: ChangeQuestion, binding: bytes) -> int:
    if asked.cursor is not None:
        return int(paging.read(asked.cursor, binding)[0])
    if asked.start == "earliest":
        return 0
    with database().reading(caller().workspace_id) as db:
        return store.latest(db)


def _look(position: int, limit: int) -> list[ChangeRow]:
    """What is behind a position. Raises CursorExpired when something that was there is no longer kept."""
    with database().reading(caller().workspace_id) as db:
        rows = store.after(db, position, limit + 1)
        if position < store.forgotten(db):  # asked afterwards: what is forgotten meanwhile counts, too
            raise errors.CursorExpired
    return rows


def _wait(position: int, asked: ChangeQuestion) -> list[ChangeRow]:
    """Look until there is something or the time is over; once only when all places for waiting are taken."""
    end = time.monotonic() + asked.wait
    try:
        place = Place()
    except errors.Busy:
        return _look(position, asked.limit)
    try:
        while not (rows := _look(position, asked.limit)) and time.monotonic() < end:
            time.sleep(LOOK_AGAIN)
        return rows
    finally:
        place.leave()


def _written(row: ChangeRow) -> str:
    """A change as `schemas.wire.changes.FeedChange` has it."""
    head = {
        "position": row.position,
        "type": row.type,
        "at": row.at.isoformat().replace("+00:00", "Z"),
        "articleId": row.article_id,
        "claimId": row.claim_id,
        "claimVersion": row.claim_version,
    }
    claim = "null" if row.claim is None else claimjson.write(row.claim)
    article = "null" if row.article is None or row.article.erased_at else answers.written(articlejson.data(row.article))
    return f'{answers.written(head)[:-1]},"claim":{claim},"article":{article}}}'
