"""The scanner: one pass over the folded text that finds every word of the lexicon and every run of digits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache, partial

from workers.extraction.language import OPAQUE, WORD, Language
from workers.extraction.text import UNSEEN
from workers.extraction.tokens.identifiers import DOTTED_DATE, DOTTED_MONTH, IDENTIFIER, MODEL, NOT_NUMBERS
from workers.extraction.tokens.lexicon import LAST_LATIN, Lexicon, Word
from workers.extraction.tokens.numerals import MOST_DIGITS, SWAPPED, THOUSANDS, Number, digits_pattern, plain_digits
from workers.extraction.tokens.token import Alphabet, Token

#: Number parts behind which, as behind the kinds of `shaped-behind`, the words of `shapes` become tokens, and how many.
_COUNTING = frozenset(("#literal", "#digits", "#inside", "#atoms", "#scales", "#ordinals", "#suffixes", "#vague"))
_REACH = 3
#: So many numbers in digits are kept as they were read: texts are full of the same years and days.
_REMEMBERED = 4096
_LETTER = re.compile(r"[^\W\d_]")
#: A word of another script inside a language without spaces: it ends where that language goes on.
_LATIN_WORD = re.compile(r"[^\W\d_\u0250-\uffff]+")
_BLANKS = frozenset((" ", UNSEEN))
_SPACES = re.compile(f"{UNSEEN}*(?: {UNSEEN}*){{0,3}}")


#: What can stand inside a longer number.
_IN_NUMBERS = frozenset("/.,")


class Scanner:
    """Finds the tokens of one language; built once per language, used for every text."""

    def __init__(self, language: Language, alphabet: Alphabet, starters: Iterable[str]) -> None:
        self._language = language
        self._alphabet = alphabet
        self._lexicon = Lexicon(language, alphabet, starters)
        self._lengths = language.lengths
        self._decimal = language.notation.decimal
        self._spaced = language.spaced
        self._digits = digits_pattern(language.notation)
        self._plain = plain_digits(language.notation)
        self._written = lru_cache(maxsize=_REMEMBERED)(partial(Number.written, notation=language.notation))
        self._before_numbers = frozenset(language.settings.get("before-numbers", ()))
        self._counting = _COUNTING.union(language.settings.get("shaped-behind", ()))
        self._words_start = bool(language.settings.get("words-start", False))
        self._dense = not (self._spaced or self._words_start)
        shapes: Mapping[str, str] = language.settings.get("shapes", {})
        self._shapes = (
            re.compile("|".join(f"(?P<{kind}>{shape})" for kind, shape in shapes.items())) if shapes else None
        )
        self._year_first = language.date_order == "ymd"
        self._particles = str(language.settings.get("whole-word-particles", ""))
        self._parted_behind = str(language.settings.get("parted-behind", ""))

    def scan(self, text: str, folded: str) -> list[Token]:
        """The tokens of `text`, in order, never overlapping; `folded` is `fold(text)`."""
        tokens: list[Token] = []
        search, seconds = self._lexicon.trigger.search, self._lexicon.seconds
        position, end = 0, len(folded)
        while position < end and (hit := search(folded, position)):
            start = hit.start()
            follows = seconds.get(folded[start])
            if follows is not None and folded[start + 1 : start + 2] not in follows:
                position = start + 1
                continue
            found, position = self._read(text, folded, start)
            reach = 0
            while found:
                tokens += found
                after = position
                if folded[after : after + 1] in _BLANKS:
                    after = _SPACES.match(folded, position).end()  # type: ignore[union-attr]  # matches the empty string
                if after >= end:
                    break
                before = found[-1]
                found, reached = self._read(text, folded, after, before, tight=after == position)
                if self._shapes is not None:
                    reach = reach - 1 if self._counting.isdisjoint(before.readings) else _REACH
                    shaped = self._shape(text, folded, after) if not found and reach > 0 else None
                    if shaped is not None and reached <= shaped.end():  # what goes on is an address, no word
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
        self, text: str, folded: str, start: int, before: Token | None = None, *, tight: bool = False
    ) -> tuple[list[Token], int]:
        """The tokens that begin at `start` (one, or the parts of a compound number), and where to go on.

        `before` is the token that ends here, a blank apart unless it is `tight`; without one the word starts something.
        """
        first = folded[start]
        if self._dense and first > LAST_LATIN:
            return self._known(text, folded, start, first, before, tight=tight) or ([], start + 1)
        if "0" <= first <= "9":
            return self._read_listed(text, folded, start, before is None) or self._read_digits(folded, start)
        if first in self._decimal and self._leads_decimals(folded, start):
            return self._read_digits(folded, start)
        if before is None and self._words_start and start and first.isalpha() and folded[start - 1].isalpha():
            return [], start + 1
        word = None
        key = first
        if (self._spaced or first < LAST_LATIN) and _LETTER.match(first):
            word = (WORD if self._spaced else _LATIN_WORD).match(folded, start)
            if word is not None and self._spaced:
                key = word.group()
                if len(key) == 1 and not (tight and self._counts(before)) and (model := MODEL.match(folded, start)):
                    return [], model.end()
        if (found := self._known(text, folded, start, key, before, tight=tight)) is not None:
            return found
        if word is None:
            return [], start + 1
        identifier = IDENTIFIER.match(folded, start)
        if identifier and (self._language.spaced or folded[identifier.end() : identifier.end() + 1] != "%"):
            return [], max(identifier.end(), word.end())
        if parts := self._lexicon.split(folded, start, word.end()):
            return parts, parts[-1].end
        return [], word.end()

    def _known(
        self, text: str, folded: str, start: int, key: str, before: Token | None, *, tight: bool
    ) -> tuple[list[Token], int] | None:
        """The longest word of the lexicon that fits here, or nothing and its end if it hides what is inside; None: no word."""
        words = self._lexicon.words
        for length in self._lengths.get(key, ()):
            surface = folded[start : start + length]
            if surface not in words:
                continue
            reached = start + len(surface)  # the text may end before
            known = words[surface] or self._lexicon.word(text[start:reached], surface)
            if not (known.simple or self._fits(known, folded, start, reached, before, tight=tight)):
                continue
            if known.opaque:
                return [], reached
            if known.readings and (known.starts or before is not None):
                return [Token(start, reached, known.readings, known.letter, is_number_part=known.part)], reached
        return None

    def _fits(self, known: Word, folded: str, start: int, reached: int, before: Token | None, *, tight: bool) -> bool:
        """Whether a word of the lexicon is that word between what stands before and behind it.

        Behind a number part a number word goes before an opaque word that begins with it, and "and a quarter" is the tail
        of a number; behind digits or a scale a unit goes before an opaque word (on the 18th before noon).
        """
        if not (known.free or self._whole_word(folded, reached)):
            return False
        if known.whole and self._goes_on(folded[reached : reached + 1]):
            return False
        if known.parted and self._is_inside(folded, start):
            return False
        if known.tail and not (before and before.is_number_part) and not self._stands_alone(known, folded, reached):
            return False
        first = folded[start]
        counted = known.yields and tight and not self._spaced and self._counts(before)
        if counted and self._lexicon.is_number_word(first):
            return False
        hides = tight and (known.opaque or folded[reached - 1] == ".")
        return not (hides and first in self._lexicon.units_first and _written(folded, before))

    def _stands_alone(self, known: Word, folded: str, reached: int) -> bool:
        """Whether the tail of a number is something else, too (two years and a half), and no "and" before half a million."""
        if known.readings.keys() == {"#tails"}:
            return False
        scale = WORD.match(folded, reached + 1)
        return scale is None or all(entry.kind != "#scales" for entry in self._language.entries.get(scale.group(), ()))

    def _read_listed(self, text: str, folded: str, start: int, starting: bool) -> tuple[list[Token], int] | None:
        """A lexicon entry that begins with a digit (24/7, 9/11), where it is no part of a longer number."""
        before = folded[max(start - 2, 0) : start]
        if before[-1:].isdecimal() or (before[-1:] in _IN_NUMBERS and before[:1].isdecimal()):
            return None
        for length in self._language.lengths.get(folded[start], ()):
            surface = folded[start : start + length]
            reached = start + len(surface)  # the text may end before
            if surface not in self._language.entries or not self._whole_word(folded, reached):
                continue
            known = self._lexicon.word(text[start:reached], surface)
            if known.opaque:
                return [], reached
            if known.readings and (known.starts or not starting):
                return [Token(start, reached, known.readings, known.letter, is_number_part=known.part)], reached
        return None

    def _leads_decimals(self, folded: str, start: int) -> bool:
        """Whether a decimal sign begins a number (.5): a digit follows, and nothing that it could end stands before."""
        if not folded[start + 1 : start + 2].isdecimal():
            return False
        before = folded[start - 1] if start else " "
        if before.isalnum():  # an average of .281 stands right behind its name where words are not parted
            return not self._spaced and before > "\u2fff" and not self._lexicon.is_number_word(before)
        return before not in ".,)"

    def _read_digits(self, folded: str, start: int) -> tuple[list[Token], int]:
        plain = self._plain.match(folded, start)
        if plain is not None and folded[start - 1 : start] != "+":
            return self._number(plain), plain.end()
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
        return self._number(digits), digits.end()

    def _number(self, digits: re.Match[str]) -> list[Token]:
        """The token of a number in digits, unless it is an identifier: cut short it would be a wrong amount."""
        written = digits.group() if digits.lastgroup != THOUSANDS else digits.group().translate(SWAPPED)
        if len(written) > MOST_DIGITS:
            return []
        return [Token(digits.start(), digits.end(), {"#literal": self._written(written)}, "", is_number_part=True)]

    def _dotted(self, date: re.Match[str]) -> list[Token]:
        """The numbers and dots of a date such as 2015.5.13 or 13.5.2015; which is which, the patterns say."""
        tokens: list[Token] = []
        position = date.start()
        for part in re.split(r"(\.)", date.group()):
            reached = position + len(part)
            if part == ".":
                dot = self._lexicon.word(part, part)
                tokens.append(Token(position, reached, dot.readings, dot.letter, is_number_part=dot.part))
            else:
                literal = {"#literal": self._written(part)}
                tokens.append(Token(position, reached, literal, "", is_number_part=True))
            position = reached
        return tokens

    def _counts(self, before: Token | None) -> bool:
        """Whether what stands before is a part of a number, or leads one."""
        return before is not None and (before.is_number_part or not self._before_numbers.isdisjoint(before.readings))

    def _goes_on(self, following: str) -> bool:
        """Whether a word that must end goes on with this letter, which begins no particle."""
        return following.isalpha() and following not in self._particles

    def _is_inside(self, folded: str, start: int) -> bool:
        """Whether a word of small letters goes on from another one that ends no particle (Japanese kana)."""
        before = folded[start - 1] if start else ""
        return "\u3041" <= before <= "\u3096" and before not in self._parted_behind

    def _whole_word(self, folded: str, end: int) -> bool:
        """Whether an entry that ends in a letter of a spaced script ends where the word ends."""
        if end >= len(folded):
            return True
        last, following = folded[end - 1], folded[end]
        if last.isdigit() and following.isdigit():
            return False
        if not (last.isalpha() and following.isalpha()):
            return True
        return not self._spaced and (last > LAST_LATIN or following > LAST_LATIN)


def _written(folded: str, token: Token | None) -> bool:
    """Whether a token is digits, or a scale right behind them."""
    return token is not None and (
        "#literal" in token.readings or ("#scales" in token.readings and folded[token.start - 1].isdecimal())
    )
