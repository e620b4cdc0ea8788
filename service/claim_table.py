"""Claims as a table that a person likes to read."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from rich.cells import cell_len
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

# Control and direction characters as signs: an article cannot rewrite the terminal or turn a line around.
_HARMLESS = {code: 0x2400 + code for code in range(32)} | dict.fromkeys(
    [*range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C],
    "\N{REPLACEMENT CHARACTER}",
)
# What each column may take of a line, in cells (a Chinese or Japanese character takes two); the sentence gets
# the rest: a reader finds the place, the whole sentence is one request away.
_WIDEST = {"value": 30, "unit": 10, "quote": 26, "worth": 5}
_SHORTEST_SENTENCE = 20
_BETWEEN_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A claim in five columns."""

    value: str
    unit: str
    quote: str
    sentence: str
    worth: str


def row(claim: dict[str, Any]) -> Row:
    """The columns for a claim as the API sends it; its words are those of its clause, whole."""
    value = claim["value"]
    unit = value.get("unit") or {}
    return Row(
        value=shown_value(value),
        unit=str(unit.get("code") or unit.get("text") or ""),
        quote=str(value["raw"]),
        sentence=str(claim["text"]),
        worth=str(claim["worthiness"]["score"]),
    )


def shown_value(value: dict[str, Any]) -> str:
    """The value in a few characters: `≥ 35,000`, `120–150`, `~ 9,500`, `1/8`, `2026-04-18`."""
    if value.get("edtf") is not None:
        return str(value["edtf"])
    low, high = value.get("lowerBound"), value.get("upperBound")
    sign = {"<": "< ", "<=": "≤ ", ">": "> ", ">=": "≥ "}.get(value.get("comparator") or "", "")
    about = "~ " if value.get("approximate") else ""
    fraction = value.get("fraction") or {}
    if fraction.get("numerator") and fraction.get("denominator"):
        return f"{about}{sign}{grouped(fraction['numerator'])}/{grouped(fraction['denominator'])}"
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


def excerpt(sentence: str, quote: str, cells: int) -> str:
    """The part of the sentence around the quote that fits into so many cells, on one line."""
    line, quote = printable(sentence), printable(quote)
    if cell_len(line) <= cells:
        return line
    start = max(0, line.find(quote))
    end = min(len(line), start + len(quote))
    room = cells - 2 - cell_len(line[start:end])  # two for the signs that something is left out
    while room > 1 and (start > 0 or end < len(line)):
        if start > 0:
            start -= 1
            room -= cell_len(line[start])
        if end < len(line) and room > 1:
            room -= cell_len(line[end])
            end += 1
    return ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")


def show(claims: Iterable[dict[str, Any]], console: Console) -> int:
    """Print the table; how many claims it has."""
    rows = [row(claim) for claim in claims]
    widths = {
        name: min(widest, max([len(name), *(cell_len(printable(getattr(found, name))) for found in rows)]))
        for name, widest in _WIDEST.items()
    }
    left = console.width - sum(widths.values()) - _BETWEEN_COLUMNS * len(widths)
    widths["sentence"] = max(_SHORTEST_SENTENCE, left)
    table = Table(header_style="bold", show_edge=False, pad_edge=False)
    for name in Row.__slots__:
        justify: JustifyMethod = "right" if name in {"value", "worth"} else "left"
        table.add_column(name, justify=justify, no_wrap=True, overflow="ellipsis", width=widths[name])
    for found in rows:
        sentence = excerpt(found.sentence, found.quote, widths["sentence"])
        # Text, not markup: square brackets in an article are the article's own.
        columns = (found.value, found.unit, found.quote, sentence, found.worth)
        table.add_row(*(Text(printable(column)) for column in columns))
    console.print(table)
    return len(rows)
