"""The number algebra: digits, words and scales in any order a language allows, as exact decimals."""

from __future__ import annotations

from collections.abc import Sequence

from workers.extraction.language import Language
from workers.extraction.text import is_blank
from workers.extraction.tokens.elements import MYRIADS, TEN
from workers.extraction.tokens.numberreader import NumberReader
from workers.extraction.tokens.numerals import Number, classes
from workers.extraction.tokens.token import Alphabet, Token

#: What a numeral of one syllable is where it mostly means something else (Korean i, "this" and 2).
_LONE = frozenset(("lone",))
_CALENDAR_KINDS = frozenset(("mm", "dd", "mi", "y", "yy"))
#: A word that is a minus, but tells that something is less where a comma or bracket stands before it (5 %, menos 2 % do que).
_LESS, _CLOSING = "less", frozenset(",;(")
#: A number with more parts than this is noise; the bound keeps hostile repeats linear.
_MOST_PARTS = 40


def merge(tokens: Sequence[Token], language: Language, alphabet: Alphabet, folded: str) -> list[Token]:
    """The tokens with every run of number parts as one number token; other readings of a lone part are kept."""
    merged: list[Token] = []
    index, count = 0, len(tokens)
    while index < count:
        token = tokens[index]
        if not token.is_number_part:
            merged.append(token)
            index += 1
            continue
        number, used = _longest(tokens, index, language, folded)
        others = {kind: value for kind, value in token.readings.items() if kind[0] != "#"} if used == 1 else {}
        if number is not None and used == 1 and "#vague" in token.readings and _ends_a_word(token, folded):
            number = None  # a death toll, five: the word for "some" ends the word for a toll
        if number is not None:
            kinds = classes(number)
            if number.words and not language.notation.lone_digits:
                kinds = _worded(kinds, number, token, used)
            end = tokens[index + used - 1].end
            readings: dict[str, object] = dict.fromkeys(kinds, number)
            if others:
                readings |= others
                kinds = kinds.union(others)
            merged.append(Token(token.start, end, readings, alphabet.letter(kinds)))
        elif others:
            merged.append(Token(token.start, token.end, others, alphabet.letter(others)))
        index += used
    return merged


def _ends_a_word(some: Token, folded: str) -> bool:
    """Whether a vague number of one sign counts nothing: a sign or, where a word goes before, a digit stands right behind."""
    before, behind = folded[some.start - 1 : some.start], folded[some.end : some.end + 1]
    if some.end - some.start > 1 or not behind:
        return False
    return before.isalpha() if behind.isdigit() else not (behind.isalpha() or behind.isspace())


def _worded(kinds: frozenset[str], number: Number, first: Token, used: int) -> frozenset[str]:
    """The kinds of a number in words where a syllable alone mostly means something else.

    Native numerals count hours but no days, months or minutes.
    """
    if used == 1 and ("#digits" in first.readings or number.value >= TEN**MYRIADS):
        return _LONE if not number.vague else kinds
    return kinds - _CALENDAR_KINDS if "#atoms" in first.readings else kinds


def _longest(tokens: Sequence[Token], start: int, language: Language, folded: str) -> tuple[Number | None, int]:
    """The longest number that begins at token `start`, and how many tokens it takes."""
    literal = tokens[start].readings.get("#literal")
    if isinstance(literal, Number) and not _is_followed(tokens, start, folded):
        return literal, 1
    if (
        tokens[start].readings.get("#signs") == _LESS
        and folded[max(0, tokens[start].start - 2) : tokens[start].start].rstrip()[-1:] in _CLOSING
    ):
        return None, 1
    if language.settings.get("words-start") and _continues_word(tokens[start], folded):
        before = tokens[start - 1] if start else None
        leads = language.settings.get("before-numbers", ())
        if before is None or before.end != tokens[start].start or before.readings.keys().isdisjoint(leads):
            return None, 1
    reader, taken, whole = _take(tokens, start, _MOST_PARTS, language, folded)
    if not whole:
        return None, 1
    if taken > whole:  # what was taken last leaves the number open
        reader, _, _ = _take(tokens, start, whole, language, folded)
    return reader.number(), whole


def _is_followed(tokens: Sequence[Token], index: int, folded: str) -> bool:
    """Whether another part of a number stands behind one, a blank apart at most."""
    if index + 1 == len(tokens) or not tokens[index + 1].is_number_part:
        return False
    end, start = tokens[index].end, tokens[index + 1].start
    return start == end or is_blank(folded[end:start])


def _take(
    tokens: Sequence[Token], start: int, most: int, language: Language, folded: str
) -> tuple[NumberReader, int, int]:
    """A reader with the parts of a number from token `start` on, how many it took, and how many make a whole number."""
    reader = NumberReader(language.notation)
    taken = whole = before_join = 0
    before_point: int | None = None
    end = tokens[start].start
    touching = start > 0 and tokens[start - 1].end == end and folded[end - 1].isalnum()
    touching = touching and folded[end - 1] not in language.settings.get("particles", "")
    for index in range(start, min(start + most, len(tokens))):
        token = tokens[index]
        gap = token.start - end
        if not token.is_number_part or (gap and not is_blank(folded[end : token.start])):
            break
        if index > start and _names_something(token, folded):
            break
        if token.readings.get("#points") == "units" and not _is_measured(tokens, index, language):
            break
        if not reader.take(token, tight=not gap, inside=touching or _inside_word(folded, token.start)):
            if before_join and reader.complete and "#scales" in token.readings:  # ten thousand and | fifteen thousand
                whole = before_join
            elif (
                before_point is not None and token.readings.get("#scales") == 1
            ):  # nine o'clock twenty, not nine point two
                whole = before_point
            break
        if "#joins" in token.readings and index > start:
            before_join = whole
        if "#points" in token.readings or "#zero-points" in token.readings:
            before_point = whole
        end = token.end
        taken = index - start + 1
        if reader.can_end:
            whole = taken
    return reader, taken, whole


def _names_something(token: Token, folded: str) -> bool:
    """Whether a scale of one Latin letter goes on as digits: the name of a thing (180 K2 tanks)."""
    letter = folded[token.start : token.end]
    return len(letter) == 1 and "a" <= letter <= "z" and "0" <= folded[token.end : token.end + 1] <= "9"


def _is_measured(tokens: Sequence[Token], point: int, language: Language) -> bool:
    """Whether a sign is a decimal point: in words always, in digits before a unit of the settings (3-5 % as 3.5 %)."""
    digits = tokens[point + 1] if point + 1 < len(tokens) else None
    if digits is None or digits.start != tokens[point].end or "#literal" not in digits.readings:
        return True
    behind = next((token for token in tokens[point + 2 : point + 5] if not token.is_number_part), None)
    return behind is not None and not behind.readings.keys().isdisjoint(language.settings.get("point-units", ()))


def _continues_word(token: Token, folded: str) -> bool:
    """Whether a number word stands inside a longer word, of which it is a syllable."""
    return (
        "#literal" not in token.readings
        and token.start > 0
        and folded[token.start - 1].isalpha()
        and folded[token.start].isalpha()
    )


def _inside_word(folded: str, start: int) -> bool:
    """Whether something that could be counted or calculated with stands right before: then "-" is no minus."""
    before = folded[start - 1 : start]
    if before == ".":  # the 3.-5. of May
        return folded[start - 2 : start - 1].isdigit()
    return bool(before) and (before.isdigit() or (before.isalpha() and before < "\u024f") or before in ")%")
