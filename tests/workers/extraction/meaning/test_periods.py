"""Periods: the time that a quantity is about, by its words, not the day on which it was told."""

from datetime import datetime

import pytest

from workers.extraction.claims import extract
from workers.extraction.values import Timeframe

PUBLISHED = datetime(2026, 4, 18, 9)


def period(language: str, text: str, quote: str) -> Timeframe | None:
    """The period of the claim whose quote holds these words."""
    return next(one.period for one in extract(text, language, PUBLISHED) if quote in one.quote.of(text))


@pytest.mark.parametrize(
    ("language", "text", "quote", "words", "edtf"),
    [
        ("ja", "2024年の訪日客は3687万人だった。", "3687万人", "2024年", "2024"),
        ("ja", "総務省が20日発表した10月の消費者物価指数は2.3%上昇した。", "2.3%", "10月", "2025-10"),
        ("ja", "当選者は2024年の73人から5人減った。", "73人", "2024年", "2024"),
        ("ja", "鉄道会社は2026年10月から運賃を20円引き上げる。", "20円", "2026年10月", "2026-10"),
        ("en", "Unemployment fell to 3.8 percent in October 2025.", "3.8 percent", "October 2025", "2025-10"),
        ("en", "In 2010, the lake covered 4,200 square kilometres.", "4,200", "2010", "2010"),
        ("zh", "2024年出口额增长5.9%。", "5.9%", "2024年", "2024"),
    ],
)
def test_a_period_is_the_date_that_the_value_is_about(
    language: str, text: str, quote: str, words: str, edtf: str
) -> None:
    """With its words and their place."""
    found = period(language, text, quote)
    assert found is not None
    assert (found.words.text, found.value.edtf, found.scope) == (words, edtf, "clause")
    assert found.words.span.of(text) == words


@pytest.mark.parametrize(
    ("language", "text", "quote"),
    [
        ("ja", "国防省は29日、無人機120機を迎撃したと発表した。", "120機"),
        ("ja", "売上高は2019年に比べ3割増えた。", "3割"),
        ("ja", "利用者は2018年度の98%にまで戻った。", "98%"),
        ("ja", "米連邦準備理事会は16日の市場委員会で、政策金利を3.5%に据え置いた。", "3.5%"),
        ("en", "The ministry said on Monday that 14 boats had been damaged.", "14"),
        ("en", "Sales rose 5% from 2023.", "5%"),
        ("en", "Profit climbed 8% from the same period a year earlier.", "8%"),
        ("zh", "国防部15日表示，击落了120架无人机。", "120架"),
    ],
)
def test_the_day_of_telling_and_the_base_of_a_change_are_no_period(language: str, text: str, quote: str) -> None:
    """They say when somebody spoke, or what it is compared with."""
    assert period(language, text, quote) is None
