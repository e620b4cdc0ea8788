"""What a text can be found by."""

import pytest

from schemas.terms import terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Bridge", ["bridge", "the"]),
        ("支持率", ["持率", "支持"]),
        ("率", ["率"]),
        ("６４％ 64%", ["64"]),
        ("ﾊﾟｰｾﾝﾄ", ["セン", "パー", "ント", "ーセ"]),
        ("1000億ドル", ["1000", "ドル", "億ド"]),
        ("naïve CAFÉ", ["café", "naïve"]),
        ("지지율", ["지율", "지지"]),
        ("!? --", []),
        ("", []),
        (None, []),
    ],
)
def test_terms_are_words_and_pairs(text: str | None, expected: list[str]) -> None:
    """Folded in width and case; pairs where a script writes no spaces."""
    assert terms(text) == expected


def test_terms_of_several_texts_are_one_sorted_set() -> None:
    """Sentence, subject and speaker together."""
    assert terms("a b", None, "b c") == ["a", "b", "c"]


def test_a_question_finds_the_text_that_holds_it() -> None:
    """Every term of a part is a term of the whole."""
    sentence = "ザルジニーの支持率が64%に上った。"
    assert set(terms("支持率")) <= set(terms(sentence))
    assert not set(terms("持支")) <= set(terms(sentence))


def test_no_term_is_too_long_for_an_index() -> None:
    """A megabyte of digits is one short term."""
    assert [len(term) for term in terms("9" * 1_000_000)] == [64]
