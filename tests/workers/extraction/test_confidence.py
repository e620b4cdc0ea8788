"""How sure a claim is: by documented signals whose weights are data."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from workers.extraction import confidence as module
from workers.extraction.claims import extract
from workers.extraction.confidence import confidence, signals
from workers.extraction.values import Quantity

WEIGHTS = tomllib.loads((Path(module.__file__).parent / "confidence.toml").read_text())["weights"]


def sure(text: str, language: str = "en") -> Decimal:
    """The confidence of the only claim."""
    (claim,) = extract(text, language, None)
    return claim.confidence


def test_money_is_surer_than_a_bare_number() -> None:
    """A sign, a unit and a pattern that can mean one thing only."""
    assert sure("It cost $2.9 billion.") > sure("He saw 12 there.") > Decimal("0.5")


def test_a_date_that_nothing_places_is_less_sure() -> None:
    """Without a year and a publication date there is no telling."""
    assert sure("It began on 3 May.") < sure("It began on 3 May 2024.")


def test_another_reading_lowers_confidence_and_is_kept() -> None:
    """What else the words can be is said, not hidden."""
    plain = signals(Quantity("Count", Decimal(3)), "3 cases", bare=False, alternatives=False, warned=False)
    torn = signals(Quantity("Count", Decimal(3)), "3 cases", bare=False, alternatives=True, warned=False)
    assert torn == (*plain, "ambiguous")
    assert confidence(torn) < confidence(plain)


@pytest.mark.parametrize("found", [(), ("no-such-signal",), tuple(WEIGHTS)])
def test_confidence_is_a_probability(found: tuple[str, ...]) -> None:
    """Two decimals, never quite nought or one."""
    assert Decimal("0.01") <= confidence(found) <= Decimal("0.99")
    assert confidence(found).as_tuple().exponent == -2
