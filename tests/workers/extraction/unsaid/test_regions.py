"""Plain words for money mean the currency of the region that a text shows, with a warning; else the language's own."""

from __future__ import annotations

from workers.extraction.claims import extract
from workers.extraction.values import Quantity


def _money(text: str) -> list[tuple[str, tuple[str, ...]]]:
    values = [claim.value for claim in extract(text, "zh", None)]
    return [(value.unit.code, value.warnings) for value in values if isinstance(value, Quantity) and value.unit]


def test_a_yuan_in_a_text_from_taipei_is_a_taiwan_dollar() -> None:
    """The text names Taiwan's parliament; the word alone does not tell the currency."""
    assert _money("立法院三讀通過，基本工資調升至2萬9500元。") == [("TWD", ("ambiguous-currency",))]


def test_a_yuan_in_a_text_from_hong_kong_is_a_hong_kong_dollar() -> None:
    """The text speaks of the Hang Seng index."""
    assert _money("恒指上升，該股收報412.6元。") == [("HKD", ("ambiguous-currency",))]


def test_a_yuan_elsewhere_is_renminbi_without_a_warning() -> None:
    """Nothing shows another region, or mainland words prevail."""
    assert _money("该公司投资100亿元。") == [("CNY", ())]
    assert _money("北京和上海投資100億元，香港投資8億港元。") == [("CNY", ()), ("HKD", ())]


def test_a_currency_that_is_named_stays_what_it_is() -> None:
    """Renminbi and dollars are called by name in a text from Taipei."""
    assert _money("台積電投資100億元人民幣和3億美元。") == [("CNY", ()), ("USD", ())]


def test_two_regions_alike_decide_nothing() -> None:
    """As many words of Taiwan as of Hong Kong: the language's own currency."""
    assert _money("行政院與港交所各付5元。") == [("CNY", ())]


def test_a_text_in_simplified_characters_is_from_the_mainland() -> None:
    """It may speak of the Hang Seng index and still count in renminbi."""
    assert _money("恒指下跌，这款手机售价4999元。") == [("CNY", ())]


def test_a_yuan_in_a_text_from_singapore_is_its_dollar() -> None:
    """It is written in the characters of the mainland: two words of Singapore show it, one does not."""
    assert _money("建屋局说，勿洛的单位售价43万元。") == [("SGD", ("ambiguous-currency",))]
    assert _money("一套组屋卖出100万元。") == [("CNY", ())]
