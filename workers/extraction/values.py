"""What the engine says about a text: spans, units, quantities, calendar values and claims, frozen and exact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from workers.extraction.quick import quick


@quick
@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of Unicode code points in the original text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters that the reader sees."""
        return text[self.start : self.end]


class Comparator(StrEnum):
    """Which side of the amount is meant; an absent comparator means the amount itself."""

    LESS = "<"
    AT_MOST = "<="
    AT_LEAST = ">="
    MORE = ">"


class Grain(StrEnum):
    """The precision of a calendar value, from coarse to fine."""

    CENTURY = "century"
    DECADE = "decade"
    YEAR = "year"
    HALF = "half"
    SEASON = "season"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"
    WEEKEND = "weekend"
    DAY = "day"
    HOUR = "hour"
    MINUTE = "minute"
    SECOND = "second"


class Basis(StrEnum):
    """How a calendar value came to its year: said in the quote, from the publication date, or from the text before."""

    EXPLICIT = "explicit"
    PUBLISHED = "publishedAt"
    CONTEXT = "context"
    UNRESOLVED = "unresolved"


@quick
@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: `system` is ISO4217, UCUM or counter; `code` its code there; `text` the words used."""

    system: str
    code: str
    text: str


@quick
@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount with its bounds.

    `type` is one of Money, Count, Measure, Age, Number, Ordinal, Percentage, PercentagePoints, Ratio, Multiple.
    `amount` is null for ranges and for open bounds such as "dozens" that name no number of their own;
    `low`/`high` are inclusive unless the comparator is `<` or `>`.
    `per` is the base of a rate (per 100,000 people, an hour); `fraction` keeps "1/8" as it was said.
    """

    type: str
    amount: Decimal | None
    unit: Unit | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    comparator: Comparator | None = None
    approximate: bool = False
    per: Quantity | None = None
    fraction: tuple[Decimal, Decimal] | None = None
    warnings: tuple[str, ...] = ()


#: The parts of a length of time: (amount, unit name), coarse to fine, as they were said.
Length = tuple[tuple[Decimal, str], ...]


@quick
@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time; a single length has `low == high`, an open bound is null."""

    low: Length | None
    high: Length | None
    comparator: Comparator | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Something that comes again: every `period` (ISO 8601 duration), `at` (EDTF-like), `times` per period."""

    period: str | None
    at: str | None = None
    times: Decimal | None = None


@quick
@dataclass(frozen=True, slots=True)
class Period:
    """A resolved calendar value: inclusive first and last moment, its EDTF form and its grain.

    `part` is early, mid, late ... of the period whose EDTF is `whole`.
    `earliest` or `latest` is null where the value is open or unresolved. `first`/`last` are the two ends of a
    range as EDTF, so that a range of months can be told from a range of days.
    """

    type: str
    edtf: str
    earliest: datetime | None
    latest: datetime | None
    grain: Grain
    basis: Basis
    first: str | None = None
    last: str | None = None
    comparator: Comparator | None = None
    approximate: bool = False
    offset: str | None = None
    part: str | None = None
    whole: str | None = None
    warnings: tuple[str, ...] = ()


Value = Quantity | Duration | Recurrence | Period


@quick
@dataclass(frozen=True, slots=True)
class Subject:
    """What a quantity is of."""

    text: str
    span: Span


@quick
@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says it and by which words; mode is direct, reported or own (the article's own voice).

    `role` is the part of the speaker that names an office: president, minister, spokesperson. `named` is the fuller name,
    given before, of whom a pronoun or family name stands for.
    """

    speaker: Subject | None
    cue: Subject | None
    mode: str
    role: Subject | None = None
    named: Subject | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A movement: direction increase or decrease, kind absolute, relative or factor, its two ends and its base.

    `base` are the words that say what the change is measured against: a year earlier, the month before.
    """

    direction: str
    kind: str
    start: Quantity | None = None
    end: Quantity | None = None
    base: Subject | None = None


@dataclass(frozen=True, slots=True)
class Timeframe:
    """The time that a quantity is about: its words, their value, and where they stand.

    `scope` is clause, sentence or paragraph: how far from the quantity the words were found.
    """

    words: Subject
    value: Period
    scope: str


@dataclass(frozen=True, slots=True)
class Worthiness:
    """How much a claim deserves checking: a score from 0 to 1 and the reasons that made it."""

    score: Decimal
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """Arithmetic between claims of one article that follows, or does not, or two figures that contradict each other.

    `kind` is contradiction, growth, difference, sum, share or multiple; `others` are the quotes of the other claims
    that take part; `detail` is the calculation in plain numbers.
    """

    kind: str
    holds: bool
    others: tuple[Span, ...]
    detail: str


@quick
@dataclass(frozen=True, slots=True)
class Facts:
    """What the rest of its article says about a claim: the number of its fact, if it is said again, and the checks."""

    group: int | None = None
    checks: tuple[Check, ...] = ()


NO_FACTS = Facts()


@quick
@dataclass(frozen=True, slots=True)
class Claim:
    """A quantified claim: the sentence, the exact quote, its value, and what it is about.

    `kind` is date, amount or percentage; `type` the exact value type of the contract. `clause` is the
    smallest part of the sentence that can be checked alone, `text` its words. `confidence` is the measured
    probability that the value is right; `alternatives` are other patterns that read the same words.
    """

    kind: str
    type: str
    language: str
    sentence: Span
    clause: Span
    quote: Span
    text: str
    value: Value
    subject: Subject | None
    attribution: Attribution
    period: Timeframe | None
    change: Change | None
    pattern: str
    confidence: Decimal
    warnings: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    facts: Facts = NO_FACTS
    worthiness: Worthiness = Worthiness(Decimal(0), ())
