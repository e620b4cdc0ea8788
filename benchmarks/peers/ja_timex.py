"""ja-timex: Japanese time expressions as TIMEX3, by rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pendulum
from ja_timex import TimexParser
from ja_timex.timex import TIMEX

_KINDS = {"DATE": "date", "TIME": "time", "DURATION": "duration", "SET": "set"}
_FORMS = {"Y": "%Y", "M": "%Y-%m", "W": "%Y-%m-%d", "D": "%Y-%m-%d"}


def find(case: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The time expressions of a Japanese text; what leans on now is placed by the case's reference time, if any."""
    reference = case.get("reference_time")
    parser = TimexParser(reference=pendulum.parse(reference) if reference else None)
    return [
        {"start": found.span[0], "end": found.span[1], "kind": _KINDS[found.type], "value": _value(found, reference)}
        for found in parser.parse(case["text"])
    ]


def _value(found: TIMEX, reference: str | None) -> Any:
    """TIMEX3 as the scorer reads it; a missing year is the reference's, as ja-timex's own `to_datetime` has it."""
    value = re.sub(r"(-XX)+$", "", found.value)
    if found.type == "SET":
        return {"period": value, "freq": found.freq}
    if found.type == "DURATION" and found.mod in ("BEFORE", "AFTER"):
        if reference:
            return found.to_datetime().strftime(
                _FORMS.get(value[-1], "%Y-%m-%dT%H:%M") if "T" not in value else "%Y-%m-%dT%H:%M"
            )
        return {"offset": f"-{value}" if found.mod == "BEFORE" else value}
    if reference and re.match(r"XXXX-\d", value):
        return reference[:4] + value[4:]
    return value
