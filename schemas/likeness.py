"""When two claims say the same, and when they contradict each other: one rule for workers and service.

The worker stores what a claim can be compared by (`measure`, `magnitude`, `subject_key`), the service and the worker
find candidates by these columns and ask `likeness`. Within one language words decide together with the value;
across languages there are no words in common, so value, unit and period must be telling enough by themselves.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from schemas.terms import terms

#: Values that differ by less than this part of the larger one may be the same, rounded otherwise.
NEAR = Decimal("0.05")
_SAME_SUBJECT = 0.75  # of the shorter subject's terms
_SAME_WORDS = 0.34  # Dice's coefficient of the two sentences' terms without digits: the value is compared anyway
_LARGE = Decimal(1_000_000)
_HUNDRED = Decimal(100)
DATE = "Date"
_TELLING_DIGITS = 3
_LONGEST_KEY = 400


class Reason(StrEnum):
    """What two claims have in common."""

    VALUE = "value"
    NEAR_VALUE = "nearValue"
    SUBJECT = "subject"
    WORDS = "words"
    PERIOD = "period"


#: What each reason adds to the score: the same value, subject, words and time make 1.
WEIGHTS = {
    Reason.VALUE: Decimal("0.5"),
    Reason.NEAR_VALUE: Decimal("0.3"),
    Reason.SUBJECT: Decimal("0.25"),
    Reason.WORDS: Decimal("0.1"),
    Reason.PERIOD: Decimal("0.15"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparable:
    """A claim as far as it can be compared. A None bound is an open end; the days are None where no time is said."""

    language: str
    measure: str
    value_type: str
    unit: str | None
    lower_bound: Decimal | None
    upper_bound: Decimal | None
    earliest: date | None
    latest: date | None
    subject_key: str | None
    terms: Collection[str]

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        """The bounds in the measure's own scale; an open end counts as the other one: at least 500 is no 8 million."""
        bounds = [bound for bound in (self.lower_bound, self.upper_bound) if bound is not None]
        if not bounds:
            bounds = [Decimal(self.earliest.toordinal() if self.earliest else 0)]
        scale = _HUNDRED if self.value_type == "Ratio" else Decimal(1)
        return bounds[0] * scale, bounds[-1] * scale

    @property
    def is_dated(self) -> bool:
        """Whether a time is said that an amount is about."""
        return self.measure != DATE and (self.earliest is not None or self.latest is not None)


def measure(value: dict[str, Any], low: Decimal | None, high: Decimal | None) -> tuple[str, float] | None:
    """What a contract's `value` object is comparable with, and its size there; None: with nothing.

    Fractions are percentages; counts of one language differ by their counters, which other languages don't have, so the
    counter is no part of it. Dates of one day are comparable by their day's number.
    """
    kind = str(value["type"])
    if kind == DATE and value.get("earliest") and value["earliest"] == value["latest"]:
        return DATE, float(date.fromisoformat(value["earliest"]).toordinal())
    bounds = [bound for bound in (low, high) if bound is not None]
    if not bounds:
        return None
    size = float(sum(bounds, Decimal(0)) / len(bounds))
    if kind == "Ratio":
        kind, size = "Percentage", size * float(_HUNDRED)
    unit = "" if kind in ("Count", "Number", "Percentage") else (value.get("unit") or {}).get("code") or ""
    rate = value.get("per")
    per = "" if rate is None else f" per {rate['amount'] or 1} {(rate['unit'] or {}).get('code') or ''}"
    kind = "Count" if kind == "Number" else kind
    return f"{kind} {unit}{per}".strip(), size


def subject_key(subject: str | None) -> str | None:
    """The words of a subject, whatever their order, width and case; None for no words."""
    return " ".join(terms(subject))[:_LONGEST_KEY] or None


def likeness(one: Comparable, other: Comparable) -> tuple[Reason, ...]:
    """Why the two say the same; () when they don't, or when nobody can tell."""
    if one.measure != other.measure or _are_apart(one, other):
        return ()
    is_near = not _overlap(one, other)
    if is_near and not _near(one, other):
        return ()
    about = _about(one, other)
    if about is None:
        return ()
    reasons = [Reason.NEAR_VALUE if is_near else Reason.VALUE, *about]
    if one.is_dated and other.is_dated:
        reasons.append(Reason.PERIOD)
    if about:
        return tuple(reasons)
    # No words to go by: both must name a value that hardly anything else has, or the same time.
    tells = _is_telling(one) and _is_telling(other)
    is_enough = not is_near and one.measure != DATE and (tells or Reason.PERIOD in reasons)
    return tuple(reasons) if is_enough else ()


def score(reasons: Collection[Reason]) -> Decimal:
    """How sure it is that two claims with these in common say the same, from 0 to 1."""
    return sum((WEIGHTS[reason] for reason in reasons), Decimal(0))


def contradict(one: Comparable, other: Comparable) -> bool:
    """Whether the two give different values for the same subject, unit and time."""
    return (
        one.measure == other.measure
        and one.measure != DATE
        and one.language == other.language
        and (one.unit == other.unit)
        and one.subject_key is not None
        and one.subject_key == other.subject_key
        and one.is_dated
        and other.is_dated
        and not _are_apart(one, other)
        and not _overlap(one, other)
        and not _near(one, other)
    )


def _about(one: Comparable, other: Comparable) -> tuple[Reason, ...] | None:
    """What the words have in common; () when there are none to compare, None when they speak against it."""
    if one.language != other.language:
        return ()
    if one.measure.startswith("Count") and None not in (one.unit, other.unit) and one.unit != other.unit:
        return None
    words, others = _words(one), _words(other)
    shared = 2 * len(words & others) / max(1, len(words) + len(others))
    alike = (Reason.WORDS,) if shared >= _SAME_WORDS else ()
    if one.subject_key and other.subject_key:
        first, second = frozenset(one.subject_key.split()), frozenset(other.subject_key.split())
        common = len(first & second) / min(len(first), len(second))
        return (Reason.SUBJECT, *alike) if common >= _SAME_SUBJECT else alike or None
    return alike or None


def _words(claim: Comparable) -> frozenset[str]:
    return frozenset(term for term in claim.terms if not any(character.isdigit() for character in term))


def _are_apart(one: Comparable, other: Comparable) -> bool:
    """Whether both are about times, and these do not meet."""
    return any(
        early.latest is not None and late.earliest is not None and early.latest < late.earliest
        for early, late in ((one, other), (other, one))
    )


def _overlap(one: Comparable, other: Comparable) -> bool:
    return one.ends[0] <= other.ends[1] and other.ends[0] <= one.ends[1]


def _near(one: Comparable, other: Comparable) -> bool:
    first, second = (sum(claim.ends, Decimal(0)) / 2 for claim in (one, other))
    return one.measure != DATE and abs(first - second) <= NEAR * max(abs(first), abs(second))


def _is_telling(claim: Comparable) -> bool:
    """Whether hardly any other claim has this value by chance: large, or exact to three digits."""
    low, high = claim.ends
    digits = len(low.normalize().as_tuple().digits)
    return abs(low) >= _LARGE or (low == high and digits >= _TELLING_DIGITS)
