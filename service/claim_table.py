"""Claims as a table that a person likes to read."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

# Control and direction characters as signs: an article cannot rewrite the terminal or turn a line around.
_HARMLESS = {code: 0x2400 + code for code in range(32)} | dict.fromkeys(
    [*range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C],
    "\N{REPLACEMENT CHARACTER}",
)
_SENTENCE_CHARACTERS = 60  # a reader finds the place; the whole sentence is one request away
_OTHER_COLUMNS = 56  # cells that value, unit, quote and worth usually take
_SHORTEST = 14


@dataclass(frozen=True, slots=True)
class Row:
    """A claim in five columns."""

    value: str
    unit: str
    quote: str
    sentence: str
    worthiness: str


def row(claim: dict[str, Any], characters: int = _SENTENCE_CHARACTERS) -> Row:
    """The columns for a claim as the API sends it, so many characters of its sentence included."""
    value = claim["value"]
    unit = value.get("unit") or {}
    return Row(
        value=shown_value(value),
        unit=str(unit.get("code") or unit.get("text") or ""),
        quote=str(value["raw"]),
        sentence=excerpt(str(claim["text"]), str(value["raw"]), characters),
        worthiness=str(claim["worthiness"]["score"]),
    )


def shown_value(value: dict[str, Any]) -> str:
    """The value in a few characters: `≥ 35,000`, `120–150`, `~ 9,500`, `2026-04-18`."""
    if value.get("edtf") is not None:
        return str(value["edtf"])
    low, high = value.get("lowerBound"), value.get("upperBound")
    sign = {"<": "< ", "<=": "≤ ", ">": "> ", ">=": "≥ "}.get(value.get("comparator") or "", "")
    about = "~ " if value.get("approximate") else ""
    if value.get("amount") is not None and not (low is not None and high is not None and low != high):
        return about + sign + grouped(value["amount"])
    bounds = [grouped(bound) for bound in (low, high) if bound is not None]
    return about + (sign if len(bounds) == 1 else "") + "–".join(bounds)


def grouped(number: str) -> str:
    """A decimal string with thousands separated: `100000000000` → `100,000,000,000`."""
    try:
        return f"{Decimal(number):,f}"
    except InvalidOperation:
        return number


def printable(text: str) -> str:
    """The text on one line, without anything that a terminal obeys."""
    return " ".join(text.split()).translate(_HARMLESS)


def excerpt(sentence: str, quote: str, characters: int = _SENTENCE_CHARACTERS) -> str:
    """The part of the sentence around the quote, on one line."""
    line = " ".join(sentence.split())
    if len(line) <= characters:
        return line
    start = max(0, line.find(quote) - max(0, characters - len(quote)) // 2)
    start = min(start, len(line) - characters)
    part = line[start : start + characters]
    return ("…" if start else "") + part + ("…" if start + characters < len(line) else "")


def show(claims: Iterable[dict[str, Any]], console: Console) -> int:
    """Print the table; how many claims it has."""
    table = Table(header_style="bold", show_edge=False, pad_edge=False)
    table.add_column("value", justify="right", no_wrap=True)
    table.add_column("unit", no_wrap=True)
    table.add_column("quote", overflow="ellipsis", no_wrap=True)
    table.add_column("sentence", overflow="ellipsis", no_wrap=True)
    table.add_column("worth", justify="right", no_wrap=True)
    # A Chinese or Japanese character takes two cells.
    characters = min(_SENTENCE_CHARACTERS, max(_SHORTEST, (console.width - _OTHER_COLUMNS) // 2))
    for claim in claims:
        columns = row(claim, characters)
        # Text, not markup: square brackets in an article are the article's own.
        table.add_row(*(Text(printable(getattr(columns, name))) for name in Row.__slots__))
    console.print(table)
    return table.row_count
