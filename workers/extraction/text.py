"""Folding: the one-to-one form of a text that the engine reads, so that every offset stays true in the original."""

from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path

_SIGNS = Path(__file__).parent / "languages" / "common" / "signs.toml"
#: Blocks without case or width (ideographs, Hangul syllables, surrogates, private use): not worth a look.
_PLAIN_BLOCKS = ((0x3400, 0x9FFF), (0xAC00, 0xF8FF))


def _folded(character: str) -> str:
    """The form of one character that is compared: half width, lower case, ASCII digits."""
    plain = character
    if "\uff01" <= character <= "\uff5e":
        plain = chr(ord(character) - 0xFEE0)
    elif unicodedata.category(character) == "Nd":
        plain = str(unicodedata.digit(character))
    low = plain.lower()
    return low if len(low) == 1 else plain


def _table() -> dict[int, str]:
    """Code point to folded character, for all that change; built once at import (60 ms)."""
    table: dict[int, str] = {}
    start = 0
    for block_start, block_end in (*_PLAIN_BLOCKS, (0x1F000, 0x10FFFF)):
        for code in range(start, block_start):
            character = chr(code)
            folded = _folded(character)
            if folded != character:
                table[code] = folded
        start = block_end + 1
    with _SIGNS.open("rb") as file:
        table.update({ord(sign): meant for sign, meant in tomllib.load(file).items()})
    return table


_TABLE = _table()


def fold(text: str) -> str:
    """The text with width, case and look-alike signs folded one to one: `len(fold(text)) == len(text)`."""
    return text.translate(_TABLE)
