"""Quick dataclasses: everything that a frozen dataclass promises, and a constructor that costs less."""

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass

import pytest

from workers.extraction.quick import quick, replace
from workers.extraction.values import Span


@quick
@dataclass(frozen=True, slots=True, order=True)
class Point:
    """A point, that may have a name."""

    x: int
    y: int
    name: str = "none"


def test_a_quick_object_is_what_the_dataclass_says() -> None:
    """By place and by name, with and without what has a default."""
    assert (Point(1, 2).x, Point(1, y=2).y, Point(y=2, x=1).name, Point(1, 2, "a").name) == (1, 2, "none", "a")
    assert repr(Point(1, 2)) == "Point(x=1, y=2, name='none')"


@pytest.mark.parametrize("parts", [(), (1,), (1, 2, "a", 4)])
def test_a_quick_object_lacks_no_field_and_has_no_more(parts: tuple[int, ...]) -> None:
    """As with any dataclass."""
    with pytest.raises(TypeError):
        Point(*parts)  # type: ignore[arg-type]  # that is the test


def test_a_quick_object_stays_as_it_was_made() -> None:
    """Fields can't be set or deleted, and there are no others."""
    point = Point(1, 2)
    with pytest.raises(FrozenInstanceError):
        point.x = 3  # type: ignore[misc]  # that is the test
    with pytest.raises(FrozenInstanceError):
        del point.y
    with pytest.raises((FrozenInstanceError, AttributeError, TypeError)):
        point.z = 3  # type: ignore[attr-defined]  # that is the test
    assert point == Point(1, 2)


def test_quick_objects_are_compared_and_found_by_their_fields() -> None:
    """Equality, order and hashes; one of another class is another thing, a tuple too."""
    assert Point(1, 2) == Point(1, 2) != Point(1, 3)
    assert sorted([Point(2, 1), Point(1, 2)]) == [Point(1, 2), Point(2, 1)]
    assert {Point(1, 2), Point(1, 2)} == {Point(1, 2)}
    others: list[object] = [(1, 2), Span(1, 2)]
    assert Point(1, 2) not in others


def test_a_quick_object_can_be_replaced_copied_and_pickled() -> None:
    """Each gives an object of the same class; what was there before stays as it was."""
    span = Span(1, 2)
    assert replace(span, end=3) == Span(1, 3)
    assert span == Span(1, 2)
    with pytest.raises(TypeError):
        replace(span, middle=3)  # type: ignore[call-arg]  # that is the test
    for same in (copy.copy(span), copy.deepcopy(span), pickle.loads(pickle.dumps(span))):  # noqa: S301  # our own
        assert same == span
        assert type(same) is Span
