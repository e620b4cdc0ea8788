"""Whom "he said" and a family name stand for: somebody who spoke before, or nobody rather than the wrong one."""

from __future__ import annotations

import pytest

from workers.extraction.claims import extract


def _named(language: str, text: str, quote: str) -> str | None:
    found = next(claim for claim in extract(text, language, None) if claim.quote.of(text) == quote)
    named = found.attribution.named
    assert named is None or named.span.of(text) == named.text
    return named.text if named else None


@pytest.mark.parametrize(
    ("language", "text", "quote", "named"),
    [
        ("en", "Minister Paul Hart said £3 million was spent. He said £9 million was left.", "£9 million", "Minister Paul Hart"),
        ("en", "Maria Lopez said 300 homes were lost. Lopez added that 40 people were missing.", "40 people", "Maria Lopez"),
        ("en", "Ana Cruz said 30 homes were lost. The army said it lost 12 tanks. She said 5 people were found.", "5 people", "Ana Cruz"),
        ("ja", "鈴木社長は売上高が100億円だったと述べた。同氏は利益が12億円になるとの見通しを示した。", "12億円", "鈴木社長"),
        ("ja", "経済産業省は輸出が5%増えたと発表した。同省によると、輸入は3%減った。", "3%", "経済産業省"),
        ("zh", "财政部长王明表示，赤字为3000亿元。他说，债务将达到9000亿元。", "9000亿元", "财政部长王明"),
        ("ja", "三葉重工の田村社長は売上が9億円と述べた。田村氏は利益が12億円になると説明した。", "12億円", "三葉重工の田村社長"),
        ("zh", "联盟秘书长吕特指出，开支将占2.8%。吕特表示，到2035年必须达到5%。", "5%", "联盟秘书长吕特"),
        ("en", "Prosecutors said 740 cheques were forged. They said £2 million was spent.", "£2 million", "Prosecutors"),
        ("en", "Mayor Ana Cruz said £3 million was spent. The mayor said £9 million was left.", "£9 million", "Mayor Ana Cruz"),
        ("en", "Bo Hart, a spokesman for the navy, said 30 men died. The spokesman said 9 men were saved.", "9 men", "Bo Hart"),
        ("en", "Brightwater said it lost £3 million. The company said it had £9 million.", "£9 million", "Brightwater"),
        ("en", "The Bank of Arlen said rates were 3%. The bank said prices rose 5%.", "5%", "The Bank of Arlen"),
        ("ja", "日銀の山川太郎総裁は金利が1%だと述べた。総裁は物価が2%上がると述べた。", "2%", "日銀の山川太郎総裁"),
        ("ja", "青空自動車は売上高が100億円だったと発表した。同社は利益が12億円になるとの見通しを示した。", "12億円", "青空自動車"),
        ("zh", "蓝天集团表示，收入为30亿元。该公司预计，利润将达到9亿元。", "9亿元", "蓝天集团"),
        ("zh", "卫生部长王明表示，接种率为40%。该部长强调，目标是75%。", "75%", "卫生部长王明"),
        ("ko", "김철수 총재는 금리가 2%라고 말했다. 김 총재는 물가가 3% 오를 것이라고 밝혔다.", "3%", "김철수 총재"),
        ("de", "Karl Braun sagte, es seien 30 Milliarden Euro. Er sagte, es würden 9 Milliarden Euro.", "9 Milliarden Euro", "Karl Braun"),
    ],
)  # fmt: skip
def test_a_pronoun_or_a_family_name_stands_for_who_spoke_before(
    language: str, text: str, quote: str, named: str
) -> None:
    """The nearest one who is a person, or whose name ends so."""
    assert _named(language, text, quote) == named


@pytest.mark.parametrize(
    ("language", "text", "quote"),
    [
        ("en", "The army said it lost 12 tanks. He said 5 people were found.", "5 people"),
        ("en", "Northern Lines said 62% of trains were cancelled. He said 5 people were hurt.", "5 people"),
        ("en", "Maria Lopez said 300 homes were lost. Hart added that 40 people were missing.", "40 people"),
        ("en", "Maria Lopez said 300 homes were lost.", "300 homes"),
        ("ja", "鈴木社長は売上高が100億円だったと述べた。同省によると、輸入は3%減った。", "3%"),
        ("ja", "三葉重工の田村社長は売上が9億円と述べた。木村氏は利益が12億円になると説明した。", "12億円"),
        ("zh", "联盟秘书长吕特指出，开支将占2.8%。财政部表示，到2035年必须达到5%。", "5%"),
        (
            "en",
            "Brightwater said it lost £3 million. Northwind said it won none. The company said it had £9 million.",
            "£9 million",
        ),
        (
            "en",
            "Vice President Ana Cruz said £3 million was spent. The president said £9 million was left.",
            "£9 million",
        ),
        ("en", "The navy said it lost £3 million. They said £9 million was left.", "£9 million"),
        ("ja", "県警は被害が100件だったと発表した。同社は利益が12億円になるとの見通しを示した。", "12億円"),
        ("zh", "财政部表示，收入为30亿元。该公司预计，利润将达到9亿元。", "9亿元"),
        ("ja", "トヨタは販売が5%増えたと発表した。同氏によると、輸入は3%減った。", "3%"),
    ],
)
def test_nobody_is_named_where_nobody_fits(language: str, text: str, quote: str) -> None:
    """A body is no he, another family name is another person, a ministry is no company."""
    assert _named(language, text, quote) is None
