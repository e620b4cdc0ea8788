"""What must be true of any bytes that are sent as JSON: they are refused in our words, or they are what they say."""

import json
from collections.abc import Iterator
from typing import Any

from marshmallow import Schema, ValidationError

from schemas.wire.articles import ArticleSubmission, Sent
from schemas.wire.keys import KeySubmission
from schemas.wire.leases import LeaseSubmission, RenewalSubmission
from schemas.wire.reviewsettings import ReviewSettings
from schemas.wire.verdicts import (
    ArrangementSubmission,
    CommentSubmission,
    CorrectionSubmission,
    StepSubmission,
    VerdictSubmission,
)
from schemas.wire.webhooks import ReplaySubmission, WebhookChange, WebhookSubmission
from service import conversion, errors, jsonbody, parsing, problems
from service.errors import Refusal

BODIES: tuple[Schema, ...] = tuple(
    schema()
    for schema in (
        *(ArticleSubmission, KeySubmission, LeaseSubmission, RenewalSubmission, ReviewSettings, VerdictSubmission),
        *(CorrectionSubmission, StepSubmission, ArrangementSubmission, CommentSubmission),
        *(WebhookSubmission, WebhookChange, ReplaySubmission),
    )
)
OF_THE_GATE = (errors.MalformedJson, errors.DuplicateKey, errors.JsonTooDeep, errors.InvalidEncoding)
MOST_TEXT = 20_000


def check(raw: bytes, schemas: tuple[Schema, ...] = BODIES) -> None:
    """Fails where the gate or one of the schemas behind it does anything but refuse or tell the truth."""
    try:
        data = jsonbody.parse(raw)
    except OF_THE_GATE as refusal:
        check_refusal(refusal)
        return
    text = raw.decode("utf-8", "strict")
    assert data == json.loads(text, parse_constant=_never)
    assert all(len(keys) == len(set(keys)) for keys in _keys(text))
    assert _depth(data) <= jsonbody.DEEPEST
    for schema in schemas:
        check_schema(schema, data)


def check_schema(schema: Schema, data: Any) -> Any:
    """What a schema makes of JSON, or None when it refuses it; any other end is an untruth."""
    try:
        found = schema.load(data)
    except ValidationError as error:
        check_refusal(parsing.refusal(error.messages))
        return None
    if isinstance(found, Sent):
        try:
            conversion.submission(found, MOST_TEXT).text.encode()
        except Refusal as refusal:
            check_refusal(refusal)
    return found


def check_refusal(refusal: Refusal) -> None:
    """A problem is short, is JSON in UTF-8, and says nothing of Python."""
    problem = problems.document(refusal, "id")
    written = json.dumps(problem, ensure_ascii=False).encode()
    assert b"Traceback" not in written
    said = [problem["detail"], *(word for flaw in problem.get("errors", []) for word in flaw.values())]
    assert all(len(word) <= problems.LONGEST_DETAIL for word in said)
    assert len(problem.get("errors", [])) <= problems.MOST_FLAWS


def _keys(text: str) -> list[list[str]]:
    """The keys of every object in a JSON text, as often as they are written."""
    found: list[list[str]] = []

    def note(pairs: list[tuple[str, Any]]) -> None:
        found.append([key for key, _ in pairs])

    json.loads(text, object_pairs_hook=note)
    return found


def _depth(data: Any) -> int:
    """How many objects and lists stand around the innermost value."""
    deepest = 0
    waiting: list[Iterator[Any]] = [iter([data])]
    while waiting:
        node = next(waiting[-1], waiting)
        if node is waiting:
            waiting.pop()
        elif isinstance(node, dict | list):
            waiting.append(iter(node.values() if isinstance(node, dict) else node))
            deepest = max(deepest, len(waiting) - 1)
    return deepest


def _never(name: str) -> Any:
    raise AssertionError(name)
