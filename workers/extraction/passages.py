"""Passages in another language than their article: a Chinese sentence in a Japanese text, an English quotation in a German one.

Only strong evidence counts, because most sentences with a foreign name are not foreign: characters that the article's language
does not write, or small words of one other language and none of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from workers.extraction.language import available, settings
from workers.extraction.mentions.reader import Mention
from workers.extraction.values import Span

_WORD = re.compile(r"[^\W\d_]+")
_LATIN_LETTERS = "a-z\u00df-\u024f"


def _beginning(script: str = "") -> re.Pattern[str]:
    """What a foreign passage can begin with: one of these characters, or four words of the Latin script in a row.

    Each word is looked at from its first letter only and once, so that letters without an end stay linear. The expression
    begins with the characters themselves, because `re` skips what is none of them ten times as quickly.
    """
    latin = rf"[{_LATIN_LETTERS}]*+['\u2019,;:-]*+ (?:[{_LATIN_LETTERS}]++['\u2019,;:-]*+ ){{2}}[{_LATIN_LETTERS}]"
    listed = f"(?<=[{script}])|" if script else ""
    return re.compile(f"[{script}{_LATIN_LETTERS}](?:{listed}(?<![{_LATIN_LETTERS}].){latin})")


_LATIN = _beginning()
#: Small words of the other language that a passage needs, and how many different ones.
_HITS, _SORTS = 4, 3
#: Characters of the other language's own script that a passage needs, and the part of its letters that they must be.
_OWN, _SHARE = 2, 0.05


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text in one language, other than that of its article."""

    span: Span
    language: str


@dataclass(frozen=True, slots=True)
class _Signs:
    """By what a language shows itself inside a text of another one, and what shows that it is the text's own after all.

    What has no `hint` in it is nowhere foreign.
    """

    own: re.Pattern[str]
    small: frozenset[str]
    scripts: Mapping[str, re.Pattern[str]]
    words: Mapping[str, frozenset[str]]
    spaced: bool
    hint: re.Pattern[str]


def passages(folded: str, sentences: Sequence[Span], quotations: Sequence[Span], home: str) -> list[Passage]:
    """The foreign passages of a folded text, in order: whole sentences, else quotations inside a sentence."""
    signs = _signs(home)
    hit = signs.hint.search(folded)
    if hit is None:
        return []
    found: list[Passage] = []
    first = 0
    for sentence in sentences:
        while first < len(quotations) and quotations[first].end <= sentence.start:
            first += 1
        while hit is not None and hit.start() < sentence.start:
            hit = signs.hint.search(folded, sentence.start)
        if hit is None:
            return found
        if hit.start() >= sentence.end:
            continue
        quoted = list(_within(sentence, quotations, first))
        if code := _language(_without(folded, sentence, quoted), signs):
            found.append(Passage(sentence, code))
            continue
        found += [Passage(span, code) for span in quoted if (code := _language(folded[span.start : span.end], signs))]
    return found


def _within(sentence: Span, quotations: Sequence[Span], first: int) -> Iterator[Span]:
    """The parts of quotations that stand in a sentence; `first` is the first quotation that can."""
    for index in range(first, len(quotations)):
        if quotations[index].start >= sentence.end:
            return
        yield Span(max(quotations[index].start, sentence.start), min(quotations[index].end, sentence.end))


def _without(folded: str, sentence: Span, quoted: Sequence[Span]) -> str:
    """A sentence in its own words: what it quotes may be in another language."""
    if not quoted:
        return folded[sentence.start : sentence.end]
    borders = [sentence.start, *(at for span in quoted for at in (span.start, span.end)), sentence.end]
    return " ".join(folded[start:end] for start, end in zip(borders[::2], borders[1::2], strict=True))


def outside(mentions: Iterable[Mention], found: Sequence[Passage]) -> list[Mention]:
    """The mentions that touch none of the passages."""
    ends = [passage.span.end for passage in found]
    return [
        mention
        for mention in mentions
        if (at := bisect_right(ends, mention.span.start)) == len(found) or mention.span.end <= found[at].span.start
    ]


def _language(words: str, signs: _Signs) -> str | None:
    """The other language that a passage is in, or None."""
    for code, script in signs.scripts.items():
        count = len(script.findall(words))
        if count >= _OWN and count >= _SHARE * len(words) and not signs.own.search(words):
            return code
    if (not signs.spaced and not _LATIN.search(words)) or signs.own.search(words):
        return None
    said = [word for word in _WORD.findall(words) if word in _vocabulary()]
    if len(said) < _HITS:
        return None
    counts = {code: [word for word in said if word in small] for code, small in signs.words.items()}
    best, second, *_ = sorted(counts, key=lambda code: -len(counts[code]))
    hits, mine = len(counts[best]), sum(word in signs.small for word in said)
    enough = hits >= _HITS and len(set(counts[best])) >= _SORTS
    return best if enough and hits > len(counts[second]) and hits > 2 * mine else None


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset(word for code in available() for word in settings(code).get("small-words", ()))


@cache
def _signs(home: str) -> _Signs:
    mine = settings(home)
    script = mine.get("own-script", "")
    others = [code for code in available() if code != home and code not in mine.get("near", ())]
    scripts = {code: own for code in others if (own := settings(code).get("own-script"))}
    spaced = bool(mine["spaced"])
    return _Signs(
        own=re.compile(f"[{script}]" if script else "(?!)"),
        small=frozenset(mine.get("small-words", ())),
        scripts={code: re.compile(f"[{own}]") for code, own in scripts.items()},
        words={code: words for code in others if (words := frozenset(settings(code).get("small-words", ())))},
        spaced=spaced,
        hint=re.compile("") if spaced else _beginning("".join(scripts.values())),
    )
