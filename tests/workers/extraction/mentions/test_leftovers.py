"""What news texts carry with them: entities, tags, tables pasted as text, lines cut for their width."""

import pytest

from workers.extraction.claims import extract
from workers.extraction.text import fold


def quotes(text: str, language: str = "en") -> list[str]:
    """The words of every claim."""
    return [claim.quote.of(text) for claim in extract(text, language, None)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "It cost 5&nbsp;million&nbsp;dollars.", ["5&nbsp;million&nbsp;dollars"]),
        ("fr", "Elle compte 1&nbsp;234 habitants.", ["1&nbsp;234 habitants"]),
        ("en", "We lost <b>12</b> percent.", ["12</b> percent"]),
        ("ja", "資産は3000億<b>ドル</b>だ。", ["3000億<b>ドル"]),
        ("ja", "兵士は60\u200b万人だ。", ["60\u200b万人"]),
        ("en", "<td>2024</td><td>300 people</td>", ["2024", "300 people"]),
        ("en", "| 2024 | $5 million |\n| 2025 | $6 million |", ["2024", "$5 million", "2025", "$6 million"]),
    ],
)
def test_leftovers_of_markup_hide_no_quantity(language: str, text: str, expected: list[str]) -> None:
    """Cells of a table are apart, blanks and tags inside a line are not."""
    assert quotes(text, language) == expected


def test_a_wrapped_line_goes_on() -> None:
    """A text that was cut at 60 characters has quantities in two lines, and one sentence."""
    text = "The company said that the new bridge had cost about 2.9\nbillion dollars and not less."
    (claim,) = extract(text, "en", None)
    assert claim.quote.of(text) == "about 2.9\nbillion dollars"
    assert claim.sentence.of(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Turnout in 2024\nMillion voters stayed home",
        "01/01/2026\n2025-12-28",
        "Total: 12\nPeople: 30",
        "12\n\npercent of them",
    ],
)
def test_the_next_line_is_not_the_same_quantity(text: str) -> None:
    """Headlines, datelines, lists and paragraphs end where they end."""
    assert not any("\n" in quote for quote in quotes(text))


@pytest.mark.parametrize("text", ["a &nbsp; b", "<b>x</b>", "1 < 2 and 3 > 2", "AT&T", "<td>\n</td>", "\u00ad\u200b"])
def test_folding_keeps_every_offset(text: str) -> None:
    """One character for one, whatever is left out of sight."""
    assert len(fold(text)) == len(text)
