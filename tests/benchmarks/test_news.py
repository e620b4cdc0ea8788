"""News gold: marks are read from the text, and a claim is right only if quote, type and value are."""

import pytest

from benchmarks.news.gold import Mark, WrongMark, article, articles, languages, unmarked
from benchmarks.news.neutral import cases
from benchmarks.news.score import pairs, reading


def test_marks_leave_the_text_as_a_reader_sees_it() -> None:
    """Places are code points of the text without its marks."""
    text, marks = unmarked("Rent rose ⟦3%|Percentage 3 %⟧ ⟦in May|Date 2026-05⟧, the ⟦second|?⟧ rise.")
    assert text == "Rent rose 3% in May, the second rise."
    assert marks == (
        Mark(10, 12, "Percentage", "3 %"),
        Mark(13, 19, "Date", "2026-05"),
        Mark(25, 31, "?", ""),
    )


@pytest.mark.parametrize(
    "marked", ["Rent rose ⟦3%|Percentage 3 %.", "Rent rose ⟦3%⟧.", "Rent rose 3%⟧.", "It rose ⟦3%|Share 3 %⟧."]
)
def test_a_mark_that_is_not_closed_or_has_no_type_is_refused(marked: str) -> None:
    """A slip of the pen must not become a text that nobody can read right."""
    with pytest.raises(WrongMark):
        unmarked(marked)


@pytest.mark.parametrize(
    ("marked", "right", "claimed"),
    [
        ("Rent rose by ⟦3%|Percentage 3 %⟧.", 1, 1),
        ("Rent rose for ⟦300|Count 300⟧ tenants.", 1, 1),
        ("Rent rose by ⟦3%|Percentage 4 %⟧.", 0, 1),
        ("Rent rose by ⟦3%|Ratio 3 %⟧.", 0, 1),
        ("Rent rose ⟦by 3%|Percentage 3 %⟧.", 0, 1),
        ("Rent rose by 3%.", 0, 1),
        ("Rent ⟦rose|Percentage 3 %⟧ a lot.", 0, 0),
        ("Rent rose by ⟦3%|?⟧.", 0, 0),
    ],
)
def test_a_claim_is_right_if_quote_type_and_value_are(marked: str, right: int, claimed: int) -> None:
    """Each way to be wrong counts as wrong, and what is doubtful counts neither way."""
    one = article({"name": "rent", "text": marked, "published": "2026-06-01"})
    figures = reading(pairs("en", one))
    assert (figures.right, figures.claimed) == (right, claimed)


@pytest.mark.parametrize("language", languages())
def test_every_article_can_be_read(language: str) -> None:
    """No mark of the committed gold is broken, and no two articles have one name."""
    names = [one.name for one in articles(language)]
    assert names
    assert len(names) == len(set(names))


def test_a_paragraph_is_a_case_of_the_neutral_format() -> None:
    """Places count from the paragraph's beginning; what is doubtful has no numeral, so that nobody is judged by it."""
    text = (
        "Rents\nThey cost ⟦more than £900 a month|Money > 900 GBP per 1 mo⟧ ⟦in May|Date 2026-05⟧, the ⟦second|?⟧ rise."
    )
    one = article({"name": "rent", "text": text, "published": "2026-06-01"})
    amounts, dates = (list(cases("en", one, scope)) for scope in ("amounts", "dates"))
    assert [case["offset"] for case in amounts] == [0, 6]
    money, doubtful = amounts[1]["expected"]
    assert amounts[1]["text"][money["start"] : money["end"]] == money["surface"] == "more than £900 a month"
    assert (money["kind"], money["value"]["currency"], money["value"]["min"], money["value"]["max"]) == (
        "amount.money",
        "GBP",
        "900",
        None,
    )
    assert not doubtful["has_numeral"]
    assert [item["value"] for item in dates[1]["expected"]] == ["2026-05", None]
