"""The grammar: short sentences over token kinds become regexes over letters; leftmost-longest is decided here and only here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from workers.extraction.tokens import SPACE, Alphabet, Reading, Token, letters_of

#: What a pattern found: slot name -> readings in order of appearance.
Slots = Mapping[str, Sequence[Reading]]
#: Makes the kind and the value of a section's slots, or None where they make no sense together.
Builder = Callable[[str, Slots], tuple[str, Reading] | None]

_ITEM = re.compile(r"\s*(?:(?P<slot>[a-z][a-z0-9_]*)=)?(?P<kinds>[a-z#][\w#-]*(?:\|[a-z#][\w#-]*)*)|\s*(?P<sign>[()|?*+~])")
_MACRO = re.compile(r"\$([a-z][\w-]*)")


class MalformedPattern(ValueError):
    """A pattern line can't be read: see languages/README.md for how patterns are written."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern line: its name, the section that builds its value, and its items."""

    name: str
    section: str
    source: str


@dataclass(slots=True)
class _Compiled:
    pattern: Pattern
    regex: re.Pattern[str]
    slots: tuple[tuple[str, frozenset[str]], ...]
    order: int


@dataclass(slots=True)
class Trace:
    """What was tried and why it was dropped; filled only when somebody asks for an explanation."""

    lines: list[str] = field(default_factory=list)


class Stage:
    """One pass of patterns over tokens: what matches becomes one token, the rest stays."""

    def __init__(self, sections: Mapping[str, Mapping[str, str]], macros: Mapping[str, str], alphabet: Alphabet) -> None:
        self._alphabet = alphabet
        self._patterns = [
            Pattern(name, section, _expand(source, macros)) for section, lines in sections.items() for name, source in lines.items()
        ]
        self._items = [_parse(pattern) for pattern in self._patterns]
        self._compiled_for = -1
        self._by_letter: dict[str, list[_Compiled]] = {}

    def first_kinds(self) -> frozenset[str]:
        """The kinds with which some pattern can begin: the scanner looks for these everywhere."""
        return frozenset(kind for items in self._items for kind in _firsts(items)[0])

    def reduce(self, tokens: list[Token], folded: str, build: Builder, trace: Trace | None = None) -> list[Token]:
        """The tokens with every longest match replaced by the token that its pattern builds."""
        if not tokens:
            return tokens
        letters, owners = letters_of(tokens, folded)
        if self._compiled_for != len(self._alphabet):
            self._compile()
        reduced: list[Token] = []
        position, count = 0, len(letters)
        by_letter = self._by_letter
        while position < count:
            candidates = by_letter.get(letters[position])
            if candidates is not None:
                found = self._match(candidates, letters, position, owners, tokens, build, trace)
                if found is not None:
                    token, position = found
                    reduced.append(token)
                    continue
            if owners[position] >= 0:
                reduced.append(tokens[owners[position]])
            position += 1
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
        matches = [(m.end(), c, m) for c in candidates if (m := c.regex.match(letters, position))]
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
        for order, (pattern, items) in enumerate(zip(self._patterns, self._items, strict=True)):
            writer = _Writer(self._alphabet)
            source = writer.write(items)
            compiled.append((_Compiled(pattern, re.compile(source), tuple(writer.slots), order), _firsts(items)[0]))
        for one, firsts in compiled:
            for letter in self._alphabet.letters_with(firsts):
                self._by_letter.setdefault(letter, []).append(one)
        self._compiled_for = len(self._alphabet)


@dataclass(frozen=True, slots=True)
class _Kinds:
    kinds: frozenset[str]
    slot: str | None


@dataclass(frozen=True, slots=True)
class _Tight:
    """Between two items: no space may stand here."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Alternatives in brackets, or one item, with its repeat sign ('', ?, *, +)."""

    alternatives: tuple[tuple[_Node, ...], ...]
    repeat: str


_Node = _Kinds | _Tight | _Group


def _expand(source: str, macros: Mapping[str, str]) -> str:
    for _ in range(8):
        expanded = _MACRO.sub(lambda match: f"({macros[match.group(1)]})", source)
        if expanded == source:
            return source
        source = expanded
    raise MalformedPattern(source)


def _parse(pattern: Pattern) -> tuple[_Node, ...]:
    items = list(_lex(pattern.source))
    alternatives, rest = _parse_alternatives(items, 0, pattern)
    if rest != len(items):
        raise MalformedPattern(f"{pattern.section}.{pattern.name}: {pattern.source}")
    return alternatives[0] if len(alternatives) == 1 else (_Group(alternatives, ""),)


def _lex(source: str) -> Iterator[_Kinds | str]:
    position, text = 0, source.rstrip()
    while position < len(text):
        item = _ITEM.match(text, position)
        if item is None:
            raise MalformedPattern(f"{source!r} at {position}")
        yield item["sign"] or _Kinds(frozenset(item["kinds"].split("|")), item["slot"])
        position = item.end()


def _parse_alternatives(items: Sequence[_Kinds | str], at: int, pattern: Pattern) -> tuple[tuple[tuple[_Node, ...], ...], int]:
    alternatives: list[tuple[_Node, ...]] = []
    nodes: list[_Node] = []
    while at < len(items):
        item = items[at]
        if item == ")":
            break
        if item == "|":
            alternatives.append(tuple(nodes))
            nodes = []
        elif item == "(":
            inner, at = _parse_alternatives(items, at + 1, pattern)
            if at >= len(items):
                raise MalformedPattern(f"{pattern.section}.{pattern.name}: bracket not closed")
            nodes.append(_Group(inner, ""))
        elif item == "~":
            nodes.append(_Tight())
        elif isinstance(item, str):
            if not nodes:
                raise MalformedPattern(f"{pattern.section}.{pattern.name}: nothing to repeat")
            last = nodes.pop()
            nodes.append(_Group(last.alternatives, item) if isinstance(last, _Group) else _Group(((last,),), item))
        else:
            nodes.append(item)
        at += 1
    alternatives.append(tuple(nodes))
    return tuple(alternatives), at


def _firsts(nodes: Sequence[_Node]) -> tuple[frozenset[str], bool]:
    """The kinds that can stand first, and whether all of it can be left out."""
    kinds: frozenset[str] = frozenset()
    for node in nodes:
        if isinstance(node, _Tight):
            continue
        if isinstance(node, _Kinds):
            return kinds | node.kinds, False
        inner = [_firsts(alternative) for alternative in node.alternatives]
        kinds = kinds.union(*(firsts for firsts, _ in inner))
        if node.repeat not in ("?", "*") and not any(empty for _, empty in inner):
            return kinds, False
    return kinds, True


class _Writer:
    """Writes nodes as a regex over letters; a space may stand before every item but the first and tight ones."""

    def __init__(self, alphabet: Alphabet) -> None:
        self._alphabet = alphabet
        self.slots: list[tuple[str, frozenset[str]]] = []

    def write(self, nodes: Sequence[_Node], leading: bool = True) -> str:
        parts: list[str] = []
        tight = leading
        for node in nodes:
            if isinstance(node, _Tight):
                tight = True
                continue
            parts.append(self._node(node, tight))
            tight = False
        return "".join(parts)

    def _node(self, node: _Kinds | _Group, tight: bool) -> str:
        if isinstance(node, _Group):
            inner = "|".join(self.write(alternative, tight) for alternative in node.alternatives)
            if node.repeat in ("*", "+") and tight:
                again = "|".join(self._again(alternative) for alternative in node.alternatives)
                return f"(?:{inner})(?:{again})*" if node.repeat == "+" else f"(?:(?:{inner})(?:{again})*)?"
            return f"(?:{inner}){node.repeat}"
        space = "" if tight else f"{SPACE}?"
        letters = re.escape(self._alphabet.letters_with(node.kinds))
        one = f"[{letters}]" if letters else "(?!)"
        if node.slot is None:
            return space + one
        self.slots.append((node.slot, node.kinds))
        return f"{space}({one})"

    def _again(self, alternative: Sequence[_Node]) -> str:
        return self.write(alternative, leading=False)


def _slots(compiled: _Compiled, match: re.Match[str], owners: list[int], tokens: list[Token]) -> Slots:
    found: dict[str, list[Reading]] = {}
    for index, (slot, kinds) in enumerate(compiled.slots, start=1):
        at = match.start(index)
        if at >= 0:
            token = tokens[owners[at]]
            kind = next(kind for kind in token.readings if kind in kinds)
            found.setdefault(slot, []).append(token.readings[kind])
    return found
