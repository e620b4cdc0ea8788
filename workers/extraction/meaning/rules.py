"""Rules: short sentences over kinds of words, compiled to expressions over letters, with what each can't match without."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import or_

from workers.extraction.tokens.token import Alphabet

#: The quantity that is asked about.
SELF = "self"
_ITEM = re.compile(
    r"\s*(?:(?P<group>[a-z]+)=\(|(?P<look>\(\?<?[=!])|(?P<sign>[()|?*+.])"
    r"|(?:(?P<slot>[a-z]+)=)?(?P<not>!?)(?P<kinds>[a-z][\w-]*(?:\|[a-z][\w-]*)*))"
)
_MACRO = re.compile(r"\$([a-z][\w-]*)")


class MalformedRule(ValueError):
    """A rule of meaning.toml can't be read: a kind that no table lists, or a bracket left open."""


@dataclass(frozen=True)
class Rule:
    """One rule: its name, its expression over letters, with the slots as named groups, and what it `needs`.

    Of each set of letters that it needs, one letter must stand in a sentence, or it can't match. The sets are bits: where
    `rule.needs & ~met` is not 0, the rule need not be tried. That is quicker than an expression that fails.
    """

    name: str
    expression: str
    needs: int

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The expression, compiled when a sentence first meets what the rule needs. Raises MalformedRule."""
        try:
            return re.compile(self.expression, re.DOTALL)
        except re.error as problem:
            raise MalformedRule(f"{self.name}: {problem}") from problem


@dataclass(slots=True)
class _Bracket:
    """What was read of an open bracket: the sets of letters of which its alternatives need one each."""

    looks: bool = False
    done: list[list[frozenset[str]]] = field(default_factory=list)
    needed: list[frozenset[str]] = field(default_factory=list)

    def needs(self) -> list[frozenset[str]]:
        """The sets of letters of which one each must stand for the bracket to match; those of several alternatives as one."""
        alternatives = [*self.done, self.needed]
        if self.looks or not all(alternatives):
            return []
        if not self.done:
            return self.needed
        return [frozenset().union(*(min(needed, key=len) for needed in alternatives))]


class Writer:
    """Writes rules as expressions over letters."""

    def __init__(self, alphabet: Alphabet, declared: frozenset[str], macros: Mapping[str, str]) -> None:
        self._alphabet = alphabet
        self._declared = declared
        self._macros = macros
        self._bits: dict[frozenset[str], int] = {}

    def meets(self) -> Mapping[str, int]:
        """Letter -> the bits of the sets that hold it, of all that the rules written so far need."""
        found: dict[str, int] = {}
        for letters, bit in self._bits.items():
            for letter in letters:
                found[letter] = found.get(letter, 0) | bit
        return found

    def nearest(self, rules: Mapping[str, str]) -> Iterator[Rule]:
        """Rules that find their last place in the sentence: each speaks of `self`, which is there once."""
        return (self._rule(name, rule, ".*") for name, rule in rules.items())

    def first(self, rules: Mapping[str, str]) -> Iterator[Rule]:
        """Rules that find every place, from the left."""
        return (self._rule(name, rule) for name, rule in rules.items())

    def _rule(self, name: str, rule: str, prefix: str = "") -> Rule:
        """One rule as an expression. Raises MalformedRule."""
        source = _MACRO.sub(
            lambda macro: f"({self._macros[macro[1]]})", _MACRO.sub(lambda macro: f"({self._macros[macro[1]]})", rule)
        )
        items = list(self._items(name, source.rstrip()))
        expression = f"{prefix}(?:{''.join(self._item(name, item) for item in items)})"
        return Rule(name, expression, self._needs(items))

    def _items(self, name: str, source: str) -> Iterator[re.Match[str]]:
        position = 0
        while position < len(source):
            item = _ITEM.match(source, position)
            if item is None:
                raise MalformedRule(f"{name}: {source!r} at {position}")
            yield item
            position = item.end()

    def _item(self, name: str, item: re.Match[str]) -> str:
        if item["group"]:
            return f"(?P<{item['group']}>"
        if item["look"] or item["sign"]:
            return item["look"] or ("(?:" if item["sign"] == "(" else item["sign"])
        kinds = item["kinds"].split("|")
        if unknown := set(kinds) - self._declared:
            raise MalformedRule(f"{name}: no table lists {', '.join(sorted(unknown))}")
        letters = re.escape(self._alphabet.letters_with(kinds))
        one = (f"[^{letters}]" if letters else ".") if item["not"] else (f"[{letters}]" if letters else "(?!)")
        return f"(?P<{item['slot']}>{one})" if item["slot"] else one

    def _needs(self, items: list[re.Match[str]]) -> int:
        """The bits of the sets of letters of which one each must stand for the rule to match."""
        open_, last = [_Bracket()], list[frozenset[str]]()
        for item in items:
            sign = item["sign"]
            if item["group"] or item["look"] or sign == "(":
                open_.append(_Bracket(looks=bool(item["look"])))
                last = []
            elif sign == ")":
                last = open_.pop().needs()
                open_[-1].needed += last
            elif sign == "|":
                open_[-1].done.append(open_[-1].needed)
                open_[-1].needed = []
                last = []
            elif sign in ("?", "*"):
                del open_[-1].needed[len(open_[-1].needed) - len(last) :]
                last = []
            elif sign is None:
                letters = "" if item["not"] else self._alphabet.letters_with(item["kinds"].split("|"))
                last = [frozenset(letters)] if letters else []
                open_[-1].needed += last
            elif sign == ".":
                last = []
        return reduce(or_, (self._bits.setdefault(needed, 1 << len(self._bits)) for needed in open_[0].needs()), 0)
