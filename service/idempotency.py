"""Idempotency-Key: the same request again gets the same answer and does nothing.

The key is held by an advisory lock for as long as the transaction lasts, and the answer is stored in
it: there is no half-done state that a crash could leave behind, and a 5xx is never stored.

An answer that shows a secret is stored sealed. What opens it is made from the API key that asked, of which the database
has the digest only: who has a copy of the database has no secret, who repeats the request has it again.
"""

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Response, current_app, g, request

from schemas.sealing import Seal, Unsealable
from service import errors
from service.auth import bearer, caller
from service.config import Config
from service.store import idempotency, keys
from service.store.database import Db
from service.store.idempotency import Kept

#: What a handler that works `once` may refuse.
REFUSALS = (errors.InvalidIdempotencyKey, errors.IdempotencyKeyInUse, errors.IdempotencyKeyReused)

_SHAPE = re.compile(r"[\x21-\x7e]{1,255}")
_REPEATED_HEADERS = ("Location", "Retry-After", "Content-Type", "ETag", "Cache-Control")


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, the articles whose words are in it (erasing one drops what was kept), and whether it shows a secret."""

    response: Response
    article_id: UUID | None = None
    next_article_id: UUID | None = None
    is_secret: bool = False


def once(db: Db, workspace_id: UUID, act: Callable[[], Answered]) -> Response:
    """Act, or repeat the answer that this request's Idempotency-Key has had.

    Raises InvalidIdempotencyKey, IdempotencyKeyInUse (another request holds it now) or IdempotencyKeyReused
    (for another request, or by somebody else).
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return act().response
    if not _SHAPE.fullmatch(key):
        raise errors.InvalidIdempotencyKey
    if not idempotency.take(db, workspace_id, key):
        raise errors.IdempotencyKeyInUse(retry_after=1)
    digest = _digest(db)
    kept = idempotency.find(db, key)
    if kept is not None:
        return _repeat(kept, digest, key)
    answered = act()
    config: Config = current_app.extensions["config"]
    idempotency.keep(db, workspace_id, key, _kept(answered, digest, key), config.keep_answers_days)
    return answered.response


def _digest(db: Db) -> bytes:
    """What makes two requests the same: also who asks. Two reviewers who count 1, 2, 3 must not get each other's answer."""
    tool, person = keys.who(db, caller().key_id)
    seen = request.headers.get("If-Match", "")
    line = "\n".join((request.method, request.path, person or tool, seen, ""))
    return hashlib.sha256(line.encode() + g.get("body", b"")).digest()


def _kept(answered: Answered, digest: bytes, key: str) -> Kept:
    response = answered.response
    body = response.get_data()
    return Kept(
        request_digest=digest,
        status=response.status_code,
        headers={name: response.headers[name] for name in _REPEATED_HEADERS if name in response.headers},
        body=_seal(key).close(body) if answered.is_secret else body.decode(),
        sealed=answered.is_secret,
        article_id=answered.article_id,
        next_article_id=answered.next_article_id,
    )


def _repeat(kept: Kept, digest: bytes, key: str) -> Response:
    if kept.request_digest != digest:
        raise errors.IdempotencyKeyReused
    answer = Response(_opened(kept, key), status=kept.status, headers=kept.headers)
    answer.headers["Idempotent-Replayed"] = "true"
    return answer


def _opened(kept: Kept, key: str) -> str | bytes:
    try:
        return _seal(key).open(kept.body) if kept.sealed else kept.body
    except Unsealable:  # asked by another API key of the same name
        raise errors.IdempotencyKeyReused from None


def _seal(key: str) -> Seal:
    """The seal of this caller's answer under this key; the API key has 160 random bits, so it needs no slow hash."""
    derived = HKDF(SHA256(), 32, salt=None, info=b"factclaims idempotency " + key.encode())
    return Seal([base64.urlsafe_b64encode(derived.derive(bearer(request).text.encode())).decode()])
