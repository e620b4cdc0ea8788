"""Claims as people read them."""

import io
from typing import Any

import pytest
from rich.console import Console

from service import claim_table


def claim(**value: Any) -> dict[str, Any]:
    """A claim as the API sends it, as far as the table looks."""
    return {
        "text": "市によると、約4万8000人が利用した。",
        "value": {"raw": "約4万8000人", **value},
        "worthiness": {"score": "0.62"},
    }


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ({"amount": "48000", "approximate": True}, "~ 48,000"),
        ({"amount": "35000", "comparator": ">="}, "≥ 35,000"),
        ({"amount": None, "lowerBound": "120", "upperBound": "150"}, "120–150"),
        ({"amount": None, "lowerBound": None, "upperBound": "2.50", "comparator": "<"}, "< 2.50"),
        ({"amount": "100000000000000000000.1"}, "100,000,000,000,000,000,000.1"),
        ({"edtf": "2026-04-18", "amount": None}, "2026-04-18"),
        ({"amount": "5", "lowerBound": "5", "upperBound": "5"}, "5"),
    ],
)
def test_a_value_is_shown_exactly_and_briefly(value: dict[str, Any], shown: str) -> None:
    """Bounds, ranges, vagueness and dates each have their sign."""
    assert claim_table.shown_value(value) == shown


def test_a_long_sentence_is_cut_around_the_quote() -> None:
    """The reader sees the place, on one line."""
    part = claim_table.excerpt("あ" * 200 + "3人\n" + "い" * 200, "3人")
    assert "3人" in part
    assert part.startswith("…")
    assert part.endswith("…")
    assert len(part) <= 62


def test_a_short_sentence_is_not_cut() -> None:
    """Nothing is hidden without need."""
    assert claim_table.excerpt("短い文。", "短い") == "短い文。"


def test_square_brackets_in_an_article_are_printed_not_obeyed() -> None:
    """An article cannot paint the terminal."""
    out = io.StringIO()
    claim_table.show([claim(amount="1") | {"text": "[bold red]x[/] 約4万8000人"}], Console(file=out, width=200))
    assert "[bold red]x[/]" in out.getvalue()


def test_a_control_character_in_an_article_does_not_reach_the_terminal() -> None:
    """An escape sequence could rewrite the screen."""
    out = io.StringIO()
    claim_table.show([claim(amount="1") | {"text": "\x1b[2J\x07約4万8000人"}], Console(file=out, width=200))
    assert "\x1b" not in out.getvalue()
    assert "\x07" not in out.getvalue()


def test_every_claim_is_a_row() -> None:
    """The number under the table is the number of claims."""
    assert claim_table.show([claim(amount="1"), claim(amount="2")], Console(file=io.StringIO())) == 2
    assert claim_table.show([], Console(file=io.StringIO())) == 0
