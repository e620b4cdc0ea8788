"""Clauses: the smallest part of a sentence that can be checked alone, with its own place."""

import pytest

from workers.extraction.claims import extract
from workers.extraction.values import Claim


def claim(language: str, text: str, quote: str) -> Claim:
    """The claim whose quote holds these words."""
    return next(one for one in extract(text, language, None) if quote in one.quote.of(text))


@pytest.mark.parametrize(
    ("language", "text", "quote", "clause"),
    [
        ("ja", "輸出額は7兆円で、輸入額は8兆円だった。", "8兆円", "輸入額は8兆円だった"),
        ("ja", "市長は「市の赤字は12億円に膨らんだ。改革を急ぐ」と述べた。", "12億円", "市の赤字は12億円に膨らんだ"),
        ("ja", "財務省によると、税収は75兆円だった。", "75兆円", "税収は75兆円だった"),
        ("en", "The ministry said that losses reached $7 million.", "$7 million", "losses reached $7 million"),
        ("en", "Exports rose 3%, and imports fell 5%, the office said.", "5%", "imports fell 5%"),
        ("ja", "工場の拡張には65億円を投じ、能力を3倍に高める。", "65億円", "工場の拡張には65億円を投じ"),
        (
            "en",
            "The fire, which began at dawn, destroyed 26 homes.",
            "26 homes",
            "The fire, which began at dawn, destroyed 26 homes",
        ),
        ("en", "The airline, which employs 380 people, closed.", "380", "which employs 380 people"),
        ("en", "Sales rose 3% to $9 million, the lowest since 2019.", "3%", "Sales rose 3% to $9 million"),
        ("en", "The plant made 90 cars, despite a 9% drop in orders.", "90", "The plant made 90 cars"),
        ("zh", "公司称，营收为312亿元，利润下降8.4%。", "8.4%", "利润下降8.4%"),
    ],
)
def test_a_clause_is_what_can_be_checked_alone(language: str, text: str, quote: str, clause: str) -> None:
    """Without its neighbours, its quotation marks, and the words of speech."""
    found = claim(language, text, quote)
    assert found.text == clause
    assert found.clause.of(text) == clause


@pytest.mark.parametrize(
    ("language", "text", "quote", "subject"),
    [
        ("ja", "売上高は、円安が響き、3%減った。", "3%", "売上高"),
        ("en", "Sales, helped by a warm spring, rose 3%.", "3%", "Sales"),
    ],
)
def test_a_clause_reaches_back_to_its_subject(language: str, text: str, quote: str, subject: str) -> None:
    """Nobody can check "fell by 3%" alone."""
    found = claim(language, text, quote)
    assert found.subject is not None
    assert found.subject.text == subject
    assert subject in found.text


@pytest.mark.parametrize(
    "text",
    [
        "支持率は64%。。特に若者で高い。",
        "「5%だ。」「いや7%だ。」",
        "(3人)が、「4人」と、『5人』だ",
        "\n・3億円\n・5億円\n",
        'A 3% rise (see below), and 5 people; Mr. X said: "7 of 9."',
        "5万人",
        ", 5%, ",
    ],
)
def test_a_clause_always_holds_its_quote_and_stays_in_its_sentence(text: str) -> None:
    """On any text, however broken."""
    for language in ("ja", "en", "zh", "ko", "de"):
        for one in extract(text, language, None):
            assert one.sentence.start <= one.clause.start <= one.quote.start
            assert one.quote.end <= one.clause.end <= one.sentence.end


@pytest.mark.parametrize(
    ("language", "text"), [("it", "Costa 5 mld. $ in tutto."), ("en", "thousandfold  1"), ("it", "mld. $")]
)
def test_a_full_stop_inside_a_quantity_ends_no_sentence(language: str, text: str) -> None:
    """The quote is in its clause, the clause in its sentence, whatever the sentences' rules made of it."""
    found = extract(text, language, None)
    assert found
    for claim in found:
        assert claim.sentence.start <= claim.clause.start <= claim.quote.start
        assert claim.quote.end <= claim.clause.end <= claim.sentence.end


@pytest.mark.parametrize(
    "text",
    [
        "Rund 500 Menschen protestierten am 3. Juni in Berlin, sagte die Polizei.",
        "Mit 3 Toren in der 2. Bundesliga war er im 19. Jahrhundert noch nicht geboren.",
    ],
)
def test_the_full_stop_of_an_ordinal_ends_no_sentence(text: str) -> None:
    """In German a day's number has one, and its month a capital letter."""
    assert {claim.sentence.of(text) for claim in extract(text, "de", None)} == {text}


def test_the_full_stop_behind_a_number_ends_a_sentence_where_no_such_word_follows() -> None:
    """A number may well be the last word."""
    text = "Es gab 12 Tote und 3. Danach kamen 5 Helfer."
    assert [claim.sentence.of(text) for claim in extract(text, "de", None)][-1] == "Danach kamen 5 Helfer."
