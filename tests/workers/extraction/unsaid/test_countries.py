"""What the papers of a country need not say: whose dollar, which order of digits, which fiscal year, which winter."""

from __future__ import annotations

from datetime import datetime

import pytest

from workers.extraction.claims import extract
from workers.extraction.unsaid.countries import countries, country_of
from workers.extraction.values import Claim, Period, Quantity, Unit

PUBLISHED = datetime(2026, 8, 1)


def _only(text: str, tag: str) -> Claim:
    (claim,) = extract(text, tag.split("-", maxsplit=1)[0], PUBLISHED, country_of(tag, None))
    return claim


@pytest.mark.parametrize(
    ("tag", "text", "currency"),
    [
        ("en-AU", "The bridge cost $5 million.", "AUD"),
        ("en-CA", "The bridge cost 5 million dollars.", "CAD"),
        ("es-AR", "El puente costó 5 millones de pesos.", "ARS"),
        ("zh-TW", "這座橋耗資5億元。", "TWD"),
        ("en-PK", "The bridge cost 5 million rupees.", "INR"),
        ("en-GB", "The bridge cost $5 million.", "USD"),
        ("en-AU", "The bridge cost US$5 million.", "USD"),
        ("en-AU", "The bridge cost 5 million euros.", "EUR"),
        ("en", "The bridge cost $5 million.", "USD"),
    ],
)
def test_a_plain_name_of_money_is_the_countrys_own(tag: str, text: str, currency: str) -> None:
    """Where its money goes by that name, and the text does not say whose it is; a rupee without a doubt stays Indian."""
    value = _only(text, tag).value
    assert isinstance(value, Quantity)
    assert isinstance(value.unit, Unit)
    assert value.unit.code == currency


def test_money_that_the_country_decides_keeps_its_warning() -> None:
    """An Australian paper may well mean American dollars."""
    assert "ambiguous-currency" in _only("The bridge cost $5 million.", "en-AU").warnings


@pytest.mark.parametrize(
    ("tag", "edtf", "warned"),
    [
        ("en-GB", "2026-04-03", False),
        ("en-US", "2026-03-04", False),
        ("en", "2026-03-04", True),
        ("en-CA", "2026-03-04", True),
    ],
)
def test_the_country_decides_the_order_of_a_date_in_digits(tag: str, edtf: str, warned: bool) -> None:  # noqa: FBT001 - a table's column
    """Where it does not, or where its papers write both orders, the claim says so."""
    claim = _only("It opened on 03/04/2026.", tag)
    assert isinstance(claim.value, Period)
    assert (claim.value.edtf, "ambiguous-date" in claim.warnings) == (edtf, warned)


def test_a_range_of_dates_in_digits_follows_the_country_too() -> None:
    """Both ends have their order."""
    value = _only("It was closed between 03/04/2026 and 05/06/2026.", "en-IE").value
    assert isinstance(value, Period)
    assert value.edtf == "2026-04-03/2026-06-05"


@pytest.mark.parametrize(
    ("tag", "text", "edtf"),
    [
        ("en-AU", "Profits rose in fiscal 2025.", "2024-07-01/2025-06-30"),
        ("en-IN", "Exports fell in fiscal 2025.", "2024-04-01/2025-03-31"),
        ("en-JP", "Exports fell in fiscal 2025.", "2025-04-01/2026-03-31"),
        ("en-AU", "Profits rose last fiscal year.", "2025-07-01/2026-06-30"),
        ("en-DE", "Profits rose in fiscal 2025.", "2025"),
    ],
)
def test_a_fiscal_year_is_the_countrys(tag: str, text: str, edtf: str) -> None:
    """It may bear the number of the year in which it ends, or in which it begins."""
    value = _only(text, tag).value
    assert isinstance(value, Period)
    assert value.edtf == edtf


@pytest.mark.parametrize(
    ("tag", "edtf", "first_month"), [("en-NZ", "2026-32", 6), ("en-GB", "2025-24", 12), ("en", "2025-24", 12)]
)
def test_winter_is_in_july_where_it_is(tag: str, edtf: str, first_month: int) -> None:
    """EDTF has numbers of their own for the seasons of the south."""
    value = _only("It snowed last winter.", tag).value
    assert isinstance(value, Period)
    assert value.edtf == edtf
    assert value.earliest is not None
    assert value.earliest.month == first_month


@pytest.mark.parametrize(
    ("tag", "host", "code"),
    [
        ("en-AU", None, "AU"),
        ("en-AU", "www.example.co.uk", "AU"),
        ("zh-Hant-TW", None, "TW"),
        ("en", "www.example.com.au", "AU"),
        ("en", "news.example.co.uk", "GB"),
        (None, "EXAMPLE.COM.CO.", "CO"),
        ("en", "example.co", None),
        ("en", "example.com", None),
        ("en", "au", "AU"),
        ("en-XX", None, None),
        (None, None, None),
    ],
)
def test_the_language_tag_names_the_country_else_the_domain_does(
    tag: str | None, host: str | None, code: str | None
) -> None:
    """A domain that is sold to everybody (.co, .com) names none."""
    found = country_of(tag, host)
    assert (found and found.code) == code


def test_every_country_is_told_by_two_capital_letters_and_money_by_three() -> None:
    """The table of countries is written by hand."""
    for code, country in countries().items():
        assert (len(code), code.isupper()) == (2, True)
        assert (len(country.currency), country.currency.isupper()) == (3, True)
        assert country.order in ("dmy", "mdy", "ymd", None)
        assert country.fiscal_month is None or 1 <= country.fiscal_month <= 12
