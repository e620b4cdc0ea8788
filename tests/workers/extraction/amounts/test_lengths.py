"""Lengths of time: which of two is the longer one."""

from __future__ import annotations

from decimal import Decimal

from workers.extraction.amounts.lengths import is_longer

_YEAR = ((Decimal(1), "year"),)


def test_a_year_is_longer_than_eleven_months_and_three_weeks() -> None:
    """A range of lengths does not fall: from fifteen years to two is told of several people."""
    assert is_longer(_YEAR, ((Decimal(11), "month"), (Decimal(3), "week")))


def test_no_length_is_longer_than_itself() -> None:
    """Nor is half a day longer than twelve hours."""
    assert not is_longer(_YEAR, _YEAR)
    assert not is_longer(((Decimal("0.5"), "day"),), ((Decimal(12), "hour"),))
