"""Amounts from slots: money, counts, measures, percentages, ratios, multiples; their ranges and bounds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from workers.extraction.amounts.amount import Amount, amount_of, combined, lent, shared
from workers.extraction.amounts.bounds import bounded
from workers.extraction.amounts.units import UnitTable
from workers.extraction.quick import replace
from workers.extraction.tokens.grammar import Slots
from workers.extraction.tokens.numerals import Number
from workers.extraction.values import Comparator, Quantity, Unit


class Quantities:
    """Builds the amounts of one language; the unit table is shared by all."""

    def __init__(self, units: UnitTable) -> None:
        self._units = units
        self._builders: Mapping[str, Callable[[Slots], Quantity | None]] = {
            "money": self._money,
            "count": self._count,
            "measure": self._measure,
            "percentage": self._percentage,
            "points": self._points,
            "ratio": self._ratio,
            "multiple": self._multiple,
            "age": self._age,
            "ordinal": lambda slots: _plain("Ordinal", slots),
            "number": lambda slots: _plain("Number", slots) if "n" in slots else None,
        }

    def build(self, section: str, slots: Slots) -> Quantity | None:
        """The quantity of a section's slots; None where the numbers can't be (a fraction of nought)."""
        if "like" in slots:
            slots = {**slots, "n": [lent(number, slots["like"][0]) for number in slots.get("n", ())]}
        if "less" in slots:
            slots = {**slots, "n": [lent(number, slots["less"][0]) for number in slots.get("n", ())]}
            if not _falls(slots):
                return None
        if "power" in slots:
            slots = _powered(slots) or {}
        whole = slots if section == "ratio" else combined(slots)
        quantity = None if whole is None else self._ranged(section, whole)
        if quantity is None:
            return None
        if "per" in slots or "base" in slots:
            quantity = replace(quantity, per=self._per(slots))
        if "sign" in slots and quantity.amount is not None:
            quantity = replace(quantity, amount=-quantity.amount)
        if "more" in slots or any(isinstance(number, Number) and number.more for number in slots.get("n", ())):
            quantity = bounded(quantity, (Comparator.MORE,))
        if "tolerance" in slots and quantity.amount is not None:
            by = amount_of(slots["tolerance"][0]).value
            quantity = replace(quantity, low=quantity.amount - by, high=quantity.amount + by)
        if "bound" in slots:
            quantity = bounded(quantity, [str(sign) for sign in slots["bound"]])
        told_round = any(isinstance(number, Number) and number.round for number in slots.get("n", ()))
        if ("approx" in slots or told_round) and not quantity.approximate:
            quantity = replace(quantity, approximate=True)
        return quantity

    def _ranged(self, section: str, slots: Slots) -> Quantity | None:
        """The quantity, from the number of the slot `low` to its own where there is one ("5 or 6 million dollars")."""
        quantity = self._builders[section](slots)
        if (
            "upper" in slots and quantity is not None
        ):  # 157 yen 20 to 22 sen: the upper end shares all but the last number
            upper = self._builders[section]({**slots, "n": [*slots["n"][:-1], slots["upper"][0]]})
            return None if upper is None else span_of(quantity, upper)
        low = slots["low"][0] if "low" in slots else None
        if quantity is None or low is None:
            return quantity
        if not isinstance(low, Number):  # it was read as something of its own before
            return None
        lower = self._builders[section]({**slots, "n": [shared(low, slots.get("n", ()))]})
        return None if lower is None else span_of(lower, quantity)

    def _money(self, slots: Slots) -> Quantity | None:
        if "unit" not in slots:
            return None
        amounts = [amount_of(number) for number in slots.get("n", (1,))]
        total = amounts[0]
        if "half" in slots:
            total = total.plus(Amount(Decimal(str(slots["half"][0]))))
        for amount, divisor in zip(amounts[1:], slots.get("minor", ()), strict=False):
            total = total.plus(amount.times(1 / Decimal(str(divisor))))
        if "minor" in slots and len(amounts) == 1:
            total = total.times(1 / Decimal(str(slots["minor"][0])))
        if "tenths" in slots:
            total = total.plus(amount_of(slots["tenths"][0]).times(_TENTH))
        if "cents" in slots:
            total = total.plus(amount_of(slots["cents"][0]).times(_CENT))
        code, factor, warnings = self._units.currency(str(slots["unit"][0]))
        return _quantity("Money", total.times(factor) if factor != 1 else total, Unit("ISO4217", code, ""), warnings)

    def _count(self, slots: Slots) -> Quantity | None:
        amount = amount_of(slots["n"][0]) if "n" in slots else Amount(Decimal(1))
        if "half" in slots:
            amount = amount.plus(Amount(Decimal(str(slots["half"][0]))))
        unit = Unit("counter", str(slots["unit"][0]), "") if "unit" in slots else None
        return _quantity("Count", amount, unit)

    def _measure(self, slots: Slots) -> Quantity | None:
        codes = [code for value in slots.get("unit", slots.get("sign", ())) for code in _codes(value)]
        numbers: Sequence[object] = slots.get("n", (1,))
        if not codes:
            return None
        total = amount_of(numbers[0])
        if "half" in slots:
            total = total.plus(Amount(Decimal(str(slots["half"][0]))))
        for number, code in zip(numbers[1:], codes[1:], strict=False):
            factor = self._units.factor(code, codes[0])
            if factor is None or factor >= 1:  # 10 km, 93 km from the coast
                return None
            rest = amount_of(number).times(factor)
            if rest.value >= 1:  # 195 km and 5,100 metres of climbing
                return None
            total = total.plus(rest)
        code = codes[0] + (f"/{slots['rate'][0]}" if "rate" in slots else "")
        return _quantity("Measure", total, Unit("UCUM", code, ""))

    def _percentage(self, slots: Slots) -> Quantity | None:
        amounts = [amount_of(number) for number in slots.get("n", (1,))]
        factors = [Decimal(str(factor)) for factor in slots.get("unit", (1,))]
        total = amounts[0].times(factors[0])
        for amount, factor in zip(amounts[1:], factors[1:], strict=False):
            total = total.plus(amount.times(factor))
        if "tenths" in slots:  # five tenths and two
            total = total.plus(amount_of(slots["tenths"][0]).times(_TENTH * factors[-1]))
        if "hundredths" in slots:
            total = total.plus(amount_of(slots["hundredths"][0]).times(_CENT * factors[-1]))
        if "half" in slots:
            total = total.plus(Amount(Decimal(str(slots["half"][0])) * factors[-1]))
        return _quantity("Percentage", total, Unit("UCUM", "%", ""))

    def _points(self, slots: Slots) -> Quantity | None:
        factor = Decimal(str(slots["unit"][0])) if "unit" in slots else Decimal(1)
        return _quantity("PercentagePoints", amount_of(slots["n"][0]).times(factor), Unit("UCUM", "pp", ""))

    def _ratio(self, slots: Slots) -> Quantity | None:
        if len(set(slots.get("each", ()))) > 1:  # houses and the people in them are no parts of each other
            return None
        if "fraction" in slots:
            amount = amount_of(slots["fraction"][0])
            fraction = None
        else:
            numerator = amount_of(slots["num"][0]) if "num" in slots else Amount(Decimal(1))
            denominator = amount_of(slots["of" if "of" in slots else "den"][0])
            if not denominator.value or ("of" in slots and numerator.value > denominator.value):
                return None
            amount, fraction = numerator.times(1 / denominator.value), (numerator.value, denominator.value)
        if "whole" in slots:
            whole = amount_of(slots["whole"][0])
            amount, fraction = whole.plus(amount if whole.value >= 0 else amount.times(Decimal(-1))), None
        return replace(_quantity("Ratio", amount, None), fraction=fraction)

    def _multiple(self, slots: Slots) -> Quantity | None:
        amount = amount_of(slots["n"][0]) if "n" in slots else Amount(Decimal(1))
        if "factor" in slots:
            amount = amount.times(Decimal(str(slots["factor"][0])))
        if "half" in slots:
            amount = amount.plus(Amount(Decimal(str(slots["half"][0]))))
        return _quantity("Multiple", amount, Unit("counter", "x", ""))

    def _age(self, slots: Slots) -> Quantity | None:
        unit = str(slots["unit"][0]) if "unit" in slots else "year"
        if unit in ("minute", "second"):  # with 38 seconds to spare
            return None
        amount = amount_of(slots["n"][0])
        if len(slots["n"]) > 1:  # 21 years and 8 months
            unit, amount = "month", amount.times(_MONTHS).plus(amount_of(slots["n"][1]))
        if "half" in slots:
            amount = amount.plus(Amount(Decimal(str(slots["half"][0]))))
        if "decade" in slots:  # her eighties
            if not 10 <= amount.value <= 90 or amount.value % 10:
                return None
            part = amount_of(slots["decade"][0])  # its last year, or the first and last of a part of it
            first = amount.value + (part.low or 0)
            amount = Amount(first, first, amount.value + (part.high or part.value))
        return _quantity("Age", amount, Unit("UCUM", _AGE_UNITS.get(unit, unit), ""))

    def _per(self, slots: Slots) -> Quantity:
        number = amount_of(slots["base"][0]) if "base" in slots else Amount(Decimal(1))
        unit = str(slots["per"][0]) if "per" in slots else ""
        if "exchange" in slots:  # what one of another currency is worth
            code, factor, _ = self._units.currency(unit)
            return _quantity("Money", number.times(factor), Unit("ISO4217", code, ""))
        return _quantity(
            "Number" if not unit else "Measure",
            number,
            Unit("counter", _AGE_UNITS.get(unit, unit), "") if unit else None,
        )


def _falls(slots: Slots) -> bool:
    """Whether the number is greater than the one that it goes down to: what rises may as well be a range."""
    return "n" in slots and amount_of(slots["n"][0]).value > amount_of(slots["less"][0]).value


def _codes(value: object) -> tuple[str, ...]:
    """The UCUM code of a lexicon value; a pair names the unit of a bare number behind it, too (6'2, ten stone four)."""
    return value if isinstance(value, tuple) else (str(value),)


_CENT = Decimal("0.01")
_TENTH = Decimal("0.1")
_MONTHS = Decimal(12)
_AGE_UNITS = {"year": "a", "month": "mo", "week": "wk", "day": "d", "hour": "h", "minute": "min", "second": "s"}


def _plain(type_: str, slots: Slots) -> Quantity:
    return _quantity(type_, amount_of(slots["n"][0]), None)


def _powered(slots: Slots) -> Slots | None:
    """The slots with a number that is written with a power made whole: 2.5 to the minus first, 12.3 times ten to the 14th."""
    base, power = amount_of(slots["base"][0]).value, amount_of(slots["power"][0]).value
    if (
        not base
        or power != power.to_integral_value()
        or abs(power) > _LARGEST_POWER
        or abs(base.adjusted() * power) > _LARGEST_POWER
    ):
        return None
    times = amount_of(slots["n"][0]).value if "n" in slots else Decimal(1)
    rest = {name: found for name, found in slots.items() if name not in ("base", "power")}
    return {**rest, "n": [Number(times * base ** int(power))]}


#: CONTRACT: exponents beyond 60 are no amounts.
_LARGEST_POWER = 60


def _quantity(type_: str, amount: Amount, unit: Unit | None, warnings: tuple[str, ...] = ()) -> Quantity:
    """A quantity of one amount; a vague one (dozens) has bounds and no amount."""
    if amount.low is not None and amount.high is not None:
        return Quantity(type_, None, unit, amount.low, amount.high, approximate=True, warnings=warnings)
    return Quantity(type_, amount.value, unit, warnings=warnings)


def span_of(low: Quantity, high: Quantity) -> Quantity | None:
    """From one amount to another in the unit of the latter; None where the units or the order disagree."""
    if low.amount is not None and high.type == "Age" and high.low is not None and high.comparator is None:
        return replace(high, low=low.amount) if low.amount < high.low else None  # from 60 to the nineties
    if low.amount is None or high.amount is None or low.comparator or high.comparator:
        return _between(low, high)
    if low.unit is not None and high.unit is not None and low.unit.code != high.unit.code:
        if low.unit.system != high.unit.system or not low.unit.code.startswith(f"{high.unit.code}/"):
            return None
        high = replace(high, unit=low.unit)
    if low.type not in (high.type, "Number"):
        return None
    start, end = low.amount, high.amount
    if end is None:
        return None
    falling = end < start < 0 or (end < start and _is_decimal(start) and _is_decimal(end))  # -10 to -20, 2.30~2.13
    ends = (end, start) if falling else (start, end)
    if ends[0] > ends[1] or (ends[0] == ends[1] and low.type == "Number" and high.unit is None):  # a draw, 22-22
        return None
    approximate = low.approximate or high.approximate
    return replace(high, amount=None, low=ends[0], high=ends[1], approximate=approximate, fraction=None)


def _is_decimal(number: Decimal) -> bool:
    return number != number.to_integral_value()


def _between(low: Quantity, high: Quantity) -> Quantity | None:
    """Two bounded amounts as one range: at least 10 and under 20."""
    lower = low.low if low.comparator in (Comparator.AT_LEAST, Comparator.MORE) else None
    upper = high.high if high.comparator in (Comparator.AT_MOST, Comparator.LESS) else None
    if low.comparator is None and low.low is None and upper is not None:
        lower = low.amount
    if lower is None and upper is None and high.comparator in (Comparator.AT_LEAST, Comparator.MORE) and low.comparator:
        return _between(high, low) if low.comparator in (Comparator.AT_MOST, Comparator.LESS) else None
    if lower is None or upper is None or lower > upper or low.type not in (high.type, "Number"):
        return None
    strict: Comparator | None = high.comparator if high.comparator is Comparator.LESS else None
    if strict is None and low.comparator is Comparator.MORE:
        strict = Comparator.MORE
    return replace(high, amount=None, low=lower, high=upper, comparator=strict)
