"""Pattern lines: short sentences over token kinds, with named slots, and how they become regexes over letters.

`slot=kind|kind` is an item, brackets, `|`, `?`, `*`, `+` are as in regexes, `~` lets no space stand, `$name` is a macro.
`&item` must follow and `!item` must not, `<kinds` must stand right before and `!<kinds` must not, `<<kinds` must stand
within a few words before (or the text begins here): none of it is quoted. What must follow may fill slots: the unit that a
number shares with the next one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from workers.extraction.tokens.token import SPACE, Alphabet

_ITEM = re.compile(
    r"\s*(?:(?P<slot>[a-z][a-z0-9_]*)=)?(?P<kinds>[a-z#][\w#-]*(?:\|[a-z#][\w#-]*)*)|\s*(?P<sign>[()|?*+~&!<])"
)
#: Nothing that people write repeats more often; a bound keeps hostile repeats linear in the text.
_MOST_REPEATS = 8
_REPEATS = {"": "", "?": "?", "*": f"{{0,{_MOST_REPEATS}}}", "+": f"{{1,{_MOST_REPEATS}}}"}
_MACRO = re.compile(r"\$([a-z][\w-]*)")


class MalformedPattern(ValueError):
    """A pattern line can't be read: see languages/README.md for how patterns are written."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern line: its name, the section that builds its value, and its items."""

    name: str
    section: str
    source: str


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

    alternatives: tuple[tuple[Node, ...], ...]
    repeat: str


@dataclass(frozen=True, slots=True)
class _Ahead:
    """What must (&) or must not (!) follow, without being part of the match."""

    node: _Kinds | _Group
    wanted: bool


@dataclass(frozen=True, slots=True)
class _Behind:
    """What must (<) or must not (!<) stand right before the match."""

    kinds: frozenset[str]
    wanted: bool


@dataclass(frozen=True, slots=True)
class _Far:
    """What must stand somewhere before the match (<<), within a few words, unless the text begins there."""

    kinds: frozenset[str]


Node = _Behind | _Far | _Kinds | _Tight | _Group | _Ahead


def expand(source: str, macros: Mapping[str, str]) -> str:
    """The line with every $name replaced by its macro, in brackets. Raises MalformedPattern where macros never end."""
    for _ in range(8):
        expanded = _MACRO.sub(lambda match: f"({macros[match.group(1)]})", source)
        if expanded == source:
            return source
        source = expanded
    raise MalformedPattern(source)


def parse(pattern: Pattern) -> tuple[Node, ...]:
    """The items of a pattern line. Raises MalformedPattern."""
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


def _parse_alternatives(
    items: Sequence[_Kinds | str], at: int, pattern: Pattern
) -> tuple[tuple[tuple[Node, ...], ...], int]:
    alternatives: list[tuple[Node, ...]] = []
    nodes: list[Node] = []
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
        elif item == "<" and items[at + 1 : at + 2] == ["<"]:
            at += 2
            far = items[at] if at < len(items) else ""
            if not isinstance(far, _Kinds) or nodes:
                raise MalformedPattern(f"{pattern.section}.{pattern.name}: << stands first, before kinds")
            nodes.append(_Far(far.kinds))
        elif item == "<" or (item == "!" and items[at + 1 : at + 2] == ["<"]):
            at += 1 if item == "<" else 2
            before = items[at] if at < len(items) else ""
            if not isinstance(before, _Kinds) or any(not isinstance(node, _Far) for node in nodes):
                raise MalformedPattern(f"{pattern.section}.{pattern.name}: < stands first, before kinds")
            nodes.append(_Behind(before.kinds, wanted=item == "<"))
        elif item in ("&", "!"):
            following, at = _parse_item(items, at + 1, pattern)
            nodes.append(_Ahead(following, wanted=item == "&"))
            continue
        elif isinstance(item, str):
            if not nodes:
                raise MalformedPattern(f"{pattern.section}.{pattern.name}: nothing to repeat")
            last = nodes.pop()
            if isinstance(last, _Ahead | _Behind | _Far):
                raise MalformedPattern(f"{pattern.section}.{pattern.name}: what stands around can't be repeated")
            nodes.append(_Group(last.alternatives, item) if isinstance(last, _Group) else _Group(((last,),), item))
        else:
            nodes.append(item)
        at += 1
    alternatives.append(tuple(nodes))
    return tuple(alternatives), at


def _parse_item(items: Sequence[_Kinds | str], at: int, pattern: Pattern) -> tuple[_Kinds | _Group, int]:
    """The one item or bracket that stands behind "&" or "!", and where to go on."""
    item = items[at] if at < len(items) else ""
    if isinstance(item, _Kinds):
        return item, at + 1
    if item == "(":
        inner, closed = _parse_alternatives(items, at + 1, pattern)
        if closed < len(items):
            return _Group(inner, ""), closed + 1
    raise MalformedPattern(f"{pattern.section}.{pattern.name}: nothing behind & or !")


def alternatives(nodes: tuple[Node, ...]) -> tuple[tuple[Node, ...], ...]:
    """The alternatives of a whole line, each to be tried on its own, so that the longest wins and not the first."""
    only = nodes[0] if len(nodes) == 1 else None
    return only.alternatives if isinstance(only, _Group) and not only.repeat else (nodes,)


def behinds(nodes: Sequence[Node]) -> frozenset[str]:
    """The kinds that a pattern asks for right before it: the scanner must find them, too."""
    return frozenset(kind for node in nodes if isinstance(node, _Behind | _Far) for kind in node.kinds)


def far(nodes: Sequence[Node]) -> frozenset[str] | None:
    """The kinds of which one must stand somewhere before, or None where nothing is asked."""
    return next((node.kinds for node in nodes if isinstance(node, _Far)), None)


def named(nodes: Sequence[Node]) -> frozenset[str]:
    """Every kind that the nodes name."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, _Group):
            found.update(*map(named, node.alternatives))
        elif isinstance(node, _Ahead):
            found |= named((node.node,))
        elif not isinstance(node, _Tight):
            found |= node.kinds
    return frozenset(found)


def firsts(nodes: Sequence[Node]) -> tuple[frozenset[str], bool]:
    """The kinds that can stand first, and whether all of it can be left out."""
    kinds: frozenset[str] = frozenset()
    for node in nodes:
        if isinstance(node, _Tight | _Ahead | _Behind | _Far):
            continue
        if isinstance(node, _Kinds):
            return kinds | node.kinds, False
        inner = [firsts(alternative) for alternative in node.alternatives]
        kinds = kinds.union(*(starting for starting, _ in inner))
        if node.repeat not in ("?", "*") and not any(empty for _, empty in inner):
            return kinds, False
    return kinds, True


def opens(nodes: Sequence[Node], first: frozenset[str], second: frozenset[str], at: Collection[int] = (0,)) -> set[int]:
    """How many of the next two tokens, of these kinds, the nodes can have taken; empty where they can't begin so.

    `at` is how many were taken before. What stands around is not looked at, and two tokens taken are as good as all.
    """
    taken = set(at)
    for node in nodes:
        if isinstance(node, _Kinds):
            after = taken & {2}
            if 0 in taken and not node.kinds.isdisjoint(first):
                after.add(1)
            if 1 in taken and not node.kinds.isdisjoint(second):
                after.add(2)
            taken = after
        elif isinstance(node, _Group):
            after = set().union(*(opens(alternative, first, second, taken) for alternative in node.alternatives))
            if node.repeat in ("*", "+"):
                after = after.union(*(opens(alternative, first, second, after) for alternative in node.alternatives))
            taken = after | taken if node.repeat in ("?", "*") else after
    return taken


class Writer:
    """Writes nodes as a regex over letters; a space may stand before every item but the first and tight ones."""

    def __init__(self, alphabet: Alphabet) -> None:
        self._alphabet = alphabet
        self.slots: list[tuple[str, frozenset[str]]] = []

    def write(self, nodes: Sequence[Node], leading: bool = True) -> str:
        """The regex of these nodes; `leading` means that no blank may stand before the first."""
        parts: list[str] = []
        tight = leading
        for node in nodes:
            if isinstance(node, _Tight):
                tight = True
                continue
            if isinstance(node, _Far):
                continue
            if isinstance(node, _Behind):
                parts.append(self._behind(node))
                continue
            if isinstance(node, _Ahead):
                parts.append(f"(?{'=' if node.wanted else '!'}{self._node(node.node, tight=False)})")
                continue
            parts.append(self._node(node, tight))
            tight = False
        return "".join(parts)

    def _node(self, node: _Kinds | _Group, tight: bool) -> str:
        if isinstance(node, _Group):
            inner = "|".join(self.write(alternative, tight) for alternative in node.alternatives)
            if node.repeat in ("*", "+") and tight:
                again = "|".join(self._again(alternative) for alternative in node.alternatives)
                again = f"(?:{inner})(?:{again}){{0,{_MOST_REPEATS}}}"
                return again if node.repeat == "+" else f"(?:{again})?"
            return f"(?:{inner}){_REPEATS[node.repeat]}"
        space = "" if tight else f"{SPACE}?"
        letters = re.escape(self._alphabet.letters_with(node.kinds))
        one = f"[{letters}]" if letters else "(?!)"
        if node.slot is None:
            return space + one
        self.slots.append((node.slot, node.kinds))
        return f"{space}({one})"

    def _behind(self, node: _Behind) -> str:
        letters = re.escape(self._alphabet.letters_with(node.kinds))
        if not letters:
            return "(?!)" if node.wanted else ""
        if node.wanted:
            return f"(?:(?<=[{letters}])|(?<=[{letters}]{SPACE}))"
        return f"(?<![{letters}])(?<![{letters}]{SPACE})"

    def _again(self, alternative: Sequence[Node]) -> str:
        return self.write(alternative, leading=False)
