"""The extractor's claims in the format of the gold scorer: start, end, kind, value, subject, speaker."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from workers.extraction.amounts.lengths import iso
from workers.extraction.claims import extract
from workers.extraction.values import Basis, Claim, Comparator, Duration, Grain, Period, Quantity, Recurrence, Subject

_KINDS = {
    "Money": "amount.money", "Count": "amount.count", "Measure": "amount.measure", "Age": "age", "Number": "number",
    "Ordinal": "ordinal", "Percentage": "percentage", "PercentagePoints": "amount.count", "Ratio": "ratio", "Multiple": "ratio",
}  # fmt: skip
#: What the suites call a unit that they have no UCUM code for.
_NAMES = {
    "J.s": "joule second", "Gy": "gray", "[Btu]": "british thermal unit", "N.m": "newton metre", "lm": "lumen", "lx": "lux",
    "[hp]": "horsepower", "dB": "decibel", "Sv": "sievert", "Bq": "becquerel", "[ppm]": "parts per million", "Ohm": "ohm",
    "A.h": "ampere hour", "mA.h": "milliampere hour", "pc": "parsec", "AU": "astronomical unit", "mol": "mole",
    "[psi]": "pound-force per square inch", "mm[Hg]": "millimetre of mercury", "[car_m]": "carat", "[bu_us]": "bushel",
    "[fur_us]": "furlong", "[fth_us]": "fathom", "mV": "millivolt", "mW": "milliwatt", "m/s2": "metre per square second",
}  # fmt: skip
#: The suites, like TimeML, give "early May" the value of May and a modifier.
_PARTS_OF_WHOLE = frozenset(("early", "mid", "late", "start", "end"))
_PARTS = {"33": "Q1", "34": "Q2", "35": "Q3", "36": "Q4", "40": "H1", "41": "H2"}
_PART = re.compile(r"(\d{4}|XXXX)-(3[3-6]|4[01])$")
_SEASON_CODES = {"21": "SP", "22": "SU", "23": "FA", "24": "WI"}


def predictions(case: dict[str, Any]) -> list[dict[str, Any]]:
    """The predictions for one gold case ({"id", "lang", "text", "reference_time"})."""
    reference = case.get("reference_time")
    published = moment(reference) if reference else None
    return [_as_told(prediction(claim), case["lang"]) for claim in extract(case["text"], case["lang"], published)]


def _as_told(found: dict[str, Any], language: str) -> dict[str, Any]:
    """The prediction with a year before Christ as the suites of its language write it: BC0234 in Japanese."""
    value = found["value"]
    if language == "ja" and isinstance(value, str) and _BEFORE_CHRIST.match(value):
        found["value"] = f"BC{value[1:]}"
    return found


_BEFORE_CHRIST = re.compile(r"-(?:\d{4}|\d\dXX)")


def moment(text: str) -> datetime:
    """A reference time as the suites write it, its time zone left out: dates there are local."""
    head, _, fraction = text.partition(".")
    if fraction:
        head += fraction.lstrip("0123456789")
    return datetime.fromisoformat(head).replace(tzinfo=None)


def prediction(claim: Claim) -> dict[str, Any]:
    """One claim as the scorer reads it."""
    kind, value = _value(claim)
    return {
        "start": claim.quote.start,
        "end": claim.quote.end,
        "kind": kind,
        "value": value,
        "subject": _part(claim.subject),
        "speaker": _part(claim.attribution.speaker),
    }


def _part(part: Subject | None) -> dict[str, Any] | None:
    return None if part is None else {"text": part.text, "start": part.span.start, "end": part.span.end}


def _value(claim: Claim) -> tuple[str, Any]:
    value = claim.value
    if isinstance(value, Quantity):
        return _KINDS[value.type], _quantity(value)
    if isinstance(value, Duration):
        return "duration", _duration(value)
    if isinstance(value, Recurrence):
        return "set", {"period": value.period, "at": value.at, "freq": _frequency(value)}
    return _period_kind(value), _period(value)


def _quantity(value: Quantity) -> dict[str, Any]:
    result: dict[str, Any] = {}
    if value.unit is not None:
        code = _NAMES.get(value.unit.code, value.unit.code)
        result["currency" if value.unit.system == "ISO4217" else "unit"] = code
        if value.per is not None and value.per.unit is not None and value.type == "Measure":
            result["unit"] = f"{code}/{value.per.unit.code}"
    if value.comparator is None and value.low is None and value.high is None:
        result["number"] = _text(value.amount)
        return result
    result |= {
        "min": _text(value.low),
        "max": _text(value.high),
        "min_inclusive": _closed(value) if value.low is not None else None,
        "max_inclusive": value.comparator is not Comparator.LESS if value.high is not None else None,
    }
    if value.amount is not None:
        result["number"] = _text(value.amount)
    return result


def _closed(value: Quantity) -> bool | None:
    """Whether the lower bound is part of the value; unknown where the comparator speaks of the upper one."""
    return None if value.comparator is Comparator.LESS else value.comparator is not Comparator.MORE


def _duration(value: Duration) -> Any:
    length = value.low if value.low is not None else value.high
    assert length is not None, "a duration has an end"
    if value.low is not None and value.high is not None and value.low != value.high:
        return {"min": iso(value.low), "max": iso(value.high)}
    if value.low is None or value.high is None:
        return {"max" if value.low is None else "min": iso(length), "value": iso(length)}
    return iso(length)


def _frequency(value: Recurrence) -> str | None:
    return None if value.times is None else f"{_text(value.times)}X"


def _period_kind(value: Period) -> str:
    ranged = value.first is not None or value.last is not None
    base = {"Date": "date", "DateTime": "datetime", "Time": "time"}[value.type]
    return f"{base}_range" if ranged else base


def _period(value: Period) -> Any:
    """The period as the scorer's date string, or bounds where it has two ends."""
    if value.offset is not None and value.earliest is None:
        return {"offset": value.offset, "date": value.edtf} if value.edtf else {"offset": value.offset}
    if value.whole is not None and value.part in _PARTS_OF_WHOLE:
        return value.whole
    if value.first is not None or value.last is not None:
        return {
            "min": _end(value.first),
            "max": _end(value.last, last=True),
            "min_inclusive": None if value.comparator is None else value.comparator is not Comparator.MORE,
            "max_inclusive": None if value.comparator is None else value.comparator is not Comparator.LESS,
        }
    if value.earliest is None or value.latest is None:
        if "/" in value.edtf:
            first, last = value.edtf.split("/")
            return {"min": first, "max": last}
        return _end(value.edtf) if value.grain in (Grain.QUARTER, Grain.HALF) else _before_christ(value.edtf)
    if value.grain is Grain.SEASON:
        year, season = value.edtf.rsplit("-", 1)
        return f"{year}-{_SEASON_CODES[season]}"
    if value.type == "DateTime" and "/" not in value.edtf:
        return value.edtf
    if value.grain in (Grain.YEAR, Grain.MONTH, Grain.DAY, Grain.DECADE, Grain.CENTURY) and "/" not in value.edtf:
        return value.edtf
    if value.type == "DateTime":  # a part of the day ends for the suites where the next one begins
        return {"min": value.earliest.isoformat(), "max": (value.latest + _SECOND).isoformat()}
    return {
        "min": value.earliest.isoformat()[:10], "max": value.latest.isoformat()[:10],
        "min_inclusive": True, "max_inclusive": True,
    }  # fmt: skip


_SECOND = timedelta(seconds=1)


def _before_christ(edtf: str) -> str:
    """A date before Christ as the suites count years: theirs have no year nought, EDTF's have (-0233 is 234 BC)."""
    year = _NO_YEAR_OF_OURS.match(edtf)
    return f"-{abs(int(year[0])) + 1:04d}{edtf[year.end() :]}" if year else edtf


_NO_YEAR_OF_OURS = re.compile(r"-\d{4,}(?![\dX])|0000(?![\dX])")


def _end(edtf: str | None, *, last: bool = False) -> str | None:
    """One end of a range; where the end is a period of its own, its first day, or its last one for the later end."""
    if edtf is None or edtf == "":
        return None
    start, _, stop = edtf.partition("/")
    if last and stop and not start.endswith("-01-01") and (start[:7] != stop[:7] or not start.endswith("-01")):
        start = stop  # until the end of 2008, but until its beginning
    part = _PART.match(start)
    return start if part is None else f"{part[1]}-{_PARTS[part[2]]}"


def _text(number: Decimal | None) -> str | None:
    return None if number is None else format(number, "f")


__all__ = ["Basis", "prediction", "predictions"]
