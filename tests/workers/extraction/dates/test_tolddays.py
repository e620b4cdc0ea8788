"""Days by their number alone: the one that was told with its month before, unless it is the news day."""

from __future__ import annotations

from datetime import datetime

from workers.extraction.claims import extract
from workers.extraction.values import Period

PUBLISHED = datetime(2026, 4, 9)


def _days(text: str) -> list[str]:
    return [claim.value.edtf for claim in extract(text, "ja", PUBLISHED) if isinstance(claim.value, Period)]


def test_a_day_told_with_its_month_is_meant_by_its_number_again() -> None:
    """The attack of 27 February stays the attack of that day in the next paragraph."""
    text = "2月27日に攻撃を受けた。\n会社が調べている。\n犯人は27日に侵入した。"
    assert _days(text) == ["2026-02-27", "2026-02-27"]


def test_a_day_that_nobody_told_is_the_nearest_one() -> None:
    """Without it the last 27th is meant."""
    assert _days("会社が調べている。\n犯人は27日に侵入した。") == ["2026-03-27"]


def test_the_news_day_is_not_one_of_months_ago() -> None:
    """What was published on the 9th about the 8th speaks of yesterday, whatever happened on 8 February."""
    assert _days("2月8日に攻撃を受けた。\n会社が調べている。\n会社は8日に発表した。") == ["2026-02-08", "2026-04-08"]
