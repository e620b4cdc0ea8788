"""Where a date that names no year lies: behind, as news tell, unless the words around it say that it is still to come."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from workers.extraction.values import Span

#: What parts the clauses of a sentence, after folding, where it stands in no number.
_COMMAS = ",;:()\u3001\u3002\u30fb\u2013\u2014"
_ASIDE = re.compile(r"\([^()]{0,80}\)")
_CLAUSE = re.compile(rf"(?<!\d)[{_COMMAS}]|[{_COMMAS}](?!\d)")
#: A quotation in corner brackets has verbs of its own; a date inside one has no others.
_QUOTED = re.compile("[\u300c\u300e][^\u300c-\u300f]*[\u300d\u300f]")
_QUOTE_END = re.compile("[\u300d\u300f]")
#: How far around a date its words are looked for, and how short what stands before a date that opens its sentence is.
_REACH, _OPENING = 160, 16


class Tense:
    """The tense words of one language: its tense.toml, see there for each table."""

    def __init__(self, words: Mapping[str, Any], *, spaced: bool) -> None:
        self._verb_last = bool(words.get("verb-last", False))
        self._leaning = bool(words.get("verbless-leans", False))
        self._before = _pattern(words.get("before", ()), spaced, r"\s?\Z")
        self._leading = _pattern(words.get("leading", ()), spaced)
        self._behind = _pattern(words.get("behind", ()), spaced)
        ahead, past = (_alternatives(words.get(name, ()), spaced) for name in ("ahead", "past"))
        to_come, gone = (_endings(words.get(f"{name}-endings", ())) for name in ("ahead", "past"))
        self._faint = re.compile(_endings(words.get("faint-past-endings", ())))
        self._cues = re.compile(f"(?P<past>{past}|{gone})|(?P<ahead>{ahead}|{to_come})")
        self.soon = int(words.get("soon-days", 0))
        self.lately = int(words.get("lately-days", 0))
        self._leads = _pattern(words.get("length-leads", ()), spaced, r"\s*")
        self._since = re.compile(f"{_alternatives(words.get('since', ()), spaced)}\\s?")
        self._records = _pattern(words.get("records", ()), spaced)
        self.lengths = bool(words.get("past-lengths", False))

    def is_ahead(self, folded: str, date: Span, sentence: Span) -> bool | None:
        """Whether the words of the sentence say that this date is still to come; None where they say nothing."""
        if self._is_since(folded, date):
            return False
        before = _ASIDE.sub("", folded[max(sentence.start, date.start - _REACH) : date.start])
        behind = _ASIDE.sub("", folded[date.end : min(sentence.end, date.end + _REACH)])
        cue = self._cue(before, behind)
        if cue is not None:
            return cue.lastgroup == "ahead"
        if self._faint.search(_CLAUSE.split(before)[-1]):
            return False
        beside = self._before.search(before) or self._leading.match(folded, date.start, date.end)
        return True if beside is not None or self._behind.match(behind.lstrip()) else None

    def _is_since(self, folded: str, date: Span) -> bool:
        """Whether "since" stands before the date, or begins its quote: that is gone whatever the verb says."""
        if self._since.match(folded, date.start, date.end):
            return True
        return any(
            found.end() == date.start for found in self._since.finditer(folded, max(0, date.start - 16), date.start)
        )

    def is_told(self, folded: str, date: Span, sentence: Span, *, exact: bool = False) -> bool:
        """Whether the verb of its clause tells of the past, or a sentence with other words tells of nothing ahead.

        What is the highest in so many years has been so in years that are gone; an `exact` length has two units or more.
        """
        before = folded[max(sentence.start, date.start - _REACH) : date.start]
        if self._records.search(_CLAUSE.split(before)[-1]):
            return True
        cue = self._cue(before, folded[date.end : min(sentence.end, date.end + _REACH)])
        if cue is None:
            led = self._leads.match(folded, date.start, date.end) is not None and (exact or len(before) > _OPENING)
            return led and all(other.lastgroup == "past" for other in self._cues.finditer(before))
        return cue.lastgroup == "past"

    def lead_end(self, folded: str, date: Span) -> int:
        """Where a length of time begins behind the word that leads it."""
        lead = self._leads.match(folded, date.start, date.end)
        return lead.end() if lead else date.start

    def _cue(self, before: str, behind: str) -> re.Match[str] | None:
        return self._last_verb(behind) if self._verb_last else self._nearest(before, behind)

    def _last_verb(self, behind: str) -> re.Match[str] | None:
        """The verb of a date in a language that puts it last: the next one, or the sentence's behind a comma."""
        behind = _QUOTE_END.split(_QUOTED.sub("", behind), maxsplit=1)[0]
        if not _opens(behind):
            return self._cues.search(behind)
        found = None
        for found in self._cues.finditer(behind):  # noqa: B007 - the last one counts
            pass
        return found

    def _nearest(self, before: str, behind: str) -> re.Match[str] | None:
        """The verb of a date's clause: the last one before it, else the first behind it, else that of the clauses before."""
        clause = _CLAUSE.split(before)[-1]
        found = None
        for found in self._cues.finditer(clause):  # noqa: B007 - the last one counts
            pass
        if found is None and _opens(behind) and len(clause.strip()) <= _OPENING:
            found = self._cues.search(behind)
        found = found or self._cues.search(_CLAUSE.split(behind, maxsplit=1)[0])
        if found is None and self._leaning and "," in before:  # a clause without a verb of its own
            for found in self._cues.finditer(before):  # noqa: B007 - the last one counts
                pass
        return found


def _opens(behind: str) -> bool:
    return behind.lstrip()[:1] in _COMMAS[:1] + "\u3001" and bool(behind.strip())


def _alternatives(words: Iterable[str], spaced: bool) -> str:
    listed = "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
    if not listed:
        return "(?!)"
    return rf"(?<![^\W\d_])(?:{listed})(?![^\W\d_])" if spaced else listed


def _endings(endings: Iterable[str]) -> str:
    """Words that end so, and have a stem before it."""
    listed = "|".join(map(re.escape, endings))
    return rf"(?<![^\W\d_])[^\W\d_]{{2,}}(?:{listed})(?![^\W\d_])" if listed else "(?!)"


def _pattern(words: Iterable[str], spaced: bool, end: str = "") -> re.Pattern[str]:
    return re.compile(f"(?:{_alternatives(words, spaced)}){end}")
