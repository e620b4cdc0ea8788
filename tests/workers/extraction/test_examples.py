"""The examples of every language folder: what is said there is found, and nothing else."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from workers.extraction.claims import extract
from workers.extraction.language import LANGUAGES
from workers.extraction.lengths import iso
from workers.extraction.values import Claim, Duration, Period, Quantity, Recurrence


def _cases(kind: str) -> Iterator[Any]:
    for path in sorted(LANGUAGES.glob("*/examples.toml")):
        language = path.parent.name
        for number, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8")).get(kind, ()), start=1):
            yield pytest.param(language, case, id=f"{language}-{kind}-{number}")


def brief(claim: Claim) -> str:
    """A claim's value in one short line, as the examples write it: `about 60..70 USD`, `2025-03`, `P3Y`."""
    value = claim.value
    if isinstance(value, Quantity):
        return _quantity(value)
    if isinstance(value, Duration):
        return " ".join(filter(None, (value.comparator, iso(value.low or value.high or ()))))
    if isinstance(value, Recurrence):
        return " ".join(filter(None, (value.period, value.at, f"{value.times}x" if value.times else None)))
    assert isinstance(value, Period), "there are four sorts of values"
    return value.edtf or str(value.offset)


def _quantity(value: Quantity) -> str:
    ends = (value.low, value.high) if value.comparator is None and value.low is not None else None
    number = (
        f"{_plain(ends[0])}..{_plain(ends[1])}"
        if ends
        else _plain(value.amount if value.amount is not None else value.low)
    )
    unit = value.unit.code if value.unit else {"Number": "", "Count": ""}.get(value.type, value.type.lower())
    per = value.per
    base = f"per {_plain(per.amount)} {per.unit.code if per.unit else ''}".strip() if per else ""
    return " ".join(filter(None, ("about" if value.approximate else "", value.comparator, number, unit, base)))


def _plain(number: Decimal | None) -> str:
    return "" if number is None else format(round(number, 6).normalize(), "f")


@pytest.mark.parametrize(("language", "case"), list(_cases("example")))
def test_an_example_is_read_as_it_says(language: str, case: dict[str, Any]) -> None:
    """Every claim of the text is in the example, in order, with quote, kind and value; there is no other."""
    published = datetime.fromisoformat(case["published"]) if "published" in case else None
    text = case["text"]
    found = [
        {"quote": claim.quote.of(text), "kind": claim.kind, "value": brief(claim)}
        for claim in extract(text, language, published)
    ]
    assert found == case["claims"]


@pytest.mark.parametrize(("language", "case"), list(_cases("nothing")))
def test_a_trap_is_no_claim(language: str, case: dict[str, Any]) -> None:
    """A text that only looks as if it had a number or a date yields nothing."""
    assert [claim.quote.of(case["text"]) for claim in extract(case["text"], language, datetime(2025, 11, 20))] == [], (
        case["why"]
    )
