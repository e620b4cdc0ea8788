"""Raw agreement and Cohen's kappa, against worked examples and against what must always hold."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.agreement import Agreement, Table, measure

RATINGS = ("true", "mixed", "false")
TABLES = st.dictionaries(st.tuples(st.sampled_from(RATINGS), st.sampled_from(RATINGS)), st.integers(1, 200), min_size=1)


@pytest.mark.parametrize(
    ("table", "raw", "kappa"),
    [
        # The two-by-two table by which most textbooks explain kappa: po = 0.7, pe = 0.5.
        ({("y", "y"): 20, ("y", "n"): 5, ("n", "y"): 10, ("n", "n"): 15}, "0.7000", "0.4000"),
        # The same raw agreement, with other margins.
        ({("y", "y"): 45, ("y", "n"): 15, ("n", "y"): 25, ("n", "n"): 15}, "0.6000", "0.1304"),
        ({("y", "y"): 25, ("y", "n"): 35, ("n", "y"): 5, ("n", "n"): 35}, "0.6000", "0.2593"),
        ({("y", "n"): 10, ("n", "y"): 10}, "0.0000", "-1.0000"),
        ({("y", "y"): 3, ("n", "n"): 4}, "1.0000", "1.0000"),
    ],
)
def test_kappa_is_what_the_books_say(table: Table, raw: str, kappa: str) -> None:
    """Worked by hand, four places."""
    assert measure(table) == Agreement(sum(table.values()), Decimal(raw), Decimal(kappa))


@pytest.mark.parametrize(("table", "pairs", "raw"), [({}, 0, None), ({("y", "y"): 5}, 5, Decimal("1.0000"))])
def test_kappa_does_not_exist_where_chance_agrees_as_well(table: Table, pairs: int, raw: Decimal | None) -> None:
    """No pairs, or one rating only: null, not 0 and not 1."""
    assert measure(table) == Agreement(pairs, raw, None)


@given(TABLES)
def test_kappa_is_the_same_from_both_sides_and_never_above_raw(table: dict[tuple[str, str], int]) -> None:
    """Turning the table round changes nothing; what chance gives is taken off, not added."""
    turned = measure({(other, one): times for (one, other), times in table.items()})
    found = measure(table)
    assert found == turned
    assert found.raw is not None
    assert 0 <= found.raw <= 1
    assert found.kappa is None or -1 <= found.kappa <= found.raw
