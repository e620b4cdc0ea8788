"""The grammar: short sentences over token kinds become regexes over letters; leftmost-longest is decided here and only here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from workers.extraction.tokens.patterns import (
    Node,
    Pattern,
    Writer,
    alternatives,
    behinds,
    expand,
    far,
    firsts,
    named,
    opens,
    parse,
)
from workers.extraction.tokens.token import FIRST, SPACE, Alphabet, Reading, Token

#: How many letters before a match count as near: tokens and the gaps between them.
_NEAR = 14
#: The kind of a match whose tokens stay as they are: it only keeps other patterns of its stage away.
APART = "apart"
#: What a pattern found: slot name -> readings in order of appearance.
Slots = Mapping[str, Sequence[Reading]]
#: Makes the kind and the value of a section's slots, or None where they make no sense together.
Builder = Callable[[str, Slots], tuple[str, Reading] | None]


@dataclass(slots=True)
class _Line:
    """One alternative of a pattern line; its expression is written when a text first asks for it.

    `starting` are the kinds that can stand first, `kinds` all that it names: a new letter of another kind changes nothing.
    """

    pattern: Pattern
    items: Sequence[Node]
    order: int
    starting: frozenset[str]
    kinds: frozenset[str]
    regex: re.Pattern[str] | None = None
    slots: tuple[tuple[str, frozenset[str]], ...] = ()
    far: str | None = None

    def write(self, alphabet: Alphabet) -> re.Pattern[str]:
        """The expression in the letters that there are so far."""
        writer = Writer(alphabet)
        self.regex = re.compile(writer.write(self.items))
        self.slots = tuple(writer.slots)
        wanted = far(self.items)
        self.far = None if wanted is None else alphabet.letters_with(wanted)
        return self.regex


@dataclass(slots=True)
class Trace:
    """What was tried and why it was dropped; filled only when somebody asks for an explanation."""

    lines: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)


class Stage:
    """One pass of patterns over tokens: what matches becomes one token, the rest stays."""

    def __init__(
        self, sections: Mapping[str, Mapping[str, str]], macros: Mapping[str, str], alphabet: Alphabet
    ) -> None:
        self._alphabet = alphabet
        self._patterns = [
            Pattern(name, section.partition("_")[0], expand(source, macros))
            for section, lines in sections.items()
            for name, source in lines.items()
        ]
        items = [(pattern, items) for pattern in self._patterns for items in alternatives(parse(pattern))]
        self._lines = [
            _Line(pattern, items, order, firsts(items)[0], named(items)) for order, (pattern, items) in enumerate(items)
        ]
        self._size = 0
        self._by_letter: dict[str, list[_Line]] = {}
        self._by_pair: dict[str, list[_Line]] = {}
        self._start = re.compile("(?!)")

    def first_kinds(self) -> frozenset[str]:
        """The kinds with which some pattern can begin, or that must stand before: the scanner looks for these everywhere."""
        return frozenset(kind for line in self._lines for kind in line.starting | behinds(line.items))

    def reduce(self, row: list[Token], build: Builder, trace: Trace | None = None) -> list[Token]:
        """The row, tokens and gaps, with every longest match replaced by the token that its pattern builds."""
        letters = "".join([token.letter for token in row])
        if self._size != len(self._alphabet):
            self._learn()
        reduced: list[Token] = []
        position, taken = 0, 0
        while start := self._start.search(letters, position):
            position = start.start()
            candidates = self._candidates(letters, position)
            found = self._match(candidates, letters, position, row, build, trace) if candidates else None
            if found is None:
                position += 1
                continue
            token, reached = found
            if APART not in token.readings:
                reduced += row[taken:position]
                reduced.append(token)
                taken = reached
            position = reached
        return [*reduced, *row[taken:]] if taken else row

    def _match(
        self,
        candidates: list[_Line],
        letters: str,
        position: int,
        row: list[Token],
        build: Builder,
        trace: Trace | None,
    ) -> tuple[Token, int] | None:
        """The longest match here that makes sense; patterns of one length become readings of one token."""
        matches = [
            (m.end(), c, m)
            for c in candidates
            if (m := (c.regex or c.write(self._alphabet)).match(letters, position))
            and (c.far is None or _is_near(c.far, letters, position, row))
        ]
        if not matches:
            return None
        matches.sort(key=lambda match: (-match[0], match[1].order))
        readings: dict[str, Reading] = {}
        names: dict[str, str] = {}
        reached = 0
        for end, line, match in matches:
            if readings and end != reached:
                break
            built = build(line.pattern.section, _slots(line, match, row))
            if trace is not None:
                span = f"{row[position].start}-{row[end - 1].end}"
                trace.lines.append(f"{line.pattern.section}.{line.pattern.name} {span} -> {built}")
            if built is not None and built[0] not in readings:
                kind, readings[built[0]] = built
                names[kind] = f"{line.pattern.section}.{line.pattern.name}"
                reached = end
        if not readings:
            return None
        first, last = row[position], row[reached - 1]
        letter = self._alphabet.letter(frozenset(readings))
        return Token(first.start, last.end, readings, letter, names), reached

    def _candidates(self, letters: str, position: int) -> list[_Line]:
        """The lines that can begin with the two tokens here; letters keep their kinds, so what was found once stays true."""
        following = letters[position + 1 : position + 2]
        if following == SPACE:
            following = letters[position + 2]
        pair = letters[position] + following
        found = self._by_pair.get(pair)
        if found is None:
            first, second = self._alphabet.kinds_of(letters[position]), self._alphabet.kinds_of(following)
            lines = self._by_letter[letters[position]]
            found = self._by_pair[pair] = [line for line in lines if opens(line.items, first, second) - {0}]
        return found

    def _learn(self) -> None:
        """Takes in the letters that are new: lines that name their kinds are written anew when they are asked for."""
        new = self._alphabet.since(self._size)
        for line in self._lines:
            if line.regex is not None and not line.kinds.isdisjoint(new):
                line.regex = None
        for letter in map(chr, range(FIRST + self._size, FIRST + len(self._alphabet))):
            kinds = self._alphabet.kinds_of(letter)
            if lines := [line for line in self._lines if not line.starting.isdisjoint(kinds)]:
                self._by_letter[letter] = lines
        self._start = re.compile(f"[{re.escape(''.join(self._by_letter))}]" if self._by_letter else "(?!)")
        self._size = len(self._alphabet)


def _is_near(wanted: str, letters: str, position: int, row: list[Token]) -> bool:
    """Whether one of these letters stands a few tokens before, or the text begins here."""
    if position <= 2 and row[0].start == 0:  # a word before it and the blank between
        return True
    return any(letter in wanted for letter in letters[max(0, position - _NEAR) : position])


def _slots(line: _Line, match: re.Match[str], row: list[Token]) -> Slots:
    found: dict[str, list[Reading]] = {}
    for index, (slot, kinds) in enumerate(line.slots, start=1):
        at = match.start(index)
        if at >= 0:
            readings = row[at].readings
            for kind in readings:
                if kind in kinds:
                    found.setdefault(slot, []).append(readings[kind])
                    break
    return found
