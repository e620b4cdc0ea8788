"""Time grows with the length of a text and not with its square; counted in work where that can be counted."""

import sys
import time
from collections.abc import Callable
from types import FrameType

import pytest

from workers.extraction.claims import extract
from workers.extraction.language import available
from workers.extraction.tokens.identifiers import DOTTED_DATE, IDENTIFIER, MODEL, NOT_NUMBERS

#: What has made an extractor slow: runs of digits, numerals, brackets, quotes, words, claims.
MIXTURE = (
    '1,000. (一千万) "3月" 12%、a-1. 「5万人から3万人」 twenty one hundred, и 2025-1/2 http://a.b/1 in den 1990er '
)
REPEATS = ("1月", "1,", "一", "5万人から", "two hundred and ")
LENGTH = 2000


def calls(text: str, language: str) -> int:
    """How many functions, ours and built-in ones, are called while a text is read: the same on every machine."""
    for _ in range(3):  # what is built at the first readings and kept is no part of the growth
        extract(text, language, None)
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        extract(text, language, None)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("language", available())
def test_twice_the_text_is_twice_the_work(language: str) -> None:
    """A mixture of everything that is hostile, in every language."""
    once, twice = (MIXTURE * (times * LENGTH // len(MIXTURE)) for times in (1, 2))
    assert calls(twice, language) < 2.2 * calls(once, language)


@pytest.mark.parametrize("repeat", REPEATS)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_twice_the_repeat_is_twice_the_work(language: str, repeat: str) -> None:
    """One sentence without an end, of one word."""
    once, twice = (repeat * (times * LENGTH // len(repeat)) for times in (1, 2))
    assert calls(twice, language) < 2.2 * calls(once, language)


def best_of(runs: int, work: Callable[[], object]) -> float:
    """The least processor time of a few runs, in seconds: other work on the machine only ever adds."""

    def seconds() -> float:
        start = time.process_time()
        work()
        return time.process_time() - start

    return min(seconds() for _ in range(runs))


@pytest.mark.parametrize("repeat", ["1,", "1年", "1人 ", "a"])
@pytest.mark.parametrize("language", ["de", "en", "ja", "ko"])
def test_a_sentence_without_an_end_is_read_in_linear_time(language: str, repeat: str) -> None:
    """Each quantity looks at its own surroundings, each word at its own letters; the square would be 16 times here."""
    extract("1", language, None)
    short, long = (repeat * (length // len(repeat)) for length in (1_000, 4_000))
    assert best_of(2, lambda: extract(long, language, None)) < 10 * best_of(3, lambda: extract(short, language, None))


@pytest.mark.parametrize("repeat", ["a-", "a.", "1月", "a1", "a@", "1.", "0-", "+1 "])
@pytest.mark.parametrize("pattern", [IDENTIFIER, NOT_NUMBERS, DOTTED_DATE, MODEL], ids=["id", "not", "dotted", "model"])
def test_an_identifier_is_not_looked_for_to_the_end_of_the_text(pattern: object, repeat: str) -> None:
    """Work inside one expression can't be counted; its square would be 16 times here, and is told from 4 by any clock."""

    def walk(length: int) -> None:
        text, position = (repeat * length)[:length], 0
        while position < length:
            found = pattern.match(text, position)  # type: ignore[attr-defined]  # a compiled expression
            position = found.end() if found and found.end() > position else position + 1

    assert best_of(3, lambda: walk(16_000)) < 10 * max(best_of(3, lambda: walk(4_000)), 0.002)
