"""Cursors come back as they went out, and only where they went out."""

import pytest

from service import paging
from service.errors import InvalidCursor

BINDING = paging.binding_of("w", "/v1/claims", {"kind": "date"})


def test_a_cursor_names_its_place() -> None:
    """Whatever the listing put in."""
    assert paging.read(paging.write([810, "an id", None], BINDING), BINDING) == [810, "an id", None]


def test_a_page_may_change_its_size_on_the_way() -> None:
    """Limit and cursor are no filters."""
    assert paging.binding_of("w", "/v1/claims", {"kind": "date", "limit": "7", "cursor": "x"}) == BINDING


@pytest.mark.parametrize(
    "other",
    [
        paging.binding_of("v", "/v1/claims", {"kind": "date"}),
        paging.binding_of("w", "/v1/articles", {"kind": "date"}),
        paging.binding_of("w", "/v1/claims", {"kind": "amount"}),
        paging.binding_of("w", "/v1/claims", {}),
    ],
)
def test_a_cursor_of_another_listing_is_refused(other: bytes) -> None:
    """Another tenant's, another address', another filter's."""
    with pytest.raises(InvalidCursor):
        paging.read(paging.write([1], other), BINDING)


@pytest.mark.parametrize("cut", range(1, 20, 3))
def test_a_cut_cursor_is_refused(cut: int) -> None:
    """A piece is no cursor."""
    with pytest.raises(InvalidCursor):
        paging.read(paging.write([1, "id"], BINDING)[:-cut], BINDING)


@pytest.mark.parametrize("text", ["", "a", "====", "\u3042", "AAAA", "-_-_" * 100])
def test_what_is_no_cursor_is_refused(text: str) -> None:
    """Nothing of it is looked into."""
    with pytest.raises(InvalidCursor):
        paging.read(text, BINDING)
