"""Every wire schema under any JSON: it refuses, or it takes; what it takes it can say again."""

import contextlib
import importlib
import json
import pkgutil
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from marshmallow import Schema

from schemas import wire
from schemas.wire.base import WireSchema
from service import jsonbody
from service.errors import Refusal
from tests.schemas.wirevalues import ANYTHING, anyhow, right
from tests.service import gatetruths

EXAMPLES = settings(
    max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)


def every_schema() -> list[type[WireSchema]]:
    """All schemas of all modules."""
    for module in pkgutil.iter_modules(wire.__path__):
        importlib.import_module(f"{wire.__name__}.{module.name}")
    found: list[type[WireSchema]] = []
    waiting = [WireSchema]
    while waiting:
        found += (below := waiting.pop().__subclasses__())
        waiting += below
    return sorted(set(found), key=lambda schema: f"{schema.__module__}.{schema.__name__}")


SCHEMAS = every_schema()
IDS = [schema.__name__ for schema in SCHEMAS]
# What is sent as one shape and kept as another has no way back; neither have query strings.
ONE_WAY = {"LeaseSubmission", "VerdictSubmission", "CorrectionSubmission", "ArrangementSubmission", "ReplaySubmission"}


@pytest.mark.parametrize("schema", SCHEMAS, ids=IDS)
def test_whatever_is_sent_is_taken_or_refused(schema: type[WireSchema]) -> None:
    """A dict or the thing that the schema makes; else ValidationError with short words. Nothing else ever comes out."""
    checked = schema()

    @EXAMPLES
    @given(ANYTHING | anyhow(checked))
    def load(data: Any) -> None:
        gatetruths.check_schema(checked, data)

    load()


@pytest.mark.parametrize("schema", SCHEMAS, ids=IDS)
def test_what_fits_is_taken_and_said_again(schema: type[WireSchema]) -> None:
    """Loading what was dumped and dumping it again gives the same JSON."""
    checked, taken = schema(), []
    one_way = schema.__name__ in ONE_WAY or schema.__name__.endswith("Query")

    @EXAMPLES
    @given(right(checked))
    def load(data: dict[str, Any]) -> None:
        found = gatetruths.check_schema(checked, data)
        if found is None:
            return
        taken.append(data)
        if not one_way:
            said = json.loads(json.dumps(checked.dump(found)))
            assert checked.dump(checked.load(without_nulls(checked, said))) == said

    load()
    assert len(taken) > 2


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(ANYTHING, st.booleans())
def test_what_json_says_is_what_comes_out_of_the_gate(data: Any, ascii_only: bool) -> None:  # noqa: FBT001 - hypothesis gives it
    """Written with escapes or without, unless it is too deep or holds a number that is too long."""
    raw = json.dumps(data, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    gatetruths.check(raw)
    with contextlib.suppress(*gatetruths.OF_THE_GATE):
        assert jsonbody.parse(raw) == data


@settings(max_examples=500, deadline=None, derandomize=True, database=None)
@given(
    st.binary()
    | st.text(alphabet='{}[]":,\\u0041deE+-.19 \t\n\ud800tfn', max_size=60).map(
        lambda text: text.encode("utf-8", "replace")
    )
)
def test_no_bytes_get_through_the_gate_untrue(raw: bytes) -> None:
    """Broken JSON, broken UTF-8, twice the same key."""
    gatetruths.check(raw)


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.lists(st.sampled_from(["[", '{"a":']), min_size=1, max_size=60))
def test_depth_is_counted_exactly(opening: list[str]) -> None:
    """32 levels are JSON, 33 are too deep, whatever the levels are."""
    closing = "".join("]" if mark == "[" else "}" for mark in reversed(opening))
    raw = ("".join(opening) + "1" + closing).encode()
    try:
        jsonbody.parse(raw)
        refused = False
    except Refusal:
        refused = True
    assert refused == (len(opening) > jsonbody.DEEPEST)
    gatetruths.check(raw)


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(st.sampled_from('[{"1-eE.9'), st.integers(1, 300_000))
def test_bombs_are_refused(piece: str, times: int) -> None:
    """A long run of the same sign, in a list or by itself, is refused or read, and never runs out of anything."""
    for raw in (piece * times, "[" + piece * times + "]", '{"a":' * times):
        gatetruths.check(raw.encode(), ())


def without_nulls(schema: Schema, said: dict[str, Any]) -> dict[str, Any]:
    """What was not sent is not said: a member that may not be null is left out where a dataclass has None."""
    nullable = {str(field.data_key) for field in schema.fields.values() if field.allow_none}
    return {name: value for name, value in said.items() if value is not None or name in nullable}
