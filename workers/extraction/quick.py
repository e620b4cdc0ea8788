"""Frozen dataclasses that are made quickly: an article makes thousands, and setting the fields of each took a sixth of its time.

Why, and what it gains: docs/decisions/0011-frozen-values-are-made-as-drafts.md.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any, TypeVar

_Object = TypeVar("_Object")


def quick(cls: type[_Object]) -> type[_Object]:
    """The frozen dataclass with slots, whose objects are set up as drafts, which nothing forbids to write to.

    A dataclass that is frozen sets each of its fields by a call, because it forbids what an assignment does. A draft is of
    another class with the same slots; Python lets it become one of this class when it is complete.
    """
    known = fields(cls)  # type: ignore[arg-type]  # every class that this stands above is a dataclass
    names = [field.name for field in known]
    lines = [
        f"def make(cls, {', '.join(names)}):",
        " new = draft()",
        *(f" new.{name} = {name}" for name in names),
        " new.__class__ = cls",
        " return new",
    ]
    made: dict[str, Any] = {"draft": type(cls.__name__, (), {"__slots__": tuple(names)})}
    exec("\n".join(lines), made)  # noqa: S102  # as dataclasses write their own __init__: names of fields, nothing else
    made["make"].__defaults__ = tuple(field.default for field in known if field.default is not MISSING)
    methods = {"__new__": made["make"], "__reduce__": _reduced}
    for name, method in methods.items():
        setattr(cls, name, method)
    del cls.__init__  # it is complete when it is new
    return cls


def _reduced(made: Any) -> tuple[type, tuple[Any, ...]]:
    """How an object is copied and pickled: made again from its fields."""
    return type(made), tuple(getattr(made, field.name) for field in fields(made))
