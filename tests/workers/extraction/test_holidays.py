"""Rules of holidays come to the days that calendars print."""

from __future__ import annotations

from datetime import date

import pytest

from workers.extraction.holidays import easter, holiday


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
    ],
)
def test_a_rule_names_one_day_of_the_year(rule: str, day: str) -> None:
    """Fixed days, nth weekdays, days around Easter, and a day of one year only."""
    assert holiday(rule, 2013) == date.fromisoformat(day)


def test_a_rule_that_says_nothing_is_refused() -> None:
    """A typing error in the data must not become a date."""
    with pytest.raises(ValueError, match="full moon"):
        holiday("full moon", 2013)
