"""The unit table: what the codes of units.toml measure, and by which factor one goes into another."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

_CURRENCY = re.compile(r"([A-Z]{3})(?:([*/])([\d.]+))?(\??)$")
_FILE = Path(__file__).parent / "units.toml"


@dataclass(frozen=True, slots=True)
class UnitTable:
    """UCUM code -> (dimension, factor to the dimension's base unit)."""

    measures: Mapping[str, tuple[str, Decimal]]

    def factor(self, code: str, target: str) -> Decimal | None:
        """How many `target` one `code` is, or None where they do not measure the same."""
        if code not in self.measures or target not in self.measures:
            return None
        (dimension, factor), (wanted, base) = self.measures[code], self.measures[target]
        return factor / base if dimension == wanted else None

    def currency(self, name: str) -> tuple[str, Decimal, tuple[str, ...]]:
        """The ISO 4217 code of a lexicon value, what one is worth in it, and a warning where the word fits several.

        "USD?" is likely the dollar of the United States, "USD/100" a cent, "EUR*1000000" a million of euros.
        """
        match = _CURRENCY.match(name)
        if match is None:
            return name, Decimal(1), ()
        factor = Decimal(match[3] or 1)
        return match[1], 1 / factor if match[2] == "/" else factor, ("ambiguous-currency",) if match[4] else ()


@cache
def table() -> UnitTable:
    """The table of units.toml, read once."""
    with _FILE.open("rb") as file:
        data = tomllib.load(file, parse_float=Decimal)
    return UnitTable(
        {code: (dimension, Decimal(str(factor))) for dimension, codes in data.items() for code, factor in codes.items()}
    )
