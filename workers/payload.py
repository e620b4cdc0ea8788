"""The body of a webhook's message: `{"type", "timestamp", "data"}`, as the Standard Webhooks specification wants it."""

import json
from typing import Any

from schemas import claimjson
from workers import store_payload
from workers.database import Db
from workers.store_deliveries import Held
from workers.store_payload import EventRow

TEST = "webhook.test"


def body(db: Db, held: Held) -> bytes:
    """The message of a delivery, made of what is stored now."""
    event = None if held.event_id is None else store_payload.event(db, held.event_id)
    if event is None:
        return _message(held, _written({"note": "Somebody asked for a test."}))
    head: dict[str, Any] = {"position": event.position, "articleId": _text(event.article_id)}
    if event.claim_id is None:
        return _message(held, _written(head | {"article": _article(event)}))
    row = store_payload.claim(db, event.claim_id)
    head |= {"claimId": _text(event.claim_id), "claimVersion": event.claim_version}
    claim = "null" if row is None else claimjson.write(row)
    return _message(held, f'{_written(head)[:-1]},"claim":{claim}}}')


def _message(held: Held, data: str) -> bytes:
    moment = held.occurred_at.isoformat().replace("+00:00", "Z")
    return f'{{"type":"{held.type}","timestamp":"{moment}","data":{data}}}'.encode()


def _article(event: EventRow) -> dict[str, Any] | None:
    """Where the article stands; None when it was erased."""
    if event.revision is None:
        return None
    here = f"/v1/articles/{event.article_id}"
    return {
        "id": _text(event.article_id),
        "externalId": event.external_id,
        "revision": event.revision,
        "state": event.state,
        "problem": event.problem,
        "claims": event.claims,
        "links": {"self": here, "claims": f"{here}/claims"},
    }


def _written(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _text(identifier: object) -> str | None:
    return None if identifier is None else str(identifier)
