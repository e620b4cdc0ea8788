"""The number algebra on English words, which need every part of it that Japanese does not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from workers.extraction.mentions.reader import reader
from workers.extraction.text import fold
from workers.extraction.tokens.numerals import Number


def _number(text: str) -> Number | None:
    """The one number token that the whole text is, or None."""
    tokens = reader("en").tokens(text, fold(text))
    if len(tokens) != 1 or (tokens[0].start, tokens[0].end) != (0, len(text)):
        return None
    return next((reading for reading in tokens[0].readings.values() if isinstance(reading, Number)), None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("two hundred and two thousand", "202000"),
        ("half a million", "500000"),
        ("a dozen", "12"),
        ("two and a half billion", "2500000000"),
        ("three million and a half", "3500000"),
        ("minus 1,200,000", "-1200000"),
        (".25", "0.25"),
        ("12,34,567.89", "1234567.89"),
        ("35 lakh", "3500000"),
    ],
)
def test_words_and_digits_make_one_number(text: str, value: str) -> None:
    """Scales, articles, halves, signs and groups come to one exact decimal."""
    number = _number(text)
    assert number is not None
    assert number.value == Decimal(value)


@pytest.mark.parametrize(("text", "value"), [("21st", 21), ("twenty-first", 21), ("two hundredth", 200), ("3rd", 3)])
def test_an_ordinal_is_no_cardinal(text: str, value: int) -> None:
    """An ordinal keeps its value, and no pattern over cardinals takes it."""
    number = _number(text)
    assert number is not None
    assert number.value == Decimal(value)
    assert number.ordinal
    assert "number" not in reader("en").tokens(text, fold(text))[0].readings


def test_dozens_have_bounds_and_no_false_precision() -> None:
    """A vague word says from where to where, not how many."""
    number = _number("dozens")
    assert number is not None
    assert number.vague
    assert number.low is not None
    assert number.high is not None
    assert number.low < number.high


@pytest.mark.parametrize("text", ["a", "half", "few", "and"])
def test_a_word_that_only_multiplies_is_no_number(text: str) -> None:
    """An article or a half counts only before a scale."""
    assert _number(text) is None


def test_only_a_plain_amount_lends_its_scale() -> None:
    """Six million can share its million with a five before it; one million and two hundred can't."""
    six, more = _number("6 million"), _number("one million two hundred")
    assert six is not None
    assert more is not None
    assert (six.scale, more.scale) == (Decimal(1000000), None)


def test_more_digits_than_a_contract_carries_are_no_number() -> None:
    """A run of 41 digits is an identifier: cut to 40 it would be a wrong amount; 40 digits are kept whole."""
    assert _number("9" * 41) is None
    kept = _number("9" * 40)
    assert kept is not None
    assert kept.value == Decimal("9" * 40)
