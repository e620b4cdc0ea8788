"""The grammar: short sentences over token kinds become regexes over letters; leftmost-longest is decided here and only here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from workers.extraction.patterns import Pattern, Writer, alternatives, behinds, expand, far, firsts, parse
from workers.extraction.tokens import Alphabet, Reading, Token, letters_of

#: How many letters before a match count as near: tokens and the gaps between them.
_NEAR = 14
#: The kind of a match whose tokens stay as they are: it only keeps other patterns of its stage away.
APART = "apart"
#: What a pattern found: slot name -> readings in order of appearance.
Slots = Mapping[str, Sequence[Reading]]
#: Makes the kind and the value of a section's slots, or None where they make no sense together.
Builder = Callable[[str, Slots], tuple[str, Reading] | None]


@dataclass(slots=True)
class _Compiled:
    pattern: Pattern
    regex: re.Pattern[str]
    slots: tuple[tuple[str, frozenset[str]], ...]
    order: int
    far: str | None


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
        self._items = [(pattern, items) for pattern in self._patterns for items in alternatives(parse(pattern))]
        self._compiled_for = -1
        self._by_letter: dict[str, list[_Compiled]] = {}
        self._start = re.compile("(?!)")

    def first_kinds(self) -> frozenset[str]:
        """The kinds with which some pattern can begin, or that must stand before: the scanner looks for these everywhere."""
        return frozenset(kind for _, items in self._items for kind in firsts(items)[0] | behinds(items))

    def reduce(self, tokens: list[Token], folded: str, build: Builder, trace: Trace | None = None) -> list[Token]:
        """The tokens with every longest match replaced by the token that its pattern builds."""
        if not tokens:
            return tokens
        letters, owners = letters_of(tokens, folded)
        if self._compiled_for != len(self._alphabet):
            self._compile()
        reduced: list[Token] = []
        position, taken = 0, 0
        while start := self._start.search(letters, position):
            position = start.start()
            found = self._match(self._by_letter[start.group()], letters, position, owners, tokens, build, trace)
            if found is None:
                position += 1
                continue
            token, reached = found
            if APART not in token.readings:
                reduced.extend(tokens[taken : owners[position]])
                reduced.append(token)
                taken = owners[reached - 1] + 1
            position = reached
        reduced.extend(tokens[taken:])
        return reduced

    def _match(
        self,
        candidates: list[_Compiled],
        letters: str,
        position: int,
        owners: list[int],
        tokens: list[Token],
        build: Builder,
        trace: Trace | None,
    ) -> tuple[Token, int] | None:
        """The longest match here that makes sense; patterns of one length become readings of one token."""
        matches = [
            (m.end(), c, m)
            for c in candidates
            if (m := c.regex.match(letters, position)) and (c.far is None or _is_near(c.far, letters, position, tokens))
        ]
        if not matches:
            return None
        matches.sort(key=lambda match: (-match[0], match[1].order))
        readings: dict[str, Reading] = {}
        names: dict[str, str] = {}
        reached = 0
        for end, compiled, match in matches:
            if readings and end != reached:
                break
            built = build(compiled.pattern.section, _slots(compiled, match, owners, tokens))
            if trace is not None:
                span = f"{tokens[owners[position]].start}-{tokens[owners[end - 1]].end}"
                trace.lines.append(f"{compiled.pattern.section}.{compiled.pattern.name} {span} -> {built}")
            if built is not None and built[0] not in readings:
                kind, readings[built[0]] = built
                names[kind] = f"{compiled.pattern.section}.{compiled.pattern.name}"
                reached = end
        if not readings:
            return None
        first, last = tokens[owners[position]], tokens[owners[reached - 1]]
        letter = self._alphabet.letter(frozenset(readings))
        return Token(first.start, last.end, readings, letter, names), reached

    def _compile(self) -> None:
        self._by_letter = {}
        compiled = []
        for order, (pattern, items) in enumerate(self._items):
            writer = Writer(self._alphabet)
            source = writer.write(items)
            wanted = far(items)
            near = None if wanted is None else self._alphabet.letters_with(wanted)
            compiled.append(
                (_Compiled(pattern, re.compile(source), tuple(writer.slots), order, near), firsts(items)[0])
            )
        for one, starting in compiled:
            for letter in self._alphabet.letters_with(starting):
                self._by_letter.setdefault(letter, []).append(one)
        self._start = re.compile(f"[{re.escape(''.join(self._by_letter))}]" if self._by_letter else "(?!)")
        self._compiled_for = len(self._alphabet)


def _is_near(wanted: str, letters: str, position: int, tokens: list[Token]) -> bool:
    """Whether one of these letters stands a few tokens before, or the text begins here."""
    if position <= 2 and tokens[0].start == 0:  # a word before it and the blank between
        return True
    return any(letter in wanted for letter in letters[max(0, position - _NEAR) : position])


def _slots(compiled: _Compiled, match: re.Match[str], owners: list[int], tokens: list[Token]) -> Slots:
    found: dict[str, list[Reading]] = {}
    for index, (slot, kinds) in enumerate(compiled.slots, start=1):
        at = match.start(index)
        if at >= 0:
            token = tokens[owners[at]]
            kind = next(kind for kind in token.readings if kind in kinds)
            found.setdefault(slot, []).append(token.readings[kind])
    return found
