"""The lunisolar calendars: their days in ours, leap months, and where the two calendars differ."""

from __future__ import annotations

from datetime import date

import pytest

from workers.extraction.dates.almanac.lunisolar import lunisolar_day, month
from workers.extraction.dates.holidays import holiday


def test_new_year_falls_where_the_almanac_says() -> None:
    """First days of Chinese years that are known from the news."""
    assert [month("chinese", year, 1).first for year in (2020, 2023, 2025, 2026)] == [
        date(2020, 1, 25), date(2023, 1, 22), date(2025, 1, 29), date(2026, 2, 17),
    ]  # fmt: skip


def test_each_year_ends_where_the_next_begins() -> None:
    """The lengths of the months fill the table without a gap or an overlap."""
    for calendar, last in (("chinese", 2098), ("korean", 2049)):
        for year in range(1901, last):
            days = (month(calendar, year, 12).last - month(calendar, year, 12).first).days
            following = month(calendar, year + 1, 1).first
            assert (
                0 < (following - month(calendar, year, 12).first).days - days <= 31
            )  # a leap twelfth month may come between


def test_a_leap_month_stands_behind_its_namesake() -> None:
    """2025 has a second sixth month; the seventh begins after it."""
    assert month("chinese", 2025, 6, leap=True).first == date(2025, 7, 25)
    assert month("chinese", 2025, 7).first == date(2025, 8, 23)


def test_a_leap_month_that_the_year_has_not_is_refused() -> None:
    """2025 has no second fifth month."""
    with pytest.raises(ValueError, match="5"):
        month("chinese", 2025, 5, leap=True)


def test_the_thirtieth_of_a_short_month_is_refused() -> None:
    """The second month of 2025 has 29 days."""
    with pytest.raises(ValueError, match="30"):
        month("chinese", 2025, 2).day(30)


def test_korea_counts_from_its_own_meridian() -> None:
    """In 2027 the new moon falls on another day in Seoul than in Beijing."""
    assert (month("korean", 2027, 1).first, month("chinese", 2027, 1).first) == (date(2027, 2, 7), date(2027, 2, 6))


def test_a_day_of_the_twelfth_month_is_looked_for_in_the_year_before() -> None:
    """The eighth of the twelfth month falls into January."""
    assert lunisolar_day("chinese", 2025, 12, 8) == date(2025, 1, 7)


def test_a_year_without_a_table_has_no_holiday() -> None:
    """Nothing is guessed beyond the table."""
    with pytest.raises(ValueError, match="1800"):
        holiday("chinese/01-01", 1800)


def test_the_eve_and_the_solar_terms_are_told_by_rules() -> None:
    """New Year's Eve is the day before; Qingming is a day of the sun."""
    assert holiday("chinese/01-01-1", 2025) == date(2025, 1, 28)
    assert [holiday("term/15", year) for year in (2024, 2025, 2026)] == [
        date(2024, 4, 4),
        date(2025, 4, 4),
        date(2026, 4, 5),
    ]
