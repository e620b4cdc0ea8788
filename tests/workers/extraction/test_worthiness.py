"""Worthiness: what a desk would check first stands first, and says why."""

from decimal import Decimal
from itertools import pairwise

import pytest

from workers.extraction.claims import extract
from workers.extraction.values import Claim


def claim(language: str, text: str, quote: str) -> Claim:
    """The claim whose quote holds these words."""
    return next(one for one in extract(text, language, None) if quote in one.quote.of(text))


def test_the_ranking_puts_money_and_polls_above_plans_and_small_counts() -> None:
    """The order in which a desk would go through one article."""
    text = (
        "戦後復興に8000億ドルの資金が必要と指摘される。最新の世論調査では、大統領の支持率が64%だった。"
        "約500機のドローンが飛来した。28項目の計画に3者が合意した。"
    )
    order = ("8000億ドル", "64%", "500機", "28項目", "3者")
    scores = [claim("ja", text, quote).worthiness.score for quote in order]
    assert all(one >= other for one, other in pairwise(scores))
    assert scores[1] > 4 * scores[3]


@pytest.mark.parametrize(
    ("language", "text", "quote", "reason"),
    [
        ("ja", "税収は75兆円と過去最高を更新した。", "75兆円", "record"),
        ("en", "Revenue hit a record $1.94 billion.", "$1.94 billion", "record"),
        ("zh", "贸易额达到2448亿美元，创历史新高。", "2448亿美元", "record"),
        ("ja", "28項目の計画が出た。", "28項目", "label"),
        ("ja", "復興に8000億ドルが要る。", "8000億ドル", "large"),
        ("ja", "合計特殊出生率は1.13だった。", "1.13", "precise"),
        ("ja", "世論調査では、支持率が64%だった。", "64%", "attributed"),
        ("ja", "市の累積債務は120億円だ。市長は急ぐ。市の累積債務は150億円だ。", "150億円", "contradicted"),
        ("ja", "売上高は100億円から120億円に35%増えた。", "35%", "miscalculated"),
    ],
)
def test_a_claim_says_why_it_is_worth_a_check(language: str, text: str, quote: str, reason: str) -> None:
    """Every reason has its weight in the data file."""
    assert reason in claim(language, text, quote).worthiness.reasons


@pytest.mark.parametrize(
    ("language", "text", "quote", "reason"),
    [
        ("ja", "税収は75兆円だった。", "75兆円", "record"),
        ("ja", "約500機のドローンが飛来した。", "500機", "label"),
        ("ja", "橋に300万円を投じる。", "300万円", "large"),
        ("ja", "合計特殊出生率は1.13だった。", "1.13", "small-count"),
        ("ja", "住民の3分の1が答えた。", "3分の1", "precise"),
        ("ja", "理由は3つある。", "3つ", "precise"),
        ("ja", "支持率は64%だ。", "64%", "attributed"),
    ],
)
def test_a_reason_that_does_not_hold_is_not_given(language: str, text: str, quote: str, reason: str) -> None:
    """The same kinds of claims without it."""
    assert reason not in claim(language, text, quote).worthiness.reasons


def test_scores_stay_between_nothing_and_one() -> None:
    """Whatever comes together."""
    text = "大統領は「赤字は少なくとも8000億ドルに増え、過去最高だ」と述べた。3つだ。"
    for one in extract(text, "ja", None):
        assert Decimal(0) <= one.worthiness.score <= Decimal(1)
