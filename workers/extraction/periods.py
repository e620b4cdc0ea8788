"""The period that a quantity is about: the nearest date of its sentence."""

from __future__ import annotations

from collections.abc import Sequence

from workers.extraction.mentions import Mention
from workers.extraction.values import Grain, Period, Value

#: Clock times and publication days say when something was told, not what a quantity is about.
_TOO_FINE = frozenset((Grain.HOUR, Grain.MINUTE, Grain.SECOND))


def period(index: int, mates: Sequence[tuple[Mention, Value]]) -> Period | None:
    """The last date before the mention number `index` of its sentence, else None."""
    for _, value in reversed(mates[:index]):
        if isinstance(value, Period) and value.type == "Date" and value.grain not in _TOO_FINE:
            return value
    return None
