"""Many articles in one request: NDJSON in, a result line per input line out, each as soon as it is stored."""

import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import IO, Any
from uuid import UUID

from flask import g, request
from marshmallow import ValidationError

from schemas.wire.articles import ArticleSubmission, Sent
from service import conversion, errors, intake, jsonbody, parsing, problems
from service.config import Config
from service.errors import Refusal
from service.store.database import Database

MEDIA_TYPE = "application/x-ndjson"
MOST_LINES = 1000
_ARTICLE = ArticleSubmission()


def results(database: Database, workspace_id: UUID, config: Config) -> Iterator[bytes]:
    """A line of JSON for each line of the current request's body, in its order.

    Each article is committed before its result is written. What ends the batch early (a line that is too
    long, too many lines, a body that breaks off, a database that went away) is the last result; lines behind it were not read.
    """
    stream: IO[bytes] = request.environ["wsgi.input"]
    number = 0
    try:
        for number, line in enumerate(_lines(stream, config.max_body_bytes), 1):
            if not line.strip():
                continue
            try:
                if number > MOST_LINES:
                    raise errors.PayloadTooLarge(f"A batch has at most {MOST_LINES} lines: send the rest in another.")
                yield _written(number, _store(database, workspace_id, config, line))
            except Refusal as refusal:
                yield _refused(number, refusal)
                if isinstance(refusal, errors.PayloadTooLarge):
                    return
            except problems.DATABASE_AWAY:
                yield _refused(number, errors.ServiceUnavailable())
                return
    except Refusal as broken:
        yield _refused(number + 1, broken)
    finally:
        jsonbody.drain(stream, None)


def _lines(stream: IO[bytes], most: int) -> Iterator[bytes]:
    """The lines; the first one of more bytes than `most` is cut, and the last. Raises a Refusal where the body is broken."""
    while line := _line(stream, most + 1):
        yield line.removesuffix(b"\n")
        if len(line) > most:
            return


def _line(stream: IO[bytes], most: int) -> bytes:
    try:
        return stream.readline(most)
    except Exception as error:  # noqa: BLE001 - as in jsonbody: each server has its own errors
        raise jsonbody.broken(error) from None


def _store(database: Database, workspace_id: UUID, config: Config, line: bytes) -> dict[str, Any]:
    if len(line) > config.max_body_bytes:
        raise errors.PayloadTooLarge
    article = conversion.submission(_parsed(line), config.max_text_bytes)
    with database.workspace(workspace_id) as db:
        accepted = intake.accept(db, workspace_id, article, g.request_id)
    status = HTTPStatus.ACCEPTED if accepted.new else HTTPStatus.OK
    location = f"/v1/articles/{accepted.article_id}"
    return {"status": int(status), "id": str(accepted.article_id), "location": location}


def _parsed(line: bytes) -> Sent:
    """The article of a line, as strictly as a request's body is read."""
    try:
        sent: Sent = _ARTICLE.load(jsonbody.parse(line))
    except ValidationError as error:
        raise parsing.refusal(error.messages) from None
    return sent


def _refused(number: int, refusal: Refusal) -> bytes:
    problem = problems.body(refusal)
    return _written(number, {"status": problem["status"], "problem": problem})


def _written(number: int, result: dict[str, Any]) -> bytes:
    return json.dumps({"line": number} | result, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
