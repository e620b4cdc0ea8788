"""Facts of one article: what is said again, what contradicts, and arithmetic that is done again."""

import pytest

from workers.extraction.claims import extract
from workers.extraction.values import Check, Claim


def claim(language: str, text: str, quote: str) -> Claim:
    """The claim whose quote holds these words."""
    return next(one for one in extract(text, language, None) if quote in one.quote.of(text))


def checks(language: str, text: str) -> list[Check]:
    """Every check of a text once, in the order of the claims."""
    found: list[Check] = []
    for one in extract(text, language, None):
        found += [
            check for check in one.facts.checks if (check.kind, check.detail) not in [(k.kind, k.detail) for k in found]
        ]
    return found


@pytest.mark.parametrize(
    ("language", "text", "one", "other"),
    [
        (
            "ja",
            "ウクライナ軍の規模を600,000人まで縮小する。計画はウクライナ軍を60万人以内に制限する。",
            "600,000人",
            "60万人",
        ),
        (
            "en",
            "The bridge will cost $2.9 billion. Critics call $2,900,000,000 for the bridge too much.",
            "2.9",
            "2,900",
        ),
        ("zh", "大桥总投资28亿元。总投资2,800,000,000元已到位。", "28亿元", "2,800,000,000元"),
    ],
)
def test_a_value_that_is_said_again_is_one_fact(language: str, text: str, one: str, other: str) -> None:
    """However it is written."""
    group = claim(language, text, one).facts.group
    assert group is not None
    assert claim(language, text, other).facts.group == group


@pytest.mark.parametrize(
    ("language", "text", "one", "other"),
    [
        ("ja", "ドローン120機を撃墜した。戦闘機120機が待機している。", "ドローン120機"[4:], "120機が"[:4]),
        ("en", "The bridge cost 30 million euros. The school cost 30 million euros in 2010.", "30", "30"),
        ("ja", "失業率は2024年に3%だった。失業率は2019年に3%だった。", "3%", "3%"),
    ],
)
def test_an_equal_number_of_something_else_is_another_fact(language: str, text: str, one: str, other: str) -> None:
    """Another subject or another time."""
    assert claim(language, text, one).facts.group is None
    assert claim(language, text, other).facts.group is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "市の累積債務は120億円に上る。市長は改革を急ぐ。市の累積債務は150億円だという。"),
        ("en", "The budget deficit was $62 billion. Later, the report says the budget deficit was $70 billion."),
        ("zh", "该市财政赤字为12亿元。市长否认这一点。该市财政赤字为15亿元。"),
    ],
)
def test_two_figures_for_one_subject_contradict(language: str, text: str) -> None:
    """A reader would ask which of them is right."""
    (found,) = checks(language, text)
    assert (found.kind, found.holds) == ("contradiction", False)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "市の累積債務は2020年に120億円だった。市の累積債務は2024年に150億円だった。"),
        ("ja", "市の累積債務は120億円から150億円に増えた。"),
        ("en", "About 67% of respondents oppose the plan. Another 21% of respondents support the plan."),
        ("en", "Sales were $3 million. In the north, sales were $2 million."),
    ],
)
def test_other_times_parts_and_changes_do_not_contradict(language: str, text: str) -> None:
    """A flag that is wrong is worse than none."""
    assert not [check for check in checks(language, text) if check.kind == "contradiction"]


@pytest.mark.parametrize(
    ("language", "text", "kind", "detail"),
    [
        ("ja", "売上高は100億円から120億円に20%増えた。", "growth", "12000000000 / 10000000000 = 1.2"),
        ("zh", "粮食总产量14298亿斤，比上年增加167.5亿斤，增长1.2%。", "growth", "1.0119"),
        (
            "ja",
            "得票率は現職が51.2%、新人が47.9%だった。わずか3.3ポイント差だった。",
            "difference",
            "51.2 - 47.9 = 3.3",
        ),
        ("ja", "選手団は男子24人、女子21人の計45人だ。", "sum", "24 + 21 = 45"),
        ("ja", "首相の支持率が64%で、党首はわずか36%だった。", "sum", "64 + 36 = 100"),
        ("ja", "試料は121.6グラムで、目標の60グラムの2倍を超えた。", "multiple", "121.6 / 60 = 2.0267"),
        (
            "ja",
            "最大1000億ドルしか使えず、復興資金の8分の1しかない。復興には8000億ドルの資金が要る。",
            "share",
            "100000000000 / 800000000000 = 0.125",
        ),
    ],
)
def test_arithmetic_that_follows_is_said_to_hold(language: str, text: str, kind: str, detail: str) -> None:
    """With the calculation in plain numbers."""
    found = next(check for check in checks(language, text) if check.kind == kind)
    assert found.holds
    assert detail in found.detail


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("ja", "売上高は100億円から120億円に35%増えた。", "growth"),
        ("en", "Sales rose 40% to $120 million from $100 million.", "growth"),
        ("ja", "得票率は現職が51.2%、新人が47.9%だった。わずか5.3ポイント差だった。", "difference"),
        ("ja", "選手団は男子34人、女子21人の計45人だ。", "sum"),
        ("ja", "試料は121.6グラムで、目標の60グラムの3倍を超えた。", "multiple"),
    ],
)
def test_arithmetic_that_does_not_follow_is_said_not_to_hold(language: str, text: str, kind: str) -> None:
    """This is what a desk looks for."""
    assert [check.holds for check in checks(language, text) if check.kind == kind] == [False]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "売上高は100億円から120億円に増え、従業員は35%増えた。"),
        ("ja", "賛成は51.2%、反対は40.1%だった。"),
        ("ja", "選手団は男子24人など計45人だ。"),
        ("en", "The fund manages $40 billion and employs 300 people in 12 countries."),
    ],
)
def test_figures_that_do_not_belong_together_are_not_checked(language: str, text: str) -> None:
    """Another subject, a rest that nobody names, an open list."""
    assert checks(language, text) == []


def test_a_check_names_the_other_claims() -> None:
    """A client finds them by their place."""
    text = "売上高は100億円から120億円に35%増えた。"
    (check,) = claim("ja", text, "35%").facts.checks
    quotes = {one.quote for one in extract(text, "ja", None)}
    assert set(check.others) <= quotes


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "Of the 200 delegates, 120 voted in favour and 80 against.", "sum"),
        ("en", "The storm killed 12 people in Texas and 9 in Ohio, 21 people in all.", "sum"),
        ("en", "The fund holds 800 billion dollars. An eighth of the fund, 100 billion dollars, is in gold.", "share"),
        ("ja", "入場者数は120万人で、前年の100万人を20%上回った。", "growth"),
        ("zh", "观众达120万人，比去年的100万人增长20%。", "growth"),
    ],
)
def test_what_follows_is_said_without_a_word_for_it(language: str, text: str, kind: str) -> None:
    """Parts add up, a rate follows from the only two levels, a part stands behind its share."""
    assert [(check.kind, check.holds) for check in checks(language, text)] == [(kind, True)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Of the 200 delegates, 120 voted in favour and 70 against."),
        ("ja", "得点は3月が3点、4月が4点、5月が7点だった。"),
        ("ja", "入場者数は120万人で、前年の100万人を30%上回った。"),
        ("ja", "新駅の利用者は1日3000人と見込まれていた。実際の新駅の利用者は1日1200人だった。"),
        ("zh", "该公司去年有90亿元收入，75亿元成本。"),
    ],
)
def test_what_does_not_follow_is_not_called_wrong_without_a_word_for_it(language: str, text: str) -> None:
    """Some may have abstained, small numbers add up by chance, and what came is not what was expected."""
    assert checks(language, text) == []


def test_a_difference_is_no_sum() -> None:
    """90 is 75 and 15, but the words say what is meant."""
    text = "輸出額は90億ドル、輸入額は75億ドルで、差は15億ドルだった。"
    assert [(check.kind, check.holds) for check in checks("ja", text)] == [("difference", True)]


def test_the_same_words_around_the_same_number_are_one_fact() -> None:
    """Where nobody names a subject; other words are another fact."""
    again = "新工場は1500人を雇用する。県によると、新工場は1500人を雇用する見通しだ。"
    groups = [one.facts.group for one in extract(again, "ja", None)]
    assert groups[0] is not None
    assert groups[0] == groups[1]
    other = "新工場は1500人を雇用する。隣町の祭りには1500人を招く。"
    assert [one.facts.group for one in extract(other, "ja", None)] == [None, None]
