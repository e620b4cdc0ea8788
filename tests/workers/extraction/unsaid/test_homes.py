"""Pesos and the sign $ are the money of the article's country, else of the one that its words show most."""

from __future__ import annotations

from workers.extraction.claims import extract
from workers.extraction.unsaid.countries import country_of
from workers.extraction.unsaid.homes import homes
from workers.extraction.values import Quantity


def _money(text: str, tag: str = "es") -> list[str]:
    values = [claim.value for claim in extract(text, "es", None, country_of(tag, None))]
    return [value.unit.code for value in values if isinstance(value, Quantity) and value.unit]


def test_pesos_are_of_the_country_that_the_text_names_most() -> None:
    """The reader of a text about Chile thinks of Chilean pesos; who names no country means Mexico, the greatest."""
    assert _money("El Banco Central de Chile habló: el dólar cerró a 912 pesos, según los chilenos.") == ["CLP"]
    assert _money("El dólar cerró a 912 pesos.") == ["MXN"]


def test_a_country_that_is_named_once_decides_nothing() -> None:
    """It may be anywhere in the news; and two that are named alike leave it open."""
    assert _money("Viajó a Chile con 500 pesos.") == ["MXN"]
    assert _money("Chile y Colombia, Colombia y Chile: pagan 500 pesos.") == ["MXN"]


def test_the_articles_own_country_goes_before_its_words() -> None:
    """A paper of Argentina writes of Chile in its own pesos; one of Spain has none."""
    text = "En Chile, los chilenos gastan 500 pesos."
    assert _money(text, "es-AR") == ["ARS"]
    assert _money(text, "es-ES") == ["CLP"]


def test_the_sign_is_of_the_country_that_is_named_most_of_all() -> None:
    """$ is the dollar where the United States prevail, pesos are never theirs."""
    assert _money("En Bogotá y Medellín cuesta $ 30.000.") == ["COP"]
    assert _money("En Washington, Trump habló de México en EE.UU. y en México: $ 30 y 500 pesos.") == ["USD", "MXN"]
    assert _money("Cuesta US$ 30 en Bogotá y Medellín.") == ["USD"]


def test_cents_are_of_the_money_beside_them() -> None:
    """Oil falls by cents of the dollar that it is told in, also in a paper of Mexico."""
    assert _money("El petróleo cayó 85 centavos, a 70,20 dólares.", "es-MX") == ["USD", "USD"]
    assert _money("El peso se apreció 12 centavos.", "es-MX") == ["MXN"]


def test_a_language_without_such_words_has_no_homes() -> None:
    """German names no country's pesos."""
    assert homes("de") is None
    assert homes("es") is not None


def test_rials_are_of_the_country_that_a_text_without_spaces_names_most() -> None:
    """Words are found inside a text of one piece, too."""
    values = [claim.value for claim in extract("伊朗议会批准预算，伊朗财长说支出为100亿里亚尔。", "zh", None)]
    assert [value.unit.code for value in values if isinstance(value, Quantity) and value.unit] == ["IRR"]
