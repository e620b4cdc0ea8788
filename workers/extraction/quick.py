"""Frozen dataclasses that are made quickly: an article makes thousands, and setting the fields of each took a sixth of its time.

Why, and what it gains: docs/decisions/0011-frozen-values-are-made-as-drafts.md.
"""

from __future__ import annotations

import dataclasses
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from dataclasses import replace
else:

    def replace(one: Any, /, **changes: Any) -> Any:
        """The same object with other values in some fields, as `dataclasses.replace` makes it. Raises TypeError."""
        remade = getattr(one, "__replace__", None)
        return dataclasses.replace(one, **changes) if remade is None else remade(**changes)


__all__ = ["quick", "replace"]

_Object = TypeVar("_Object")
#: Stands for a field that stays as it is.
_KEPT = object()


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
        f"def remade(self, *, {', '.join(f'{name}=kept' for name in names)}):",
        " new = draft()",
        *(f" new.{name} = self.{name} if {name} is kept else {name}" for name in names),
        " new.__class__ = self.__class__",
        " return new",
    ]
    made: dict[str, Any] = {"draft": type(cls.__name__, (), {"__slots__": tuple(names)}), "kept": _KEPT}
    exec("\n".join(lines), made)  # noqa: S102  # as dataclasses write their own __init__: names of fields, nothing else
    made["make"].__defaults__ = tuple(field.default for field in known if field.default is not MISSING)
    methods = {"__new__": made["make"], "__reduce__": _reduced, "__replace__": made["remade"]}
    for name, method in methods.items():
        setattr(cls, name, method)
    del cls.__init__  # it is complete when it is new
    return cls


def _reduced(made: Any) -> tuple[type, tuple[Any, ...]]:
    """How an object is copied and pickled: made again from its fields."""
    return type(made), tuple(getattr(made, field.name) for field in fields(made))
