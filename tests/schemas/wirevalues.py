"""JSON for the wire schemas: anything at all, and what a schema's fields should take."""

from typing import Any

from hypothesis import strategies as st
from marshmallow import Schema, fields, validate

from schemas.wire import fields as own

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4), max_leaves=12
)
INSTANTS = st.datetimes().map(lambda moment: moment.isoformat(timespec="milliseconds") + "+02:00")
PRINTABLE = st.characters(min_codepoint=33, max_codepoint=0x2000, categories=("L", "N", "P", "S"))


def anyhow(schema: Schema) -> st.SearchStrategy[dict[str, Any]]:
    """Objects with the schema's names, and now and then another one; the values fit, or are anything."""
    members = {name_of(field): fitting(field) | ANYTHING for field in schema.fields.values()}
    return st.fixed_dictionaries({}, optional={**members, "unknown": ANYTHING})


def right(schema: Schema) -> st.SearchStrategy[dict[str, Any]]:
    """Objects in which every member fits by itself."""
    needed = {name_of(field): fitting(field) for field in schema.fields.values() if field.required}
    others = {name_of(field): fitting(field) for field in schema.fields.values() if not field.required}
    return st.fixed_dictionaries(needed, optional=others)


def name_of(field: fields.Field[Any]) -> str:
    """The member's name in JSON."""
    return str(field.data_key)


def fitting(field: fields.Field[Any]) -> st.SearchStrategy[Any]:
    """Values that the field takes."""
    value = _value(field)
    return value | st.none() if field.allow_none else value


def _value(field: fields.Field[Any]) -> st.SearchStrategy[Any]:
    validators: dict[type, Any] = {type(validator): validator for validator in field.validators}
    if validate.OneOf in validators:
        return st.sampled_from([*validators[validate.OneOf].choices])
    if isinstance(field, fields.Nested):
        return right(field.schema)
    if isinstance(field, fields.List):
        low, high = _length(validators, 3)
        return st.lists(fitting(field.inner), min_size=low, max_size=high, unique_by=repr)
    for kind, make in _KINDS.items():
        if isinstance(field, kind):
            made: st.SearchStrategy[Any] = make(field, validators)
            return made
    raise TypeError(field)


def _whole(_: Any, validators: dict[type, Any]) -> st.SearchStrategy[Any]:
    limits = validators.get(validate.Range)
    return st.integers(limits.min if limits else 0, limits.max if limits else 10**9)


def _exact(_: Any, validators: dict[type, Any]) -> st.SearchStrategy[str]:
    limits = validators.get(validate.Range)
    low, high = (limits.min, limits.max) if limits else (-(10**30), 10**30)
    return st.decimals(low, high, allow_nan=False, places=3).map(lambda number: format(number, "f"))


def _text(_: Any, validators: dict[type, Any]) -> st.SearchStrategy[str]:
    if validate.Regexp in validators:
        return st.from_regex(validators[validate.Regexp].regex.pattern, fullmatch=True)
    low, high = _length(validators, 40)
    return st.text(PRINTABLE, min_size=max(low, 1), max_size=high)


def _length(validators: dict[type, Any], most: int) -> tuple[int, int]:
    limits = validators.get(validate.Length)
    low = (limits.min or 0) if limits else 0
    return low, max(low, min(most, limits.max or most)) if limits else most


_KINDS: dict[type, Any] = {
    own.Count: lambda field, validators: _whole(field, validators).map(str),
    own.Names: lambda field, _: st.lists(st.sampled_from(field.choices), min_size=1, unique=True).map(",".join),
    own.WebAddress: lambda *_: st.from_regex(r"https?://[a-z]{1,9}\.example(:[1-9][0-9]{0,3})?/[!-~]{0,9}", fullmatch=True),
    own.Exact: _exact,
    own.Instant: lambda *_: INSTANTS,
    own.Day: lambda *_: st.dates().map(str),
    fields.Enum: lambda field, _: st.sampled_from([member.value for member in field.enum]),
    fields.UUID: lambda *_: st.uuids().map(str),
    fields.Integer: _whole,
    fields.Boolean: lambda *_: st.booleans(),
    fields.String: _text,
    fields.Dict: lambda *_: st.dictionaries(st.text(PRINTABLE), st.text(PRINTABLE), max_size=3),
    fields.Raw: lambda *_: ANYTHING,
}  # fmt: skip
