"""Folding: the one-to-one form of a text that the engine reads, so that every offset stays true in the original."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from pathlib import Path

_SIGNS = Path(__file__).parent / "languages" / "common" / "signs.toml"
#: Blocks without case or width (ideographs, Hangul syllables, surrogates, private use): not worth a look.
_PLAIN_BLOCKS = ((0x3400, 0x9FFF), (0xAC00, 0xF8FF))
#: From here on nothing has case or width that news would write.
_LAST_BLOCK = 0x1F000


def _folded(character: str) -> str:
    """The form of one character that is compared: half width, lower case, ASCII digits."""
    plain = character
    if "\uff01" <= character <= "\uff5e":
        plain = chr(ord(character) - 0xFEE0)
    elif unicodedata.category(character) == "Nd":
        plain = str(unicodedata.digit(character))
    low = plain.lower()
    return low if len(low) == 1 else plain


def _table() -> str:
    """The folded form of every code point up to the last one that changes; built once at import."""
    table = [chr(code) for code in range(_LAST_BLOCK)]
    start = 0
    for block_start, block_end in (*_PLAIN_BLOCKS, (_LAST_BLOCK, _LAST_BLOCK)):
        table[start:block_start] = map(_folded, table[start:block_start])
        start = block_end + 1
    with _SIGNS.open("rb") as file:
        for sign, meant in tomllib.load(file).items():
            table[ord(sign)] = meant
    return "".join(table)


#: Indexed by code point, which is twice as quick as a dictionary with holes; what lies beyond stays as it is.
_TABLE = _table()
#: The characters of the basic plane that change: a text has few different ones, and replacing one costs next to nothing.
_CHANGING = re.compile(
    f"[{''.join(re.escape(chr(code)) for code, folded in enumerate(_TABLE[:0x10000]) if folded != chr(code))}]"
)
#: With more different ones than this every character is looked up, as in a text that goes beyond that plane.
_FEW = 60
#: In a shorter text, looking for what changes takes longer than looking every character up.
_LONG = 100
_BEYOND = re.compile("[\U00010000-\U0010ffff]")
#: Stands for what nobody sees: word joiners, soft hyphens, the rest of an entity, tags inside a line.
UNSEEN = "\u2060"
#: What HTML leaves behind in a text: blanks as entities, tags that do not end a line, and tags that do.
_ENTITY = re.compile(r"&(?:nbsp|ensp|emsp|thinsp|#160|#8201|#8239|#xa0);")
_TAG = re.compile(r"</?(?:a|abbr|b|em|font|i|mark|small|span|strong|u)(?: [a-z-]{1,20}=\"[^\"<>]{0,200}\"){0,4} ?>")
_BLOCK = re.compile(r"</?[a-z][a-z0-9]{0,10}(?: [a-z-]{1,20}=\"[^\"<>]{0,200}\"){0,8} ?/?>")
#: The break of a line that was cut for its width: a number stands last, what it counts goes on in the next line.
#: A sign of percent ends many a headline in a script without blanks; only a small word goes on there.
_WRAPPED = re.compile(
    r"\n(?:(?<=[^\n]{20}[0-9]\n)(?=[^\W\d_A-Z]|[%$])|(?<=[^\n]{20}%\n)(?=[^\W\d_A-Z\u30a0-\u30ff\u4e00-\u9fff]|[$])|(?<=[^\n]{20}[a-z,]\n)(?=[a-z0-9]))"
)
#: Blanks of at most so many characters stand between two words.
_WIDEST = 3


def fold(text: str) -> str:
    """The text as it is compared: width, case and look-alike signs folded one to one, `len(fold(text)) == len(text)`.

    What HTML left behind is a blank, nothing or a line's end, filled up to its length; the break of a wrapped line is a blank.
    """
    folded = _same_width(text)
    if "&" in folded:
        folded = _ENTITY.sub(lambda found: " " + UNSEEN * (len(found.group()) - 1), folded)
    if "<" in folded:
        folded = _TAG.sub(lambda found: UNSEEN * len(found.group()), folded)
        folded = _BLOCK.sub(lambda found: "\n" * len(found.group()), folded)
    if "\n" not in folded:
        return folded
    # A line that begins with a capital is a paragraph below its headline, not the rest of a cut line.
    return _WRAPPED.sub(lambda found: "\n" if text[found.end()].isupper() else " ", folded)


def _same_width(text: str) -> str:
    """The text with every character folded for itself; what one is folded to is never folded again."""
    if len(text) < _LONG or text.isascii() or _BEYOND.search(text):
        return text.translate(_TABLE)
    changing = set(_CHANGING.findall(text))
    if len(changing) > _FEW:
        return text.translate(_TABLE)
    for sign in changing:
        text = text.replace(sign, _TABLE[ord(sign)])
    return text


def is_blank(gap: str) -> bool:
    """Whether a gap between two words is no more than the blanks that stand between words."""
    seen = gap.replace(UNSEEN, "") if UNSEEN in gap else gap
    return len(seen) <= _WIDEST and not seen.strip(" ")
