"""The gate for JSON bodies: strict in everything the json module lets pass.

Duplicate keys, NaN, numbers that explode, depth, encodings: each has its own refusal. What comes out
is plain data, ready for a wire schema.
"""

import json
import math
from typing import IO, Any, NoReturn

from flask import Request, current_app, g

from service import errors
from service.errors import Refusal
from service.patience import TooSlow

DEEPEST = 32
DRAINED = 64_000_000  # bytes of a body that is refused for its size
LONGEST_NUMBER = 64  # characters; no field takes a JSON number that is longer


def read(request: Request) -> Any:
    """The body as data; its bytes stay in `g.body`. Raises a Refusal for anything but one strict JSON value."""
    check_media(request, "application/json")
    g.body = _bytes(request, int(current_app.config["MAX_CONTENT_LENGTH"]))
    return parse(g.body)


def _bytes(request: Request, most: int) -> bytes:
    """The body, whether its length was announced or it comes in chunks."""
    stream: IO[bytes] = request.environ["wsgi.input"]
    announced = request.content_length
    if announced is None and not request.environ.get("wsgi.input_terminated"):
        return b""
    try:
        raw = stream.read(most + 1 if announced is None else min(announced, most + 1))
        if len(raw) > most:
            drain(stream, None if announced is None else announced - len(raw))
    except Exception as error:  # noqa: BLE001 - each server has its own errors for a line cut or a broken chunk
        raise broken(error) from None
    if len(raw) > most:
        raise errors.PayloadTooLarge
    if announced is not None and len(raw) < announced:
        raise errors.MalformedRequest("The body ended early.")
    return raw


def broken(error: Exception) -> Refusal:
    """The refusal of a body that could not be read to its end, for what the server raised."""
    if isinstance(error, TooSlow):
        return errors.TooSlow()
    return errors.MalformedRequest("The body ended early or its chunks are broken.")


def drain(stream: IO[bytes], left: int | None) -> None:
    """Read on for a while: a client that is still sending would find the line cut instead of the answer."""
    left = DRAINED if left is None else min(left, DRAINED)
    try:
        while left > 0 and (piece := stream.read(min(left, 65_536))):
            left -= len(piece)
    except Exception:  # noqa: BLE001, S110 - as in _bytes; the answer is decided, and what comes behind it is nothing
        pass


def parse(raw: bytes) -> Any:
    """Strict JSON from bytes."""
    if not raw:
        raise errors.MalformedJson("The body is empty.")
    text = _decode(raw)
    try:
        data = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_int=_integer,
            parse_float=_float,
        )
    except json.JSONDecodeError as error:
        raise errors.MalformedJson(
            f"The body is not JSON: {error.msg} at line {error.lineno} column {error.colno}."
        ) from None
    except RecursionError:
        raise errors.JsonTooDeep from None
    _check_depth(data)
    return data


def check_media(request: Request, media_type: str) -> None:
    """Refuse a body of another type, in another encoding, or compressed.

    Raises UnsupportedMediaType; UnknownTransferCoding where the server let a compressed body through as it came.
    """
    if request.headers.get("Transfer-Encoding", "chunked").strip().lower() != "chunked":
        raise errors.UnknownTransferCoding
    options = request.mimetype_params
    if (
        request.mimetype != media_type
        or set(options) - {"charset"}
        or options.get("charset", "utf-8").lower() not in ("utf-8", "utf8")
        or request.headers.get("Content-Encoding") is not None
    ):
        raise errors.UnsupportedMediaType


def _decode(raw: bytes) -> str:
    # UTF-16 and UTF-32 put zero bytes beside the first ASCII character of every JSON text.
    if raw.startswith(b"\xef\xbb\xbf") or b"\x00" in raw[:4]:
        raise errors.InvalidEncoding
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise errors.InvalidEncoding from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise errors.DuplicateKey
    return members


def _constant(_name: str) -> NoReturn:
    raise errors.MalformedJson("The body is not JSON: NaN and Infinity are no JSON numbers.")


def _integer(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise errors.MalformedJson(f"The body holds a number of more than {LONGEST_NUMBER} characters.")
    return int(digits)


def _float(digits: str) -> float:
    number = float(digits)
    if len(digits) > LONGEST_NUMBER or not math.isfinite(number):
        raise errors.MalformedJson("The body holds a number that is too large or too long.")
    return number


def _check_depth(data: Any) -> None:
    level = [data]
    for _ in range(DEEPEST):
        level = [child for node in level for child in _children(node)]
        if not level:
            return
    raise errors.JsonTooDeep


def _children(node: Any) -> list[Any]:
    if isinstance(node, dict):
        return [child for child in node.values() if isinstance(child, dict | list)]
    if isinstance(node, list):
        return [child for child in node if isinstance(child, dict | list)]
    return []
