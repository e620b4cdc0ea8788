"""A token: a span of text with every way it can be read, and the letter that stands for that set of ways."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workers.extraction.quick import quick
from workers.extraction.text import is_blank

#: What one reading says: a lexicon value, a number, or a value that a pattern built.
Reading = object
#: Between two tokens: nothing, blank space, or text that no entry knows.
SPACE, BREAK = " ", "\n"
#: The code point of the first letter.
FIRST = 0x100


@quick
@dataclass(frozen=True, slots=True)
class Token:
    """One token: code-point span, kind -> value for each reading, its letter, kind -> pattern for built readings.

    `is_number_part`: some reading is a digit, a number word or a scale that the number algebra has not read yet.
    """

    start: int
    end: int
    readings: Mapping[str, Reading]
    letter: str
    patterns: Mapping[str, str] | None = None
    is_number_part: bool = False


class Alphabet:
    """Gives every set of kinds one private-use letter, so that patterns over kinds become regexes over letters."""

    def __init__(self) -> None:
        self._letters: dict[frozenset[str], str] = {}
        self._sets: list[frozenset[str]] = []
        self._by_kind: dict[str, list[str]] = {}

    def letter(self, kinds: Iterable[str]) -> str:
        """The letter of this set of kinds, a new one at first sight."""
        key = kinds if isinstance(kinds, frozenset) else frozenset(kinds)
        found = self._letters.get(key)
        if found is None:
            found = self._letters[key] = chr(FIRST + len(self._sets))
            self._sets.append(key)
            for kind in key:
                self._by_kind.setdefault(kind, []).append(found)
        return found

    def __len__(self) -> int:
        return len(self._letters)

    def letters_with(self, kinds: Iterable[str]) -> str:
        """All letters whose set holds one of these kinds, as a string."""
        return "".join(sorted({letter for kind in kinds for letter in self._by_kind.get(kind, ())}))

    def kinds_of(self, letter: str) -> frozenset[str]:
        """The set that a letter stands for; a gap or nothing stands for none."""
        return self._sets[ord(letter) - FIRST] if letter > BREAK and letter != SPACE else frozenset()

    def since(self, size: int) -> frozenset[str]:
        """Every kind of the letters that came when the alphabet had this many."""
        return frozenset().union(*self._sets[size:])

    def kinds(self) -> frozenset[str]:
        """Every kind that some letter stands for."""
        return frozenset(kind for key in self._letters for kind in key)


#: The gaps as tokens: all blanks are one, and all breaks, for nobody asks where a gap is.
_BLANK, _BREAK = Token(-1, -1, {}, SPACE), Token(-1, -1, {}, BREAK)


def with_gaps(tokens: Sequence[Token], folded: str) -> list[Token]:
    """The tokens with a token for every gap where two do not touch, so that the letters of a row have the tokens' places."""
    row: list[Token] = []
    end = tokens[0].start if tokens else 0
    for token in tokens:
        if token.start != end:
            row.append(_BLANK if is_blank(folded[end : token.start]) else _BREAK)
        row.append(token)
        end = token.end
    return row


def without_gaps(row: Iterable[Token]) -> list[Token]:
    """The tokens of a row, which all have readings; gaps have none."""
    return [token for token in row if token.readings]
