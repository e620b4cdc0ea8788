"""How the extractor's time grows with hostile texts: repeats of what makes careless patterns slow, in every language.

A text is long enough when reading it takes `_LONG_ENOUGH` seconds; then it is doubled twice. Each time is the least of several
runs, because other work on the machine only ever adds; a pair that looks too steep is measured again before it counts.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from workers.extraction.claims import extract
from workers.extraction.language import available

#: Digits, numerals, separators, brackets, quotes, percent signs, letters, identifiers, whole claims and mixtures.
HOSTILE = (
    *("1", "1,", "1.", "1-", "1:", "1/", "1 ", "1,000,", "1.2.", "0 00 ", "+1 ", "03-", "2025-", "12%、", "(1)", "1\n", "| 1 "),
    *("一", "千万", "十", "几", "数十", "三百二十", "twenty ", "hundred and ", "dreihundert", "vingt-", "하나"),
    *("(", "「", "」", "『", '"', "“", "”", "'", "«", "%", "％", "-", "~", "、", "。", "$", "€", "\n", "\u3000", "&nbsp;", "<b>"),
    *("a", "и", "年", "人", "a-", "a.", "a1", "a@", "www.", "http://a", "Mr. ", "e\u0301", "\U0001f600"),
    *("1月", "1年", "3分の1", "5万人から", "1 million ", "5 or ", "between ", "約", "から", "以上", "last ", "said ", "「1人」"),
)  # fmt: skip
_FIRST = 500
_LONG_ENOUGH = 0.02
_LONGEST = 64_000
_STEEP = 2.3


@dataclass(frozen=True, slots=True)
class Growth:
    """The steeper of two doublings of one repeat, and characters a second at the longest text."""

    language: str
    repeat: str
    length: int
    doubling: float
    rate: float


def growths(repeats: tuple[str, ...] = HOSTILE) -> Iterator[Growth]:
    """The growth of every repeat in every language."""
    for language in available():
        extract("1", language, None)  # loads it
        for repeat in repeats:
            found = _measured(repeat, language)
            for _ in range(2):
                if found.doubling < _STEEP:
                    break
                found = min(found, _measured(repeat, language), key=lambda growth: growth.doubling)
            yield found


def _measured(repeat: str, language: str) -> Growth:
    length = _FIRST
    once = _seconds(repeat, length, language)
    while once < _LONG_ENOUGH and length < _LONGEST:
        length *= 2
        once = _seconds(repeat, length, language)
    twice, four = (_seconds(repeat, length * times, language) for times in (2, 4))
    return Growth(language, repeat, length * 4, max(twice / once, four / twice), length * 4 / four)


def _seconds(repeat: str, length: int, language: str) -> float:
    """The least processor time of three runs over so many characters of a repeat."""
    text = (repeat * (length // len(repeat) + 1))[:length]
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        extract(text, language, None)
        best = min(best, time.process_time() - start)
    return best
