"""Dates in digits: where day and month could be exchanged, the claim says so; where a weekday is told, it decides."""

from __future__ import annotations

from datetime import datetime

import pytest

from workers.extraction.claims import extract
from workers.extraction.values import Claim, Period


def _only(text: str) -> Claim:
    (claim,) = extract(text, "en", datetime(2025, 11, 20))
    return claim


@pytest.mark.parametrize("date", ["03/04/2026", "3-4-2026", "03.04.2026"])
def test_a_date_that_reads_both_ways_carries_a_warning(date: str) -> None:
    """English papers write both orders; ours is the language's, and the reader is told."""
    claim = _only(f"It ends on {date}.")
    assert "ambiguous-date" in claim.warnings
    assert isinstance(claim.value, Period)
    assert claim.value.edtf == "2026-03-04"


@pytest.mark.parametrize(
    ("date", "edtf"),
    [
        ("13/04/2026", "2026-04-13"),
        ("04/13/2026", "2026-04-13"),
        ("05/05/2026", "2026-05-05"),
        ("2026-03-04", "2026-03-04"),
    ],
)
def test_a_date_that_reads_one_way_carries_none(date: str, edtf: str) -> None:
    """A day past the twelfth, day and month alike, and the year first leave no doubt."""
    claim = _only(f"It ends on {date}.")
    assert isinstance(claim.value, Period)
    assert (claim.value.edtf, claim.warnings) == (edtf, ())


@pytest.mark.parametrize(
    ("date", "edtf"),
    [
        ("Friday, December 5", "2025-12-05"),
        ("Thursday, December 5", "2024-12-05"),
        ("Sunday, November 16", "2025-11-16"),
    ],
)
def test_the_weekday_of_a_date_tells_its_year(date: str, edtf: str) -> None:
    """5 December is a Friday in 2025 and was a Thursday in 2024."""
    value = _only(f"Doors opened on {date}.").value
    assert isinstance(value, Period)
    assert value.edtf == edtf


def test_a_weekday_that_fits_no_year_near_changes_nothing() -> None:
    """A slip of the writer leaves the nearest past."""
    value = _only("Doors opened on Monday, December 5.").value
    assert isinstance(value, Period)
    assert value.edtf == "2024-12-05"
