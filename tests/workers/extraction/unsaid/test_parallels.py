"""A figure whose unit stands only at another one that is told in the same way beside it."""

from __future__ import annotations

from datetime import datetime

import pytest

from workers.extraction.claims import extract


def _types(text: str, language: str) -> list[tuple[str, str]]:
    return [(claim.quote.of(text), claim.type) for claim in extract(text, language, datetime(2026, 3, 18))]


@pytest.mark.parametrize(
    ("language", "text", "quote", "type_"),
    [
        ("it", "Il deficit scende al 2,8% del Pil e poi al 2,6.", "2,6", "Percentage"),
        ("it", "Il dividendo è di 0,12 euro (0,20 un anno fa).", "0,20", "Money"),
        ("fr", "Il l'emporterait par 51 % contre 49, selon ce sondage.", "49", "Percentage"),
        ("en", "The wait was cut from 52 minutes to 33.", "33", "Duration"),
        ("en", "Turnout slipped to 52% from 49.", "49", "Percentage"),
        ("fr", "L'effort est de 6,4 sur l'État et de 4 milliards d'euros sur les villes.", "6,4", "Money"),
        ("it", "Le sinergie sono stimate in 480 milioni di euro, gli oneri in 620.", "620", "Money"),
        ("fr", "Le prix est de 3 420 euros à l'achat, contre 2 100 à Mons.", "2 100", "Money"),
        ("it", "La benzina costa 1,712 euro, il gasolio 1,648.", "1,648", "Money"),
        ("it", "Il bonus resta al 50% per la prima casa e al 36 per le altre.", "36", "Percentage"),
    ],
)
def test_a_second_figure_has_the_unit_of_the_first(language: str, text: str, quote: str, type_: str) -> None:
    """It stands behind the same word, in a bracket right behind it, or is held against it."""
    assert (quote, type_) in _types(text, language)


@pytest.mark.parametrize(
    ("language", "text", "quote"),
    [
        ("it", "Il tasso sale al 2,8% mentre la magnitudo arriva a 4,5.", "4,5"),  # another word
        ("it", "La quota è al 28,5%, il voto medio al 6,5.", "6,5"),  # of another size
        ("it", "La disoccupazione è al 2,8%. Il voto medio è al 2,6.", "2,6"),  # another sentence
        ("fr", "Il y a 6,4 cas en mai et 4 milliards d'euros sur les villes.", "6,4"),  # neither before nor behind it
        ("it", "La benzina costa 1,71 euro e la magnitudo era 1,6.", "1,6"),  # with other decimals
        ("fr", "Il l'emporterait par 51 % et 49 en sont contents.", "49"),  # not held against it
        ("en", "The wait was cut by 52 minutes to 33.", "33"),  # a move by, not from
    ],
)
def test_a_figure_of_its_own_takes_no_unit(language: str, text: str, quote: str) -> None:
    """What is told in another way, of another size or in another sentence is of something else."""
    assert dict(_types(text, language)).get(quote) not in ("Percentage", "Money")
