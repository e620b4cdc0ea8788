"""Bare numbers that leave their unit to the quantity that was told before them."""

from __future__ import annotations

import pytest

from workers.extraction.brief import brief
from workers.extraction.claims import extract


def _values(text: str) -> list[str]:
    return [brief(claim.value) for claim in extract(text, "de", None)]


def test_what_it_was_is_of_the_unit_before_it() -> None:
    """A reader knows that 2,900 are euros, too."""
    assert _values("Das kostet 4.400 Euro, davor waren es 2.900.") == ["4400 EUR", "2900 EUR"]


@pytest.mark.parametrize(
    "text",
    [
        "Das kostet 4.400 Euro, davor kamen 2.900.",
        "Das kostet 4.400 Euro. Davor waren es 2.900.",
        "Das kostet 44 Cent, davor waren es 29.",
        "Das kostet 4.400.000 Euro, davor waren es 29.",
    ],
)
def test_another_number_keeps_to_itself(text: str) -> None:
    """Without the words, in another sentence, behind cents or of another magnitude it may be of anything."""
    assert "EUR" not in _values(text)[-1]
