"""How a quantity moved: direction, kind and the two ends, by the words beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from workers.extraction.meaning.phrases import Phrases, Question
from workers.extraction.mentions.reader import Mention
from workers.extraction.quick import replace
from workers.extraction.values import Change, Quantity, Subject, Value

_KINDS = {"Percentage": "relative", "Ratio": "relative", "Multiple": "factor"}


def change(asked: Question, value: Quantity, mates: Sequence[tuple[Mention, Value]]) -> Change | None:
    """The change that the quantity that is asked about tells of, or None.

    The table of a rule in meaning.toml says the direction (increase, decrease). Slots: `from` and `to` are
    other quantities of the sentence, `reached` is filled where the quantity is the level after the change, `left`
    where it is the level before. `mates` are the sentence's mentions with their values, in order.
    """
    phrases = asked.phrases
    for direction, rules in phrases.rules.change.items():
        for found in asked.matches(rules):
            start = _mate(phrases, found.start("from") + asked.offset, mates) if _given(found, "from") else None
            end = _mate(phrases, found.start("to") + asked.offset, mates) if _given(found, "to") else None
            if value.type == "Count" and start is not None and start.type == "Number" and start.unit is None:
                start = replace(start, type=value.type, unit=value.unit)  # from 200,000 to 250,000 people
            if any(other is not None and other.type != value.type for other in (start, end)):
                continue  # "by 12 % to 4 billion" has no end in per cent
            level = start is not None or end is not None
            base = _base(asked)
            if _given(found, "reached") and value.amount is None and value.low is not None and value.high is not None:
                low, high = _end(value, value.low), _end(value, value.high)
                return Change(direction, "absolute", *((low, high) if direction == "increase" else (high, low)), base)
            if _given(found, "reached"):
                return Change(direction, "factor" if value.type == "Multiple" else "absolute", start, value, base)
            if _given(found, "left"):
                return Change(direction, "absolute", value, end, base)
            return Change(direction, _KINDS.get(value.type, "absolute"), start, end if level else None, base)
    return None


def _end(value: Quantity, amount: Decimal) -> Quantity:
    """One end of a range: "from 25% to 50%" is read as one quantity."""
    return replace(value, amount=amount, low=None, high=None)


def _base(asked: Question) -> Subject | None:
    """What the change is measured against, in the words of the text."""
    found = next(asked.matches(asked.phrases.rules.base), None)
    return None if found is None else asked.part(found, "base")


def _given(found: re.Match[str], slot: str) -> bool:
    return slot in found.re.groupindex and found.start(slot) >= 0


def _mate(phrases: Phrases, at: int, mates: Sequence[tuple[Mention, Value]]) -> Quantity | None:
    """The quantity at a letter."""
    index = phrases.mention_at(at)
    if index is None:
        return None
    _, value = mates[index]
    return value if isinstance(value, Quantity) else None
