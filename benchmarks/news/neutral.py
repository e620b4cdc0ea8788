"""Articles as cases of the neutral format, so that the scorer beside the gold can hold peers against the same marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from benchmarks.news.gold import Article, Mark

_CALENDAR = {"Date": "date", "DateTime": "datetime", "Time": "time"}
#: What a mark is called there, and what it may be called as well.
_AMOUNTS = {
    "Money": ("amount.money",), "Measure": ("amount.measure", "amount.count", "number"), "Age": ("age", "amount.count", "number"),
    "Count": ("amount.count", "number", "amount.measure", "ordinal"), "Number": ("number", "amount.count", "ordinal"),
    "Ordinal": ("ordinal", "number", "amount.count"), "Percentage": ("percentage",),
    "PercentagePoints": ("amount.count", "percentage", "number", "amount.measure"), "Ratio": ("ratio", "number", "percentage"),
    "Multiple": ("ratio", "number", "amount.count", "amount.measure"),
}  # fmt: skip
#: The kinds of each part of an article that a peer may be made for.
SCOPES = {
    "dates": ("date", "date_range", "datetime", "datetime_range", "time", "time_range", "duration", "set"),
    "amounts": ("amount.money", "amount.count", "amount.measure", "age", "number", "ordinal", "percentage", "ratio"),
}
_NUMBER = re.compile(
    r"(?:about )?(?P<sign><=|>=|<|>)? ?(?P<low>-?\d+(?:\.\d+)?)(?:\.\.(?P<high>-?\d+(?:\.\d+)?))?(?: (?P<unit>\S+))?"
)
_PARTS = {
    "33": "Q1",
    "34": "Q2",
    "35": "Q3",
    "36": "Q4",
    "40": "H1",
    "41": "H2",
    "21": "SP",
    "22": "SU",
    "23": "FA",
    "24": "WI",
}
_DAY, _MONTH, _YEAR = len("2026-01-31"), len("2026-01"), len("2026")
_PART = re.compile(r"(?<=\d{4}-)(?:2[1-4]|3[3-6]|4[01])$")


def cases(language: str, article: Article, scope: str) -> Iterator[dict[str, Any]]:
    """The `dates` or `amounts` of an article, a case for each paragraph; what is doubtful is neither right nor wrong.

    `offset` says where the paragraph begins: ours reads the whole article, the peers one paragraph at a time, because a text
    that one of them can't bear would cost it all that is in it.
    """
    offset = 0
    for number, paragraph in enumerate(article.text.split("\n")):
        end = offset + len(paragraph)
        marks = [mark for mark in article.marks if offset <= mark.start and mark.end <= end]
        items = [
            _item(mark, paragraph, offset)
            for mark in marks
            if not mark.counts or (mark.type in _AMOUNTS) == (scope == "amounts")
        ]
        if paragraph.strip():
            yield {
                "id": f"news.{language}/{article.name}/{number}",
                "suite": "news",
                "lang": language,
                "text": paragraph,
                "offset": offset,
                "reference_time": article.published.isoformat(),
                "expected": items,
                "scope": list(SCOPES[scope]),
                "exhaustive": True,
                "tags": [],
            }
        offset = end + 1


def _item(mark: Mark, paragraph: str, offset: int) -> dict[str, Any]:
    kinds = _AMOUNTS.get(mark.type) or _calendar(mark)
    value = _quantity(mark) if mark.type in _AMOUNTS else _date(mark)
    return {
        "start": mark.start - offset,
        "end": mark.end - offset,
        "surface": paragraph[mark.start - offset : mark.end - offset],
        "kind": kinds[0],
        "kind_any": list(kinds[1:]),
        "value": value if mark.counts else None,
        "alternatives": _coarser(mark),
        "has_numeral": mark.counts,  # without one it is neither right nor wrong
    }


def _coarser(mark: Mark) -> list[Any]:
    """The month or year of "mid-January", as suites have it."""
    first, _, last = mark.value.partition("/")
    if mark.type != "Date" or len(first) != _DAY or len(last) != _DAY:
        return []
    return [first[:length] for length in (_MONTH, _YEAR) if first[:length] == last[:length]]


def _calendar(mark: Mark) -> tuple[str, ...]:
    if mark.type not in _CALENDAR:
        return ("duration",) if mark.type == "Duration" else ("set",)
    kind = _CALENDAR[mark.type]
    return (f"{kind}_range", kind) if "/" in mark.value else (kind, f"{kind}_range")


def _quantity(mark: Mark) -> dict[str, Any] | None:
    """The number, or its bounds, with the currency of money and the unit of a measure."""
    found = _NUMBER.match(mark.value)
    if found is None:
        return None
    value: dict[str, Any] = {}
    if mark.type == "Money":
        value["currency"] = found["unit"]
    elif mark.type in ("Measure", "Percentage"):
        value["unit"] = found["unit"]
    if found["high"]:
        return value | {"min": found["low"], "max": found["high"], "min_inclusive": None, "max_inclusive": None}
    if not found["sign"]:
        return value | {"number": found["low"]}
    bound = "min" if ">" in found["sign"] else "max"
    other = "max" if bound == "min" else "min"
    return value | {
        bound: found["low"],
        other: None,
        "min_inclusive": None,
        "max_inclusive": None,
        "number": found["low"],
    }


def _date(mark: Mark) -> Any:
    """The date, time or length as the suites write it; what comes again is only looked for."""
    if mark.type == "Recurrence":
        return None
    plain = mark.value.removeprefix("about ").lstrip("<>= ").replace("~", "")
    if mark.type == "Duration" or "/" not in plain:
        return _part(plain)
    first, _, last = plain.partition("/")
    return {"min": _end(first), "max": _end(last), "min_inclusive": None, "max_inclusive": None}


def _end(edtf: str) -> str | None:
    return None if edtf in ("", "..") else _part(edtf)


def _part(edtf: str) -> str:
    """A quarter, half or season by its letters."""
    return _PART.sub(lambda part: _PARTS[part[0]], edtf)
