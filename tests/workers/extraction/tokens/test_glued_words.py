"""Languages without spaces, and languages whose particles are glued to their words."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from workers.extraction.claims import extract
from workers.extraction.values import Claim, Comparator, Period, Quantity

PUBLISHED = datetime(2025, 11, 20)


def _only(text: str, language: str) -> Claim:
    (claim,) = extract(text, language, PUBLISHED)
    return claim


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("一万二千三百", 12300),
        ("两千四百五", 2450),
        ("一千零五", 1005),
        ("三千零十二", 3012),
        ("10万万", 10**9),
        ("1千零20", 1020),
    ],
)
def test_a_last_digit_counts_the_next_lower_scale_unless_a_nought_stands_before_it(text: str, amount: int) -> None:
    """A lone digit behind hundreds or more is a short form; a nought keeps the ones."""
    value = _only(text, "zh").value
    assert isinstance(value, Quantity)
    assert value.amount == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "language"), [("500余人受伤", "zh"), ("20多万家企业", "zh"), ("40여 명이 다쳤다", "ko")]
)
def test_something_unsaid_on_top_makes_a_number_a_lower_bound(text: str, language: str) -> None:
    """The amount that is said is the least that is meant, and not itself included."""
    value = _only(text, language).value
    assert isinstance(value, Quantity)
    assert value.comparator is Comparator.MORE


def test_an_amount_without_such_a_word_is_no_bound() -> None:
    """The plain count stays exact."""
    value = _only("500人受伤", "zh").value
    assert isinstance(value, Quantity)
    assert value.comparator is None


def test_digits_that_follow_each_other_are_vague() -> None:
    """Seven or eight hundred people: from the one to the other."""
    value = _only("七八百人到场", "zh").value
    assert isinstance(value, Quantity)
    assert (value.low, value.high) == (Decimal(700), Decimal(800))


def test_digits_of_a_year_are_not_vague() -> None:
    """1978 holds a seven and an eight, and is one year."""
    value = _only("一九七八年", "zh").value
    assert isinstance(value, Period)
    assert value.edtf == "1978"


def test_a_range_shares_the_scale_of_its_upper_end() -> None:
    """Eighteen to thirty myriads of yen: the tens belong to the amount, the myriad to both."""
    value = _only("十八至三十万日元", "zh").value
    assert isinstance(value, Quantity)
    assert (value.low, value.high) == (Decimal(180000), Decimal(300000))


@pytest.mark.parametrize(
    "text", ["김현수도 이대호도 웃었다.", "원한을 품었다.", "한 시민이 신고했다.", "이명박 전 대통령"]
)
def test_syllables_inside_korean_words_are_no_numbers(text: str) -> None:
    """Number words begin where a word begins and end where a particle may follow."""
    assert extract(text, "ko", PUBLISHED) == []


def test_a_native_numeral_before_its_counter_is_read() -> None:
    """Two people, with a particle behind the counter."""
    value = _only("두 명이 다쳤다.", "ko").value
    assert isinstance(value, Quantity)
    assert value.amount == 2


@pytest.mark.parametrize(
    ("text", "day"), [("오는 16일", "2025-12-16"), ("지난 28일", "2025-10-28"), ("지난 16일", "2025-11-16")]
)
def test_a_day_of_the_coming_or_past_month_follows_its_word(text: str, day: str) -> None:
    """The coming 16th lies in the next month when this month's is over, the last 28th in the one before."""
    value = _only(text, "ko").value
    assert isinstance(value, Period)
    assert value.edtf == day
