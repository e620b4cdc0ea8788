"""The engine's values as the contract writes them, and the typed bounds that they are searched by."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Context, Decimal
from typing import Any

from workers.extraction.amounts.lengths import iso
from workers.extraction.values import Basis, Duration, Length, Period, Quantity, Recurrence, Unit, Value

#: The contract's limits for a number: significant digits, and the exponent of its first digit.
MOST_DIGITS = 40
LARGEST_EXPONENT = 60

Json = dict[str, Any]

#: The parts of a length of time that are so many of a smaller one whatever the calendar says, and their UCUM codes.
_UCUM = {"year": "a", "month": "mo", "week": "wk", "day": "d", "hour": "h", "minute": "min", "second": "s"}
_SMALLER = {
    "year": ("month", 12),
    "week": ("day", 7),
    "day": ("hour", 24),
    "hour": ("minute", 60),
    "minute": ("second", 60),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a value is searched by: None is an open end, or no number (no date) at all."""

    unit: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    earliest: date | None = None
    latest: date | None = None
    warnings: tuple[str, ...] = ()


def value_json(value: Value, raw: str) -> tuple[Json, Bounds]:
    """The contract's `value` object (`raw` is the quote) and the value's bounds."""
    if isinstance(value, Quantity):
        return _quantity(value, raw)
    if isinstance(value, Duration):
        return _duration(value, raw)
    if isinstance(value, Recurrence):
        every = {"every": value.period, "at": value.at, "times": plain(exact(value.times))}
        return {"type": "Recurrence", "raw": raw, "recurrence": every}, Bounds()
    return _period(value, raw)


def exact(number: Decimal | None) -> Decimal | None:
    """The number within the contract's limits: rounded to 40 digits; None beyond 10^60."""
    if number is None or not number.is_finite() or (number and abs(number.adjusted()) > LARGEST_EXPONENT):
        return None
    # Zero keeps any exponent it was given, and would be written out with as many zeros.
    return Context(prec=MOST_DIGITS).plus(number) if number else Decimal(0)


def plain(number: Decimal | None) -> str | None:
    """A decimal string without an exponent."""
    return None if number is None else format(number, "f")


def _flaws(*numbers: Decimal | None) -> tuple[str, ...]:
    """What the limits did to these numbers."""
    found = []
    for number in numbers:
        kept = exact(number)
        if number is not None and kept is None:
            found.append("out-of-range")
        elif kept != number:
            found.append("rounded")
    return tuple(dict.fromkeys(found))


def _quantity(value: Quantity, raw: str) -> tuple[Json, Bounds]:
    single = value.low is None and value.high is None
    low, high = (value.amount, value.amount) if single else (value.low, value.high)
    low, high = exact(low), exact(high)
    shape: Json = {
        "type": "Number" if value.type == "Ordinal" else value.type,
        "raw": raw,
        "amount": plain(exact(value.amount)),
        "lowerBound": plain(low),
        "upperBound": plain(high),
        "comparator": _word(value.comparator),
        "approximate": value.approximate,
        "unit": _unit(value.unit),
    }
    if value.type == "Ordinal":
        shape["ordinal"] = True
    if value.per is not None:
        shape["per"] = {"amount": plain(exact(value.per.amount)), "unit": _unit(value.per.unit)}
    if value.fraction is not None:
        numerator, denominator = value.fraction
        shape["fraction"] = {"numerator": plain(exact(numerator)), "denominator": plain(exact(denominator))}
    low, high = _ordered(low, high)
    unit = value.unit.code if value.unit else None
    return shape, Bounds(unit=unit, low=low, high=high, warnings=_flaws(value.amount, value.low, value.high))


def _ordered(low: Decimal | None, high: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
    """The smaller one first, as the index wants them; a text may say them the other way round."""
    return (high, low) if low is not None and high is not None and low > high else (low, high)


def _unit(unit: Unit | None) -> Json | None:
    return None if unit is None else {"system": unit.system, "code": unit.code, "text": unit.text}


def _word(comparator: object) -> str | None:
    return None if comparator is None else str(comparator)


def _duration(value: Duration, raw: str) -> tuple[Json, Bounds]:
    """ISO 8601 for both ends; numbers in one unit where both ends have one that the calendar cannot change."""
    unit = _common_unit([length for length in (value.low, value.high) if length is not None])
    numbers = [exact(_in_unit(length, unit)) if length and unit else None for length in (value.low, value.high)]
    low, high = _ordered(numbers[0], numbers[1])
    shape: Json = {
        "type": "Duration",
        "raw": raw,
        "amount": plain(low) if value.low == value.high else None,
        "lowerBound": plain(low),
        "upperBound": plain(high),
        "comparator": _word(value.comparator),
        "approximate": value.approximate,
        "unit": {"system": "UCUM", "code": _UCUM[unit], "text": None} if unit else None,
        "duration": {"lower": iso(value.low) if value.low else None, "upper": iso(value.high) if value.high else None},
    }
    return shape, Bounds(unit=_UCUM[unit] if unit else None, low=low, high=high)


def _common_unit(lengths: list[Length]) -> str | None:
    names = [name for length in lengths for _, name in length]
    if not names or any(name not in _UCUM for name in names):
        return None
    finest = max(names, key=list(_UCUM).index)
    return finest if all(_factor(name, finest) is not None for name in names) else None


def _in_unit(length: Length, unit: str) -> Decimal:
    return sum((amount * (_factor(name, unit) or 0) for amount, name in length), Decimal(0))


def _factor(name: str, unit: str) -> int | None:
    """How many `unit` one `name` is; None where that depends on the calendar (days of a month)."""
    factor = 1
    while name != unit:
        if name not in _SMALLER:
            return None
        name, times = _SMALLER[name]
        factor *= times
    return factor


def _period(value: Period, raw: str) -> tuple[Json, Bounds]:
    """A date or time. An unresolved one keeps its EDTF, has no basis, and says so in the warnings."""
    timed = value.type != "Date"
    unresolved = value.basis is Basis.UNRESOLVED
    shape: Json = {
        "type": value.type,
        "raw": raw,
        "comparator": _word(value.comparator),
        "approximate": value.approximate,
        "edtf": value.edtf or None,
        "earliest": _moment(value.earliest, timed=timed),
        "latest": _moment(value.latest, timed=timed),
        "grain": str(value.grain),
        "basis": None if unresolved else str(value.basis),
    }
    earliest, latest = (moment.date() if moment else None for moment in (value.earliest, value.latest))
    if earliest is not None and latest is not None and earliest > latest:
        earliest, latest = latest, earliest
    warnings = ("unresolved-date",) if unresolved and value.type != "Time" else ()
    return shape, Bounds(earliest=earliest, latest=latest, warnings=warnings)


def _moment(moment: datetime | None, *, timed: bool) -> str | None:
    """Local, as the text says it: the text names no time zone."""
    if moment is None:
        return None
    return moment.replace(tzinfo=None).isoformat(timespec="seconds") if timed else moment.date().isoformat()
