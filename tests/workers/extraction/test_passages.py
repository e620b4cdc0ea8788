"""Articles of several languages: each sentence, and each quotation, is read with its own language's words."""

from datetime import datetime

import pytest

from workers.extraction.claims import extract

PUBLISHED = datetime(2026, 1, 1, 12)


def found(text: str, language: str) -> list[tuple[str, str]]:
    """Language and quote of every claim; offsets are checked on the way."""
    claims = extract(text, language, PUBLISHED)
    assert [claim.quote for claim in claims] == sorted(claim.quote for claim in claims)
    return [(claim.language, claim.quote.of(text)) for claim in claims]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "ja",
            "政府は予算を3億円増やす。据报道，他们将投资20亿美元。専門家は5人いた。",
            [("ja", "3億円"), ("zh", "20亿美元"), ("ja", "5人")],
        ),
        (
            "ja",
            "彼は語った。The company said that it will cut 1,200 jobs in the north of the country. 株価は5%下がった。",
            [("en", "1,200 jobs"), ("ja", "5%")],
        ),
        (
            "de",
            "Er sagte: „We will invest five billion dollars in the north, and that is the plan.“ Es kostete 1.234 Euro.",
            [("en", "five billion dollars"), ("de", "1.234 Euro")],
        ),
        ("en", "The BBC reported. 予算を3億円増やすと発表した。 It rose by 20%.", [("ja", "3億円"), ("en", "20%")]),
    ],
)
def test_a_foreign_sentence_is_read_as_what_it_is(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    """Translated and quoting articles are full of them."""
    assert found(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "米大統領、対中関税25%に引き上げ 日経平均200円安"),
        ("fr", "Selon The Wall Street Journal, la banque a perdu 3,5 milliards de dollars en 2024."),
        ("de", "Das Buch „The Art of the Deal“ kostet 12,50 Euro und wurde in den USA 1.500 Mal verkauft."),
        ("es", "El presidente dijo que la tasa de interés de la zona euro es del 2,5 %."),
        ("zh", "日本の3家公司在本月裁员。"),
    ],
)
def test_a_foreign_name_makes_no_foreign_sentence(language: str, text: str) -> None:
    """A title, a newspaper's name or a headline without small words stays with its article."""
    assert {code for code, _ in found(text, language)} <= {language}
