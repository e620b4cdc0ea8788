"""Who says it: the cue words of a sentence and the speaker beside them."""

from __future__ import annotations

import re
from functools import cache

from workers.extraction.language import Language
from workers.extraction.values import Attribution, Span, Subject

OWN = Attribution(None, None, "own")


@cache
def _cues(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)


def attribution(text: str, sentence: Span, quote: Span, language: Language) -> Attribution:
    """Who says the quantity at `quote`: the first cue of the language's list that its sentence has; else the article itself.

    A cue is a regular expression with the groups `speaker` (may be missing) and `cue`.
    """
    for cue in _cues(tuple(language.cues.get("meaning-speech", {}).get("cues", ()))):
        found = cue.search(text, sentence.start, sentence.end)
        if found is None:
            continue
        speaker = _part(text, found, "speaker")
        direct = _quoted(text, sentence, quote)
        return Attribution(speaker, _part(text, found, "cue"), "direct" if direct else "reported")
    return OWN


def _part(text: str, found: re.Match[str], name: str) -> Subject | None:
    if name not in found.re.groupindex or found.group(name) is None:
        return None
    start, end = found.span(name)
    return Subject(text[start:end], Span(start, end))


def _quoted(text: str, sentence: Span, quote: Span) -> bool:
    before = text[sentence.start : quote.start]
    return before.count("\u300c") > before.count("\u300d") or before.count("\u201c") > before.count("\u201d") or before.count('"') % 2 == 1
