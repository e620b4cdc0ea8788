"""The scanner: one pass over the folded text that finds every word of the lexicon and every run of digits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from workers.extraction.identifiers import DOTTED_DATE, DOTTED_MONTH, IDENTIFIER, MODEL, NOT_NUMBERS
from workers.extraction.language import OPAQUE, WORD, Entry, Language, first_key
from workers.extraction.numerals import MOST_DIGITS, Number, digits_pattern
from workers.extraction.tokens import Alphabet, Token

#: Number parts behind which, as behind the kinds of `shaped-behind`, the words of `shapes` become tokens, and how many.
_COUNTING = frozenset(("#literal", "#digits", "#inside", "#atoms", "#scales", "#ordinals", "#suffixes", "#vague"))
_REACH = 3
#: A number word that is one only inside a compound or behind another one, as "ein" and "un" are articles elsewhere.
_INSIDE = "#inside"
#: A part that is added behind a number (and a half).
_TAIL = "#tails"
#: What one-word numbers are written of, besides the `compound-kinds` of the language's settings.
_COMPOUNDED = frozenset(("#digits", _INSIDE, "#atoms", "#scales", "#ordinals", "#ordinal-scales", "#joins", "#tails"))
#: A word longer than this is no number: 777,777 takes 65 letters in German.
_LONGEST_COMPOUND = 100
_LETTER = re.compile(r"[^\W\d_]")
#: A word of another script inside a language without spaces: it ends where that language goes on.
_LATIN_WORD = re.compile(r"[^\W\d_\u0250-\uffff]+")
_SPACES = re.compile("\u2060*(?: \u2060*){0,3}")


class Scanner:
    """Finds the tokens of one language; built once per language, used for every text."""

    def __init__(self, language: Language, alphabet: Alphabet, starters: Iterable[str]) -> None:
        self._language = language
        self._alphabet = alphabet
        self._starters = frozenset(starters) | {OPAQUE}
        self._digits = digits_pattern(language.notation)
        self._trigger = self._compile_trigger()
        self._seconds = {} if language.spaced else self._second_characters()
        self._known: dict[str, tuple[dict[str, Any], str, bool, bool]] = {}
        self._before_numbers = frozenset(language.settings.get("before-numbers", ()))
        self._counting = _COUNTING.union(language.settings.get("shaped-behind", ()))
        self._yielding = frozenset(language.settings.get("yielding", ()))
        unit_kinds = frozenset(language.settings.get("units-first", ()))
        self._units_first = {
            surface
            for surface, entries in language.entries.items()
            if len(surface) == 1 and any(entry.kind in unit_kinds for entry in entries)
        }
        self._words_start = bool(language.settings.get("words-start", False))
        shapes: Mapping[str, str] = language.settings.get("shapes", {})
        self._shapes = (
            re.compile("|".join(f"(?P<{kind}>{shape})" for kind, shape in shapes.items())) if shapes else None
        )
        self._year_first = language.date_order == "ymd"
        self._compound = self._compile_compound() if language.notation.compounds else None

    def scan(self, text: str, folded: str) -> list[Token]:
        """The tokens of `text`, in order, never overlapping; `folded` is `fold(text)`."""
        tokens: list[Token] = []
        search, seconds = self._trigger.search, self._seconds
        position, end = 0, len(folded)
        while position < end and (hit := search(folded, position)):
            start = hit.start()
            follows = seconds.get(hit.group())
            if follows is not None and folded[start + 1 : start + 2] not in follows:
                position = start + 1
                continue
            found, position = self._read(text, folded, start, starting=True)
            reach = 0
            while found:
                tokens.extend(found)
                reach = reach - 1 if self._counting.isdisjoint(found[-1].readings) else _REACH
                after = _SPACES.match(folded, position).end()  # type: ignore[union-attr]  # matches the empty string
                if after >= end:
                    break
                behind = found[-1].is_number_part
                counting = behind or not self._before_numbers.isdisjoint(found[-1].readings)
                tight = after == position
                measuring, counting = tight and _written(folded, found[-1]), tight and counting
                found, reached = self._read(text, folded, after, counting=counting, behind=behind, measuring=measuring)
                if not found and reach > 0 and (shaped := self._shape(text, folded, after)):
                    found, reached = [self._shaped(shaped)], shaped.end()
                position = reached if found else position
        return tokens

    def _shape(self, text: str, folded: str, start: int) -> re.Match[str] | None:
        """The word here as the language's shapes read it, where it hides nothing."""
        word = WORD.match(folded, start) if self._shapes is not None else None
        if word is None or self._shapes is None:
            return None
        for length in self._language.lengths.get(word.group(), ()):
            entries = self._language.entries.get(folded[start : start + length], ())
            if any(entry.kind == OPAQUE for entry in entries):
                return None
        return self._shapes.match(text, start)

    def _shaped(self, word: re.Match[str]) -> Token:
        """A word that no entry knows, as a token of its shape (a plural, a name)."""
        kind = word.lastgroup or ""
        return Token(word.start(), word.end(), {kind: word.group()}, self._alphabet.letter((kind,)))

    def _read(
        self,
        text: str,
        folded: str,
        start: int,
        starting: bool = False,
        counting: bool = False,
        behind: bool = False,
        measuring: bool = False,
    ) -> tuple[list[Token], int]:
        """The tokens that begin at `start` (one, or the parts of a compound number), and where to go on.

        `counting` means that a number part ends right here: then a number word goes before an opaque word that begins with it;
        `behind` that one ends here or a blank before: only then "and a quarter" is the tail of a number; `measuring` that
        digits or a scale end right here: a unit goes before an opaque word that begins with it (on the 18th before noon).
        """
        first = folded[start]
        if "0" <= first <= "9":
            return self._read_listed(text, folded, start, starting) or self._read_digits(folded, start)
        if first in self._language.notation.decimal and self._leads_decimals(folded, start):
            return self._read_digits(folded, start)
        if starting and self._words_start and start and first.isalpha() and folded[start - 1].isalpha():
            return [], start + 1
        word = None
        key = first
        if _LETTER.match(first) and (self._language.spaced or first < "\u024f"):
            word = (WORD if self._language.spaced else _LATIN_WORD).match(folded, start)
            if word is not None and self._language.spaced:
                key = word.group()
                if len(key) == 1 and not counting and MODEL.match(folded, start):
                    return [], MODEL.match(folded, start).end()  # type: ignore[union-attr]  # it matched
        for length in self._language.lengths.get(key, ()):
            surface = folded[start : start + length]
            entries = self._language.entries.get(surface)
            if entries is None or not self._whole_word(folded, start + length):
                continue
            if not behind and all(entry.kind == _TAIL for entry in entries):
                continue
            token, opaque = self._token(text[start : start + length], entries, start, starting)
            yields = opaque or (token is not None and not self._yielding.isdisjoint(token.readings))
            if yields and counting and not self._language.spaced and self._is_number_word(first):
                continue
            if opaque and measuring and first in self._units_first:
                continue
            if opaque:
                return [], start + length
            if token is not None:
                return [token], token.end
        if word is None:
            return [], start + 1
        identifier = IDENTIFIER.match(folded, start)
        if identifier and (self._language.spaced or folded[identifier.end() : identifier.end() + 1] != "%"):
            return [], max(identifier.end(), word.end())
        if self._compound is not None and (parts := self._split(folded, start, word.end())):
            return parts, parts[-1].end
        return [], word.end()

    def _read_listed(self, text: str, folded: str, start: int, starting: bool) -> tuple[list[Token], int] | None:
        """A lexicon entry that begins with a digit (24/7, 9/11), where it is no part of a longer number."""
        if start and folded[start - 1] in "0123456789/.,":
            return None
        for length in self._language.lengths.get(folded[start], ()):
            entries = self._language.entries.get(folded[start : start + length])
            if entries is None or not self._whole_word(folded, start + length):
                continue
            token, opaque = self._token(text[start : start + length], entries, start, starting)
            if opaque:
                return [], start + length
            if token is not None:
                return [token], token.end
        return None

    def _leads_decimals(self, folded: str, start: int) -> bool:
        """Whether a decimal sign begins a number (.5): a digit follows, and nothing that it could end stands before."""
        return folded[start + 1 : start + 2].isdecimal() and not (
            start and (folded[start - 1].isalnum() or folded[start - 1] in ".,)")
        )

    def _read_digits(self, folded: str, start: int) -> tuple[list[Token], int]:
        dotted = DOTTED_DATE.match(folded, start)
        if dotted is None and self._year_first:
            dotted = DOTTED_MONTH.match(folded, start)
        if dotted:
            return self._dotted(dotted), dotted.end()
        digits = self._digits.match(folded, start)
        assert digits is not None, "the trigger saw a digit"
        hidden = NOT_NUMBERS.match(folded, start)
        grouped = "." in self._language.notation.groups and digits.end() >= (hidden.end() if hidden else 0)
        if hidden and (folded[start - 1 : start] == "+" or not grouped):  # 1.234.567 is no version
            return [], hidden.end()
        if len(digits.group()) > MOST_DIGITS:  # an identifier; cut short it would be a wrong amount
            return [], digits.end()
        number = Number.written(digits.group(), self._language.notation)
        token = Token(start, digits.end(), {"#literal": number}, "", is_number_part=True)
        return [token], token.end

    def _dotted(self, date: re.Match[str]) -> list[Token]:
        """The numbers and dots of a date such as 2015.5.13 or 13.5.2015; which is which, the patterns say."""
        tokens: list[Token] = []
        position = date.start()
        for part in re.split(r"(\.)", date.group()):
            if part == ".":
                token, _ = self._token(part, self._language.entries["."], position, starting=False)
            else:
                number = Number.written(part, self._language.notation)
                token = Token(position, position + len(part), {"#literal": number}, "", is_number_part=True)
            if token is not None:
                tokens.append(token)
            position += len(part)
        return tokens

    def _token(self, surface: str, entries: tuple[Entry, ...], start: int, starting: bool) -> tuple[Token | None, bool]:
        """The token of these entries, or none where case or position forbid all; and whether the word hides its inside."""
        known = self._known.get(surface)
        if known is None:
            readings = {entry.kind: entry.value for entry in entries if entry.exact is None or entry.exact == surface}
            part = any(kind[0] == "#" for kind in readings)
            may_start = part or not self._starters.isdisjoint(readings)
            known = self._known[surface] = (readings, self._alphabet.letter(readings), may_start, part)
        readings, letter, may_start, part = known
        if OPAQUE in readings:
            return None, True
        if not readings or (starting and not may_start):
            return None, False
        return Token(start, start + len(surface), readings, letter, is_number_part=part), False

    def _is_number_word(self, surface: str) -> bool:
        return any(entry.kind[0] == "#" for entry in self._language.entries.get(surface, ()))

    def _whole_word(self, folded: str, end: int) -> bool:
        """Whether an entry that ends in a letter of a spaced script ends where the word ends."""
        if end >= len(folded):
            return True
        last, following = folded[end - 1], folded[end]
        if last.isdigit() and following.isdigit():
            return False
        if not (last.isalpha() and following.isalpha()):
            return True
        return not self._language.spaced and (last > "\u024f" or following > "\u024f")

    def _split(self, folded: str, start: int, end: int) -> list[Token]:
        """The number words that a compound is written of (dreihundertzwanzig), or nothing."""
        if end - start > _LONGEST_COMPOUND:
            return []
        tokens: list[Token] = []
        position = start
        while position < end:
            part = self._compound.match(folded, position, end) if self._compound else None
            if part is None or not part.group():
                return []
            entries = self._language.entries[part.group()]
            readings = {"#digits" if entry.kind == _INSIDE else entry.kind: entry.value for entry in entries}
            tokens.append(Token(position, part.end(), readings, self._alphabet.letter(readings), is_number_part=True))
            position = part.end()
        return tokens

    def _starts(self, entries: Iterable[Entry]) -> bool:
        """Whether one of these readings can begin a mention, a number, or a word that hides its inside."""
        return any(entry.kind in self._starters or entry.kind[0] == "#" for entry in entries)

    def _second_characters(self) -> dict[str, frozenset[str]]:
        """First character -> what must come next, where no entry of one character starts something; saves most looks."""
        starting = [surface for surface, entries in self._language.entries.items() if self._starts(entries)]
        alone = {surface for surface in starting if len(surface) == 1}
        seconds: dict[str, set[str]] = {}
        for surface in starting:
            if surface[0] not in alone and not "0" <= surface[0] <= "z":
                seconds.setdefault(surface[0], set()).add(surface[1])
        return {first: frozenset(following) for first, following in seconds.items()}

    def _compile_trigger(self) -> re.Pattern[str]:
        """The characters at which something can start."""
        firsts = set("0123456789")
        for surface, entries in self._language.entries.items():
            if self._starts(entries):
                firsts.add(first_key(surface, spaced=False))
        symbols = "".join(sorted(re.escape(first) for first in firsts))
        point = rf"|[{re.escape(self._language.notation.decimal)}](?=\d)"
        return re.compile((rf"[{symbols}]|[^\W\d_]" if self._language.spaced else rf"[{symbols}a-z]") + point)

    def _compile_compound(self) -> re.Pattern[str]:
        kinds = _COMPOUNDED.union(self._language.settings.get("compound-kinds", ()))
        parts = [
            surface
            for surface, entries in self._language.entries.items()
            if any(entry.kind in kinds for entry in entries) and surface.isalpha()
        ]
        return re.compile("|".join(sorted(map(re.escape, parts), key=lambda part: (-len(part), part))))


def _written(folded: str, token: Token) -> bool:
    """Whether a token is digits, or a scale right behind them."""
    return "#literal" in token.readings or ("#scales" in token.readings and folded[token.start - 1].isdecimal())
