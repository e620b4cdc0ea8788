"""How a quantity moved: direction, kind and both ends."""

from decimal import Decimal

import pytest

from workers.extraction.claims import extract
from workers.extraction.values import Change, Quantity


def change_of(language: str, text: str, quote: str) -> Change | None:
    """The change of the claim whose quote holds these words."""
    return next(one.change for one in extract(text, language, None) if quote in one.quote.of(text))


@pytest.mark.parametrize(
    ("language", "text", "quote", "direction", "kind"),
    [
        ("ja", "物価は前年同月比2.3%上昇した。", "2.3%", "increase", "relative"),
        ("ja", "価格は1円20銭下がった。", "1円20銭", "decrease", "absolute"),
        ("en", "Sales rose by 7%.", "7%", "increase", "relative"),
        ("en", "The deficit narrowed to $62 billion.", "$62 billion", "decrease", "absolute"),
        ("zh", "出口额下降1.2%。", "1.2%", "decrease", "relative"),
    ],
)
def test_a_change_has_direction_and_kind(language: str, text: str, quote: str, direction: str, kind: str) -> None:
    """A share moves relatively, an amount absolutely."""
    found = change_of(language, text, quote)
    assert found is not None
    assert (found.direction, found.kind) == (direction, kind)


@pytest.mark.parametrize(
    ("language", "text"),
    [("ja", "人口は約5000万人から約3000万人に激減した。"), ("zh", "人口从约5000万人锐减至约3000万人。")],
)
def test_from_and_to_are_one_change_between_two_claims(language: str, text: str) -> None:
    """Both claims know both ends."""
    changes = [one.change for one in extract(text, language, None)]
    assert len(changes) == 2
    for change in changes:
        assert change is not None
        assert change.direction == "decrease"
        assert isinstance(change.start, Quantity)
        assert isinstance(change.end, Quantity)
        assert (change.start.amount, change.end.amount) == (Decimal(50000000), Decimal(30000000))


@pytest.mark.parametrize(
    ("language", "text", "quote"),
    [
        ("ja", "支持率は64%だった。", "64%"),
        ("en", "Turnout was 61 percent.", "61 percent"),
        ("zh", "失业率为4%。", "4%"),
    ],
)
def test_a_state_is_no_change(language: str, text: str, quote: str) -> None:
    """A number that stands moves nothing."""
    assert change_of(language, text, quote) is None


@pytest.mark.parametrize(
    ("language", "text", "quote", "base"),
    [
        ("ja", "物価は前年同月比2.3%上昇した。", "2.3%", "前年同月比"),
        ("ja", "売上高は前の期の2.1倍に増えた。", "2.1倍", "前の期"),
        ("en", "Sales rose 5% from a year earlier.", "5%", "from a year earlier"),
        ("en", "Retail sales rose 0.6% month on month.", "0.6%", "month on month"),
        ("en", "Profit climbed 8% from the same period a year earlier.", "8%", "from the same period a year earlier"),
        ("en", "Crime fell 6% versus the year before.", "6%", "versus the year before"),
        ("zh", "出口额同比下降1.2%。", "1.2%", "同比"),
        ("ko", "소비자물가는 전년 동월보다 2.4% 올랐다.", "2.4%", "전년 동월보다"),
    ],
)
def test_a_change_names_what_it_is_measured_against(language: str, text: str, quote: str, base: str) -> None:
    """In the words of the text, with their place."""
    found = change_of(language, text, quote)
    assert found is not None
    assert found.base is not None
    assert found.base.text == base
    assert found.base.span.of(text) == base


def test_a_change_without_a_base_names_none() -> None:
    """Nothing is made up."""
    found = change_of("ja", "物価は2.3%上昇した。", "2.3%")
    assert found is not None
    assert found.base is None


def test_a_rate_before_a_level_is_no_end_of_it() -> None:
    """The same small word is "by" and "from" in French."""
    found = change_of("fr", "Le chiffre d'affaires a bondi de 12 % à 4,2 milliards d'euros.", "12")
    assert found is not None
    assert (found.kind, found.start) == ("relative", None)


@pytest.mark.parametrize(
    ("language", "text", "quote", "direction"),
    [
        ("de", "Die Zahl der Arbeitslosen ist auf 900.000 gesunken.", "900.000", "decrease"),
        ("fr", "Elle a vendu 300 livres, 10 % de plus que l'année précédente.", "10 %", "increase"),
        ("it", "Sono nati 369 bambini, il 2,6% in meno rispetto al 2023.", "2,6%", "decrease"),
        ("pt", "A área foi de 700 hectares, 11% a menos do que no ano anterior.", "11%", "decrease"),
        ("ja", "徴兵対象者を5万4000人から6万1000人へ拡大する。", "6万1000人", "increase"),
    ],
)
def test_the_word_of_change_stands_behind_its_quantity(language: str, text: str, quote: str, direction: str) -> None:
    """A participle, or so much more than before."""
    found = change_of(language, text, quote)
    assert found is not None
    assert found.direction == direction


@pytest.mark.parametrize(
    ("language", "text", "quote"),
    [
        ("de", "Die Zahl der Arbeitslosen ist mit 900.000 angegeben.", "900.000"),
        ("fr", "Elle a vendu 300 livres, 10 % de tous les livres.", "10 %"),
        ("pt", "A área foi de 700 hectares, 11% de toda a região.", "11%"),
    ],
)
def test_a_share_is_no_change(language: str, text: str, quote: str) -> None:
    """The same words without more or less."""
    assert change_of(language, text, quote) is None


def test_what_is_halved_decreases() -> None:
    """Multiples under one go down, others up."""
    halved = change_of("en", "The ration was halved to 6 kilos in March.", "6 kilos")
    doubled = change_of("en", "The ration was doubled to 6 kilos in March.", "6 kilos")
    assert halved is not None
    assert doubled is not None
    assert (halved.direction, doubled.direction) == ("decrease", "increase")


def test_what_is_lost_is_a_change_only_as_a_share() -> None:
    """A share falls when it loses 3 %; who loses 40 people has no change of them."""
    assert change_of("de", "Die Aktie verlor 3 Prozent.", "3 Prozent") is not None
    assert change_of("de", "Der Klub verlor vor 75.000 Zuschauern.", "75.000 Zuschauern") is None
    assert change_of("en", "The stock has lost 38% of its value.", "38%") is not None
    assert change_of("en", "We lost 40% of our harvest.", "40%") is None


def test_a_level_may_stand_behind_a_comma() -> None:
    """The step, then the level."""
    found = change_of("es", "Los ingresos cayeron un 2,8%, hasta 900 euros.", "900 euros")
    assert found is None or found.direction == "decrease"
    found = change_of("pt", "O preço subiu 2%, para R$ 6,22.", "R$ 6,22")
    assert found is not None
    assert found.direction == "increase"
