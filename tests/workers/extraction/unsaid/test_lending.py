"""Millions of nothing are money where their sentence tells of money, and only there."""

from __future__ import annotations

from datetime import datetime

import pytest

from workers.extraction.claims import extract
from workers.extraction.values import Quantity


@pytest.mark.parametrize(
    ("language", "text", "quote", "currency"),
    [
        ("de", "Der Umsatz lag bei 61,3 Milliarden Euro, nach 58,7 Milliarden im Vorjahr.", "58,7 Milliarden", "EUR"),
        ("fr", "Le profit est de 1,6 milliard de dollars, contre 2,1 milliards.", "2,1 milliards", "USD"),
        ("it", "L'utile è di 5,2 miliardi di euro. Il debito scende a 23,4 miliardi.", "23,4 miliardi", "EUR"),
        ("pt", "Lucro de R$ 11,9 bilhões, contra 10,7 bilhões.", "10,7 bilhões", "BRL"),
    ],
)
def test_millions_of_nothing_take_the_currency_of_their_sentence(
    language: str, text: str, quote: str, currency: str
) -> None:
    """A company's profit is compared with last year's, and the currency is said once."""
    values = {claim.quote.of(text): claim.value for claim in extract(text, language, datetime(2025, 11, 20))}
    value = values[quote]
    assert isinstance(value, Quantity)
    assert value.unit is not None
    assert value.unit.code == currency


@pytest.mark.parametrize(
    "text",
    [
        "La empresa vendió 1,2 millones menos.",  # no money is told
        "El café cuesta 2 euros y beben 9 millones.",  # a price lends nothing
        "Pagó 5 millones de euros o 6 millones de dólares, y no 7 millones.",  # which of both?
        "Ganó 5 millones de euros. El país tiene 47 millones.",  # another sentence
        "Ganó 5 millones de euros con 47 millones de habitantes.",  # of something
    ],
)
def test_without_such_money_they_stay_numbers(text: str) -> None:
    """Nothing is guessed where no currency, a small price, two currencies or another sentence stand beside."""
    last = extract(text, "es", datetime(2025, 11, 20))[-1]
    assert last.type in ("Number", "Count")


def test_milliards_do_not_take_the_currency_of_another_paragraph_where_an_article_tells_of_two() -> None:
    """One paragraph is of an American firm, the next of a European one, the third says no currency at all."""
    text = (
        "L'américain a gagné 12 milliards de dollars.\nLe français a gagné 3 milliards d'euros.\n"
        "Les ventes ont atteint 58 milliards."
    )
    last = extract(text, "fr", datetime(2025, 11, 20))[-1]
    assert last.type == "Number"


def test_milliards_take_the_currency_that_is_the_only_one_of_the_article() -> None:
    """A company's results in paragraphs of a sentence each."""
    text = "Le groupe a gagné 3 milliards d'euros.\nLes ventes ont atteint 58 milliards."
    last = extract(text, "fr", datetime(2025, 11, 20))[-1]
    assert last.type == "Money"


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("La manovra da 18,7 miliardi costa a ognuno 36 euro.", "Money"),
        ("Le tangenti, 40mila euro, e multe per 1,1 milioni.", "Money"),
        ("Costa 36 euro a 1,1 milioni.", "Number"),  # nothing tells what the millions are of
        ("La manovra da 18,7 miliardi. Costa 3 milioni di euro. O 4 milioni di dollari.", "Number"),  # two currencies
    ],
)
def test_what_a_budget_or_a_fine_comes_to_is_money(text: str, type_: str) -> None:
    """Behind such a word millions of nothing take the only currency of the article, however small its other sums are."""
    assert type_ in {claim.type for claim in extract(text, "it", datetime(2026, 3, 18)) if "," in claim.quote.of(text)}


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("皇马支付8000万欧元外加2000万浮动条款。", "Money"),
        ("皇马支付8000万欧元，观众超过2000万。", "Number"),  # no word of money stands right before it
    ],
)
def test_a_language_may_ask_for_a_word_right_before_the_millions(text: str, type_: str) -> None:
    """Where people are counted without a word for them, too, only "plus" or "of which" makes money of millions."""
    assert extract(text, "zh", datetime(2026, 3, 18))[-1].type == type_
