"""A value in one short line, as examples, gold and the language keepers' tool write it."""

from __future__ import annotations

from decimal import Decimal

from workers.extraction.amounts.lengths import iso
from workers.extraction.values import Duration, Period, Quantity, Recurrence, Value


def brief(value: Value) -> str:
    """A claim's value in one short line: `about 60..70 USD`, `>= 500 drones`, `2025-03`, `P3Y`, `P1W 2x`.

    Money has its ISO 4217 code, a measure its UCUM code, a count its counter if it has one; what has neither is followed
    by its type (`2 multiple`), unless it is a bare number or a count.
    """
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
