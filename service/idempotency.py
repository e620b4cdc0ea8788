"""Idempotency-Key: the same request again gets the same answer and does nothing.

The key is held by an advisory lock for as long as the transaction lasts, and the answer is stored in
it: there is no half-done state that a crash could leave behind, and a 5xx is never stored.
"""

import hashlib
import re
from collections.abc import Callable
from uuid import UUID

from flask import Response, g, request

from service import errors
from service.store import idempotency
from service.store.database import Db
from service.store.idempotency import Kept

_SHAPE = re.compile(r"[\x21-\x7e]{1,255}")
_REPEATED_HEADERS = ("Location", "Retry-After", "Content-Type", "ETag")


def once(db: Db, workspace_id: UUID, act: Callable[[], tuple[Response, UUID | None]]) -> Response:
    """Act, or repeat the answer that this request's Idempotency-Key has had.

    `act` returns its answer and the article that the answer shows. Raises InvalidIdempotencyKey,
    IdempotencyKeyInUse (another request holds it now) or IdempotencyKeyReused (for another request).
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return act()[0]
    if not _SHAPE.fullmatch(key):
        raise errors.InvalidIdempotencyKey
    if not idempotency.take(db, workspace_id, key):
        raise errors.IdempotencyKeyInUse(retry_after=1)
    digest = _digest()
    kept = idempotency.find(db, key)
    if kept is not None:
        return _repeat(kept, digest)
    answer, article_id = act()
    headers = {name: answer.headers[name] for name in _REPEATED_HEADERS if name in answer.headers}
    body = answer.get_data(as_text=True)
    idempotency.keep(db, workspace_id, key, Kept(digest, answer.status_code, headers, body), article_id)
    return answer


def _digest() -> bytes:
    line = f"{request.method} {request.path}\n".encode()
    return hashlib.sha256(line + g.body).digest()


def _repeat(kept: Kept, digest: bytes) -> Response:
    if kept.request_digest != digest:
        raise errors.IdempotencyKeyReused
    answer = Response(kept.body, status=kept.status, headers=kept.headers)
    answer.headers["Idempotent-Replayed"] = "true"
    return answer
