"""Codes of the names that peers give to currencies and measures (units.toml)."""

from __future__ import annotations

import tomllib
from pathlib import Path

with (Path(__file__).parent / "units.toml").open("rb") as _file:
    _TABLES = tomllib.load(_file)
_CURRENCIES, _MEASURES = (
    {name: code for code, names in _TABLES[table].items() for name in names} for table in ("currencies", "measures")
)
#: Units of time that make a length of time, with the ISO 8601 form of so many of them.
LENGTHS = {
    "year": "P{}Y", "month": "P{}M", "week": "P{}W", "day": "P{}D",
    "hour": "PT{}H", "minute": "PT{}M", "second": "PT{}S", "century": "P{}C", "decade": "P{}E",
}  # fmt: skip


def currency(name: str) -> str | None:
    """ISO 4217 code of a peer's name, or None."""
    return _CURRENCIES.get(name.lower())


def measure(name: str) -> str | None:
    """UCUM code of a peer's name, or None: the scorer knows most English names by itself."""
    return name if name in _TABLES["measures"] else _MEASURES.get(name.lower())
