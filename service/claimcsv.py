"""Claims as a table that spreadsheets open without harm (RFC 4180).

A cell that begins like a formula is run when somebody opens the file: `=HYPERLINK(…)` in a quote would send the
newsroom's data away. Text cells that could be taken for one get an apostrophe in front, which spreadsheets hide;
numbers are our own decimal strings and stay numbers, also negative ones.
"""

import csv
import io
import json
import re
from collections.abc import Iterable
from typing import Any

from schemas.claimjson import ClaimRow

COLUMNS = (
    *("id", "articleId", "revision", "version", "kind", "type", "language", "quote", "sentence"),
    *("amount", "lowerBound", "upperBound", "comparator", "approximate", "unit", "unitSystem"),
    *("edtf", "earliest", "latest", "subject", "speaker", "mode", "worthiness", "confidence"),
    *("reviewState", "verdict", "tags"),
)
_NUMBERS = frozenset({"revision", "version", "amount", "lowerBound", "upperBound", "worthiness", "confidence"})
# OWASP's list for CSV injection, with the full-width forms that some programs fold.
_FORMULA = re.compile(r"[\s\ufeff]*[=+\-@\t\r\n|%\uff1d\uff0b\uff0d\uff20]")


def head() -> str:
    """The line of names."""
    return _line([COLUMNS])


def table(rows: Iterable[ClaimRow]) -> str:
    """A line for each claim."""
    return _line(list(cells(row).values()) for row in rows)


def cells(row: ClaimRow) -> dict[str, str]:
    """A claim's cells by their column."""
    document: dict[str, Any] = json.loads(row.document)
    value, unit = document["value"], document["value"].get("unit") or {}
    period = value if "earliest" in value else (document.get("period") or {})
    attribution = document.get("attribution") or {}
    found = {
        "id": row.id,
        "articleId": row.article_id,
        "revision": row.revision,
        "version": row.version,
        "kind": row.kind,
        "type": value["type"],
        "language": row.language,
        "quote": value["raw"],
        "sentence": document["text"],
        **{name: value.get(name) for name in ("amount", "lowerBound", "upperBound", "comparator", "approximate")},
        "unit": unit.get("code") or unit.get("text"),
        "unitSystem": unit.get("system"),
        **{name: period.get(name) for name in ("edtf", "earliest", "latest")},
        "subject": (document.get("subject") or {}).get("text"),
        "speaker": (attribution.get("named") or attribution.get("speaker") or {}).get("text"),
        "mode": attribution.get("mode"),
        "worthiness": document["worthiness"]["score"],
        "confidence": document["extraction"]["confidence"],
        "reviewState": row.review_state,
        "verdict": row.verdict,
        "tags": " ".join(row.tags or ()),
    }
    return {name: _cell(name, found[name]) for name in COLUMNS}


def _cell(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"'{text}" if name not in _NUMBERS and _FORMULA.match(text) else text


def _line(lines: Iterable[Iterable[str]]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(lines)
    return written.getvalue()
