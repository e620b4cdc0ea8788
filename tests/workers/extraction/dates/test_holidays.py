"""Rules of holidays come to the days that calendars print."""

from __future__ import annotations

from datetime import date

import pytest

from workers.extraction.dates.almanac.easter import easter
from workers.extraction.dates.holidays import feast, holiday


@pytest.mark.parametrize(
    ("year", "day"), [(2013, "2013-03-31"), (2019, "2019-04-21"), (2024, "2024-03-31"), (2038, "2038-04-25")]
)
def test_easter_falls_where_the_tables_have_it(year: int, day: str) -> None:
    """Early and late Easters alike."""
    assert easter(year).isoformat() == day


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        ("12-25", "2013-12-25"),
        ("11/4/4", "2013-11-28"),
        ("11/4/4+1", "2013-11-29"),
        ("05/1/-1", "2013-05-27"),
        ("easter-2", "2013-03-29"),
        ("2001-09-11", "2001-09-11"),
        ("pascha", "2013-05-05"),
        ("islamic/10-01", "2013-08-08"),
        ("hebrew/01-15", "2013-03-26"),
        ("hebrew/12-14-1", "2013-02-23"),
        ("tithi/07-30@18", "2013-11-03"),
        ("sun/10", "2013-01-14"),
        ("365/2022-08-16", "2013-08-18"),
        ("11-27>7", "2013-12-01"),
        ("11-22<3", "2013-11-20"),
        ("04-27(6-1)", "2013-04-26"),
        ("04-27(7-1)", "2013-04-27"),
    ],
)
def test_a_rule_names_one_day_of_the_year(rule: str, day: str) -> None:
    """Fixed days, nth weekdays, days around Easter, of other calendars, moved ones, and a day of one year only."""
    assert holiday(rule, 2013) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("rule", "first", "last"),
    [
        ("islamic/09-01..islamic/10-01-1", "2013-07-09", "2013-08-07"),
        ("hebrew/01-14..hebrew/01-22", "2013-03-25", "2013-04-02"),
        ("12-25..01-06", "2013-12-25", "2014-01-06"),
        ("12-25", "2013-12-25", "2013-12-25"),
    ],
)
def test_a_feast_of_many_days_has_two_ends(rule: str, first: str, last: str) -> None:
    """A month of fasting, a week, a season over New Year; a single day is its own end."""
    assert feast(rule, 2013) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("year", [2012, 2015, 2018, 2023])
def test_leap_months_move_no_feast_away(year: int) -> None:
    """In a Hindu or Hebrew leap year autumn feasts stay in autumn."""
    assert holiday("tithi/07-30@18", year).month in (10, 11)
    assert holiday("hebrew/07-10", year).month in (9, 10)


def test_a_rule_that_says_nothing_is_refused() -> None:
    """A typing error in the data must not become a date."""
    with pytest.raises(ValueError, match="full moon"):
        holiday("full moon", 2013)
