"""The JSON and the columns of a claim: what the contract promises about any value."""

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from schemas.wire.claims import ClaimDocument
from workers.documents import ClaimRow, rows
from workers.extraction.claims import extract
from workers.extraction.values import Comparator, Quantity, Recurrence, Unit
from workers.valuejson import exact, value_json

PUBLISHED = datetime(2026, 4, 18, 9)
JA = (
    "売上高は3〜5%増の約1000億円、社員は100人以上で株の1/8を持つ。時速100キロで3日間、1時間30分の休みを毎週とる。"
    "先月、第2位になった。会議は4月5日午後3時に始まり、2週間から1カ月で終わる。金利は2.5ポイント上がった。"
)
EN = "It rose by at least 3% to $5-7 million. A third of it went on Monday, every day, for more than 2 weeks."


def read(text: str, language: str) -> dict[str, tuple[ClaimRow, dict[str, Any]]]:
    """The text's rows with their documents, by quote."""
    found = rows(text, extract(text, language, PUBLISHED), "test")
    return {text[row.quote_start : row.quote_end]: (row, json.loads(row.document)) for row in found}


@pytest.mark.parametrize(("text", "language"), [(JA, "ja"), (EN, "en")])
def test_every_document_has_the_shape_of_the_contract(text: str, language: str) -> None:
    """What is stored is sent as it stands, so it has to be right here."""
    claims = read(text, language)
    assert len(claims) > 4
    for _, document in claims.values():
        assert ClaimDocument().validate(document) == {}


@pytest.mark.parametrize(("text", "language"), [(JA, "ja"), (EN, "en")])
def test_every_selector_points_at_its_quote(text: str, language: str) -> None:
    """A reader who jumps there sees the number, between its prefix and suffix."""
    for quote, (row, document) in read(text, language).items():
        by_quote, by_place = document["target"]["selector"]
        assert text[by_place["start"] : by_place["end"]] == by_quote["exact"] == quote
        assert by_quote["prefix"] + quote + by_quote["suffix"] in text
        assert row.quote_start == by_place["start"]


def test_bounds_are_columns_and_strings() -> None:
    """Open ends stay open, ranges have both, an approximate amount is its own bounds."""
    claims = read(JA, "ja")
    row, document = claims["3〜5%"]
    assert (row.kind, row.unit, row.lower_bound, row.upper_bound) == ("percentage", "%", Decimal(3), Decimal(5))
    row, document = claims["約1000億円"]
    assert (row.unit, row.lower_bound) == ("JPY", Decimal(100_000_000_000))
    assert (document["value"]["amount"], document["value"]["approximate"]) == ("100000000000", True)
    row, document = claims["100人以上"]
    assert (row.lower_bound, row.upper_bound, document["value"]["comparator"]) == (Decimal(100), None, ">=")


def test_dates_are_columns_and_say_what_they_lean_on() -> None:
    """Last month is a whole month, and known from the day of publication."""
    row, document = read(JA, "ja")["先月"]
    assert (row.earliest, row.latest) == (date(2026, 3, 1), date(2026, 3, 31))
    assert (document["value"]["edtf"], document["value"]["basis"]) == ("2026-03", "publishedAt")


def test_a_date_that_leans_on_nothing_says_so() -> None:
    """Without a day of publication nothing is made up."""
    (row,) = rows("先月の話だ。", extract("先月の話だ。", "ja", None), "test")
    document = json.loads(row.document)
    assert (row.earliest, row.latest, document["value"]["basis"]) == (None, None, None)
    assert "unresolved-date" in document["extraction"]["warnings"]


def test_lengths_of_time_have_a_number_where_the_calendar_allows_it() -> None:
    """90 minutes are 90 minutes; two weeks to a month have no common unit."""
    claims = read(JA, "ja")
    row, document = claims["1時間30分"]
    assert (row.unit, row.lower_bound, document["value"]["duration"]) == (
        "min",
        Decimal(90),
        {"lower": "PT1H30M", "upper": "PT1H30M"},
    )
    row, document = claims["2週間から1カ月"]
    assert (row.unit, row.lower_bound, document["value"]["duration"]) == (None, None, {"lower": "P2W", "upper": "P1M"})


def test_an_ordinal_is_a_number_that_says_so() -> None:
    """The contract has no type of its own for it; a plain amount has no such mark."""
    value, _ = value_json(Quantity("Ordinal", Decimal(2), low=None), "第2位")
    plain, _ = value_json(Quantity("Number", Decimal(2)), "2")
    assert (value["type"], value["ordinal"]) == ("Number", True)
    assert "ordinal" not in plain


def test_what_comes_again_has_no_bounds() -> None:
    """Every week, three times."""
    value, bounds = value_json(Recurrence("P1W", None, Decimal(3)), "毎週3回")
    assert value["recurrence"] == {"every": "P1W", "at": None, "times": "3"}
    assert (bounds.low, bounds.earliest) == (None, None)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("9" * 40, "9" * 40),
        ("1" + "0" * 59 + "1", "1" + "0" * 60),
        ("1E+60", "1" + "0" * 60),
        ("1E+61", None),
        ("1E-61", None),
        ("0E+999999", "0"),
        ("NaN", None),
    ],
)
def test_numbers_keep_within_the_limits(said: str, kept: str | None) -> None:
    """At most 40 digits and 60 places, whatever somebody writes."""
    number = exact(Decimal(said))
    assert (None if number is None else format(number, "f")) == kept


def test_a_number_beyond_the_limits_says_so() -> None:
    """Its claim is kept without an amount; one that was only too exact is rounded."""
    value, bounds = value_json(Quantity("Money", Decimal("1E+99"), Unit("ISO4217", "JPY", "円")), "…")
    assert (value["amount"], bounds.low, bounds.warnings) == (None, None, ("out-of-range",))
    value, bounds = value_json(Quantity("Number", Decimal("0." + "7" * 50)), "…")
    assert (value["amount"], bounds.warnings) == ("0." + "7" * 39 + "8", ("rounded",))


def test_a_range_said_backwards_is_indexed_forwards() -> None:
    """From 5 down to 3: the JSON says it as the text does, the columns in order."""
    value, bounds = value_json(Quantity("Number", None, low=Decimal(5), high=Decimal(3)), "5 to 3")
    assert (value["lowerBound"], bounds.low, bounds.high) == ("5", Decimal(3), Decimal(5))


def test_strict_bounds_stay_strict() -> None:
    """Under 10 is not at most 10."""
    value, _ = value_json(Quantity("Number", Decimal(10), high=Decimal(10), comparator=Comparator.LESS), "under 10")
    assert (value["comparator"], value["lowerBound"], value["upperBound"]) == ("<", None, "10")


def test_one_quote_of_one_kind_is_one_claim() -> None:
    """The table allows no second one, so the second is not brought there."""
    claims = extract(JA, "ja", PUBLISHED)
    assert len(rows(JA, [*claims, *claims], "test")) == len(rows(JA, claims, "test"))
