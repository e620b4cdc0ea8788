"""Answers that are not problems."""

import hashlib
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Response, request

JSON = "application/json"
TEXT = "text/plain; charset=utf-8"


def written(data: Any) -> str:
    """Compact JSON in plain characters."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def of(body: str, status: HTTPStatus = HTTPStatus.OK, headers: Mapping[str, str] | None = None) -> Response:
    """JSON text as an answer."""
    return Response(body.encode(), status=status, headers=headers, content_type=JSON)


def cached(body: str, *, etag: str | None = None, content_type: str = JSON) -> Response:
    """An answer with an ETag (`etag`, or the body's digest); 304 when the caller has it already."""
    data = body.encode()
    tag = etag or hashlib.blake2b(data, digest_size=12).hexdigest()
    if request.if_none_match.contains_weak(tag):
        answer = Response(status=HTTPStatus.NOT_MODIFIED)
    else:
        answer = Response(data, content_type=content_type)
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def preferred(*media_types: str) -> str:
    """The one of these that the caller would rather have; the first when it does not matter."""
    return request.accept_mimetypes.best_match(media_types) or media_types[0]
