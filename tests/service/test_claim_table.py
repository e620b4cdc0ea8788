"""Claims as people read them."""

import io
from typing import Any

import pytest
from rich.cells import cell_len
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
        ({"amount": "0.3095", "fraction": {"numerator": "13", "denominator": "42"}}, "13/42"),
    ],
)
def test_a_value_is_shown_exactly_and_briefly(value: dict[str, Any], shown: str) -> None:
    """Bounds, ranges, vagueness and dates each have their sign."""
    assert claim_table.shown_value(value) == shown


@pytest.mark.parametrize("cells", [20, 21, 60])
def test_a_long_sentence_is_cut_around_the_quote(cells: int) -> None:
    """The reader sees the place, on one line that fits."""
    part = claim_table.excerpt("あ" * 200 + "3人\n" + "い" * 200, "3人", cells)
    assert "3人" in part
    assert part.startswith("…あ")
    assert part.endswith("い…")
    assert cell_len(part) <= cells


def test_a_short_sentence_is_not_cut() -> None:
    """Nothing is hidden without need."""
    assert claim_table.excerpt("短い文。", "短い", 20) == "短い文。"


@pytest.mark.parametrize("width", [60, 80, 140])
def test_every_claim_takes_one_line_and_keeps_its_unit_and_score(width: int) -> None:
    """Also in a narrow terminal, where only the sentence gives way."""
    out = io.StringIO()
    unit = {"system": "ISO4217", "code": "USD", "text": "ドル"}
    claim_table.show([claim(amount="48000", unit=unit)] * 3, Console(file=out, width=width))
    lines = out.getvalue().splitlines()
    assert len(lines) == 2 + 3
    assert all("USD" in line and "0.62" in line and "48,000" in line for line in lines[2:])
    assert all(cell_len(line) <= width for line in lines)


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
