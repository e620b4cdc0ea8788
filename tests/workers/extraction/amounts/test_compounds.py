"""Numbers that are written in one word or with hyphens, as German and French write them."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from workers.extraction.claims import extract
from workers.extraction.mentions.reader import reader
from workers.extraction.text import fold
from workers.extraction.tokens.numerals import Number


def _number(text: str, language: str) -> Number | None:
    """The one number token that the whole text is, or None."""
    tokens = reader(language).tokens(text, fold(text))
    if len(tokens) != 1 or (tokens[0].start, tokens[0].end) != (0, len(text)):
        return None
    return next((reading for reading in tokens[0].readings.values() if isinstance(reading, Number)), None)


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("einundzwanzig", "de", "21"),
        ("dreihundertzwanzig", "de", "320"),
        ("eintausendeinhundertfünfzig", "de", "1150"),
        ("anderthalb Millionen", "de", "1500000"),
        ("1.234.567,89", "de", "1234567.89"),
        ("quatre-vingt-dix-sept", "fr", "97"),
        ("soixante et onze", "fr", "71"),
        ("trente-et-un", "fr", "31"),
        ("un million deux cent mille", "fr", "1200000"),
        ("1 234 567,89", "fr", "1234567.89"),
    ],
)
def test_parts_written_together_make_one_number(text: str, language: str, value: str) -> None:
    """Units before tens, twenties and sixties with room for nineteen, and groups with points or blanks."""
    number = _number(text, language)
    assert number is not None
    assert number.value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Zweifel", "de"),
        ("zwei und zwanzig", "de"),
        ("zwanzig drei", "de"),
        ("ein", "de"),
        ("91 millions un", "fr"),
        ("une", "fr"),
    ],
)
def test_what_only_looks_like_parts_is_no_number(text: str, language: str) -> None:
    """Words that begin with a number word, loose numbers and articles stay what they are."""
    assert _number(text, language) is None


def test_a_word_of_ten_thousand_letters_takes_no_time() -> None:
    """One endless compound is read in linear time."""
    started = time.perf_counter()
    assert extract("einundzwanzig" * 1000, "de", None) == []
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("language", "text", "first"),
    [
        ("it", "3 milioni e 900mila euro", "3 milioni e 900mila euro"),
        ("pt", "3 milhões e 900 mil euros", "3 milhões e 900 mil euros"),
        ("it", "3 milioni e 900 euro", "3 milioni"),
        ("it", "3 milioni e 5 miliardi di euro", "3 milioni"),
    ],
)
def test_thousands_behind_millions_are_a_part_of_the_number(language: str, text: str, first: str) -> None:
    """Three million and 900 thousand is one number; with plain hundreds or with milliards it would be two."""
    assert extract(text, language, None)[0].quote.of(text) == first
