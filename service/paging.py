"""Opaque keyset cursors: where a listing goes on, sealed to the listing that gave it out."""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from service import errors

_SEAL_BYTES = 12


def write(place: list[int | str | None], binding: bytes) -> str:
    """A cursor for this place. `binding` says which listing it belongs to: see `binding_of`."""
    data = json.dumps(place, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_seal(data, binding) + data).decode().rstrip("=")


def read(cursor: str, binding: bytes) -> list[Any]:
    """The place that a cursor names. Raises InvalidCursor for one of another listing, or no cursor at all."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise errors.InvalidCursor from None
    seal, data = raw[:_SEAL_BYTES], raw[_SEAL_BYTES:]
    if not hmac.compare_digest(seal, _seal(data, binding)):
        raise errors.InvalidCursor
    place: list[Any] = json.loads(data)
    return place


def binding_of(workspace_id: str, path: str, parameters: Mapping[str, str]) -> bytes:
    """What a listing is: whose, where, with which filters. A page's size may change on the way.

    The seal is no secret: whoever forges a cursor sees nothing but the caller's own rows. It refuses
    what would silently skip rows: another listing's cursor, or one that was cut or edited.
    """
    filters = sorted((name, value) for name, value in parameters.items() if name not in ("cursor", "limit"))
    return hashlib.blake2b(json.dumps([workspace_id, path, filters]).encode(), digest_size=32).digest()


def _seal(data: bytes, binding: bytes) -> bytes:
    return hashlib.blake2b(data, key=binding, digest_size=_SEAL_BYTES).digest()
