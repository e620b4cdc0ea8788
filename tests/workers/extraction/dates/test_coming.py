"""Dates that lie a few days or weeks ahead and leave their month or year out."""

from __future__ import annotations

from datetime import datetime

import pytest

from workers.extraction.brief import brief
from workers.extraction.claims import extract
from workers.extraction.dates.anchors import Anchors
from workers.extraction.dates.coming import is_feast_soon, is_next, is_soon
from workers.extraction.dates.dates import Said, SaidSpan

_TODAY = datetime(2025, 11, 20)


def test_a_bare_day_of_the_next_days_is_still_to_come() -> None:
    """News of the 20th that say "on the 21st" mean tomorrow, not a day of last month; what is farther may be either."""
    assert all(is_next(Said(day=day), _TODAY) for day in (21, 29))
    assert not any(is_next(Said(day=day), _TODAY) for day in (19, 20, 30))


def test_a_day_that_names_its_month_or_weekday_is_no_bare_day() -> None:
    """Whoever says 21 October says where it lies."""
    assert not is_next(Said(month=10, day=21), _TODAY)
    assert not is_next(Said(day=21, weekday=2), _TODAY)
    assert not is_next(Said(day=21), None)


def test_a_day_of_a_month_that_is_near_is_the_coming_one() -> None:
    """In November "20 to 21 December" are those of this year; "20 October" is behind, and so are the first ten months."""
    assert is_soon(SaidSpan(Said(month=12, day=20), Said(month=12, day=21)), _TODAY, 45)
    assert is_soon(SaidSpan(None, Said(month=11, day=30)), _TODAY, 45)
    assert not is_soon(Said(month=10, day=20), _TODAY, 45)
    assert not is_soon(SaidSpan(Said(month=1), Said(month=10)), _TODAY, 45)
    assert not is_soon(Said(month=12, day=20), _TODAY, 0)


def test_a_feast_of_the_coming_weeks_is_the_coming_one() -> None:
    """In November the solstice of winter is that of December, the one of summer has been; a lunar January is no Gregorian one."""
    anchors = Anchors(_TODAY)
    assert is_feast_soon(Said(holiday="term/270"), anchors, 45)
    assert not is_feast_soon(Said(holiday="term/90"), anchors, 45)
    assert not is_feast_soon(Said(holiday="term/270"), anchors, 0)
    assert not is_soon(Said(month=1, day=3, lunisolar="chinese"), _TODAY, 45)


@pytest.mark.parametrize(
    ("language", "text", "when"),
    [
        ("en", "Saturday at 9 pm: Leeds v Derby", "2025-11-22T21:00:00"),
        ("fr", "Samedi à 21 h : PSG - Lens", "2025-11-22T21:00:00"),
        ("it", "sabato alle 9", "2025-11-22T09:00:00"),
        ("en", "The shed burnt down on Saturday at 9 pm", "2025-11-15T21:00:00"),
        ("it", "Incendio sabato alle 9 in un capannone", "2025-11-15T09:00:00"),
    ],
)
def test_a_weekday_and_an_hour_alone_on_their_line_are_an_appointment(language: str, text: str, when: str) -> None:
    """A diary names the time and what is on then; what has happened is told in a sentence."""
    assert when in [brief(claim.value) for claim in extract(text, language, _TODAY)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Un train sur trois roule ce jeudi et deux sur cinq vendredi", "2025-11-21"),
        ("Deux trains sur cinq ont été annulés vendredi", "2025-11-14"),
        ("Deux trains sur cinq en panne mercredi", "2025-11-19"),
    ],
)
def test_the_weekday_of_the_next_day_is_tomorrow_unless_a_verb_tells_of_the_past(text: str, day: str) -> None:
    """On a Thursday Friday without a verb is tomorrow, Wednesday was yesterday."""
    assert day in [brief(claim.value) for claim in extract(text, "fr", _TODAY)]
