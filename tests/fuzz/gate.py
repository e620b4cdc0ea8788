"""An atheris target: the gate for JSON bodies, and every schema behind it, under coverage-guided fuzzing.

    make peers
    PYTHONPATH=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))') \
        .venv/peers/bin/python -m tests.fuzz.gate -max_total_time=3600 -max_len=2000 -len_control=0

Bytes go in as they are, or as JSON whose keys and values are words that the schemas know, so that the fuzzer gets behind
the first brace. It stops at the first untruth.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import atheris

with atheris.instrument_imports(include=["service", "schemas", "marshmallow"]):
    from marshmallow import fields, validate

    from schemas.wire.fields import Exact, WebAddress
    from tests.service.gatetruths import BODIES, check

_WORDS = (
    *("", " ", "12 people.", "ja", "zh-Hant", "https://news.example/a", "2026-01-01T00:00:00Z", "1e60", "0.5", "-1"),
    *("01a20aee-1d44-724d-8514-68036af6c303", "\u202e", "\x00", "\ud800", "<p>12 people</p>", "&#0;", "true", "amount"),
    *("admin", "claim.created", "mostlyTrue", "https://x.example/{claimId}", "Person", "text/html", "main"),
)
_KINDS: dict[type, tuple[Any, ...]] = {
    fields.UUID: ("01a20aee-1d44-724d-8514-68036af6c303",),
    fields.DateTime: ("2026-01-01T00:00:00Z", "2026-01-01T09:00:00.5+09:00", "0001-01-01T00:00:00+14:00"),
    fields.Integer: (1, 2, 9, 900, 10**6),
    fields.Boolean: (True, False),
    Exact: ("0", "0.5", "1", "-1e60", "1e61"),
    WebAddress: ("https://news.example/a", "https://u:p@news.example/"),
}
_ITEM = ("uri", "type", "language", "versioncreated", "versionCreated", "embargoed", "by", "headlines", "bodies")
_PART = ("x\ud800", "role", "contenttype", "contentType", "value")
_DEEPEST = 40


def one_body(data: bytes) -> None:
    """Checks one body."""
    source = atheris.FuzzedDataProvider(data)
    if source.ConsumeIntInRange(0, 7) == 0:
        check(source.ConsumeBytes(source.remaining_bytes()))
        return
    schema = BODIES[source.ConsumeIntInRange(0, len(BODIES) - 1)]
    written = json.dumps(_body(source, schema, 1), ensure_ascii=source.ConsumeBool())
    check(written.encode("utf-8", "surrogatepass"), (schema,))


def _body(source: Any, schema: Any, depth: int) -> Any:
    """An object of the schema's names, with some left out."""
    return {
        str(field.data_key): _field(source, field, depth + 1)
        for field in schema.fields.values()
        if source.ConsumeIntInRange(0, 7) < (7 if field.required else 3)
    }


def _field(source: Any, field: Any, depth: int) -> Any:
    """Mostly what the field is for."""
    if source.ConsumeIntInRange(0, 7) == 0:
        return _anything(source, depth)
    if isinstance(field, fields.Nested):
        return _body(source, field.schema, depth)
    if isinstance(field, fields.List):
        return [_field(source, field.inner, depth + 1) for _ in range(source.ConsumeIntInRange(0, 3))]
    if isinstance(field, fields.Dict):
        item = {"uri": _word(source), "bodies": [{"value": _word(source), "contentType": _word(source)}]}
        return item | {_one_of(source, _ITEM): _inner(source, depth + 1) for _ in range(source.ConsumeIntInRange(0, 3))}
    return _one_of(source, _fitting(field)) if source.ConsumeBool() else _word(source)


def _fitting(field: Any) -> tuple[Any, ...]:
    """What such a field may well take."""
    for validator in field.validators:
        if isinstance(validator, validate.OneOf):
            return tuple(validator.choices)
    for kind, words in _KINDS.items():
        if isinstance(field, kind):
            return words
    return _WORDS


def _inner(source: Any, depth: int) -> Any:
    """What stands in a ninjs item: a word, or parts."""
    if source.ConsumeBool():
        return _word(source)
    return [{_one_of(source, _PART): _anything(source, depth + 2) for _ in range(4)}]


def _anything(source: Any, depth: int) -> Any:
    choice = source.ConsumeIntInRange(0, 5) if depth < _DEEPEST and source.remaining_bytes() else 0
    if choice < 4:
        return _word(source)
    if choice == 4:
        return [_anything(source, depth + 1) for _ in range(source.ConsumeIntInRange(0, 3))]
    return {str(_word(source)): _anything(source, depth + 1) for _ in range(source.ConsumeIntInRange(0, 3))}


def _word(source: Any) -> Any:
    choice = source.ConsumeIntInRange(0, 7)
    if choice == 0:
        return source.ConsumeUnicode(20)
    if choice == 1:
        return _one_of(source, (None, True, False, 0, 1, -1, 1.5, 10**18, 1e300))
    return _one_of(source, _WORDS)


def _one_of(source: Any, choices: tuple[Any, ...]) -> Any:
    return choices[source.ConsumeIntInRange(0, len(choices) - 1)]


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_body)
    atheris.Fuzz()
