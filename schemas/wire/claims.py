"""A claim in JSON, and the part of it that the worker writes.

A claim's row has two halves. `ClaimDocument` is what extraction said: it never changes afterwards, is
written once by the worker as JSON text in this order, and is sent as it stands. The rest (`Claim`) is
what the service knows: ids, version, status, review.
"""

from marshmallow import fields

from schemas.records import ReviewState
from schemas.wire.base import WireSchema
from schemas.wire.fields import Exact, Text, Whole, one_of

KINDS = ("date", "amount", "percentage")
VALUE_TYPES = (
    *("Date", "DateTime", "Time", "Duration", "Recurrence"),
    *("Money", "Count", "Measure", "Age", "Number"),
    *("Percentage", "PercentagePoints", "Ratio", "Multiple"),
)
STATUSES = ("current", "superseded", "withdrawn")
REVIEW_STATES = tuple(str(state) for state in ReviewState)


class Span(WireSchema):
    """A place in the stored text: Unicode code points, end exclusive."""

    start = Whole(required=True)
    end = Whole(required=True)


class Phrase(Span):
    """Words of the text with their place."""

    text = Text(required=True)


class Selector(WireSchema):
    """A W3C Web Annotation selector: the quote with its surroundings, or the position."""

    type = Text(required=True, validate=one_of("TextQuoteSelector", "TextPositionSelector"))
    exact = Text()
    prefix = Text()
    suffix = Text()
    start = Whole()
    end = Whole()


class Target(WireSchema):
    """Where the claim stands: its sentence, the clause that can be checked alone, and the quantity's own words."""

    sentence = fields.Nested(Span, required=True)
    clause = fields.Nested(Span, required=True)
    selector = fields.List(fields.Nested(Selector), required=True)


class Unit(WireSchema):
    """ISO4217 for money, UCUM for measures, `counter` with its own text, `%` and `pp`."""

    system = Text(required=True)
    code = Text(required=True, allow_none=True)
    text = Text(allow_none=True)


class Rate(WireSchema):
    """What a rate is per: an hour, 100,000 people."""

    amount = Exact(required=True, allow_none=True)
    unit = fields.Nested(Unit, required=True, allow_none=True)


class Fraction(WireSchema):
    """A fraction as it was said: 1/8 is also 0.125, but 1/3 is no decimal number."""

    numerator = Exact(required=True, allow_none=True)
    denominator = Exact(required=True, allow_none=True)


class Length(WireSchema):
    """A length of time as ISO 8601 durations; null is an open end, and a single length is both ends."""

    lower = Text(required=True, allow_none=True)
    upper = Text(required=True, allow_none=True)


class Recurring(WireSchema):
    """Something that comes again: every so often (ISO 8601), at which time, how many times in each."""

    every = Text(required=True, allow_none=True)
    at = Text(required=True, allow_none=True)
    times = Exact(required=True, allow_none=True)


class Value(WireSchema):
    """What was said, exactly: dates carry edtf to basis, everything else amount to unit.

    A Duration also has `duration`; its numbers are null where its parts have no common unit (a month and
    a day). A Recurrence has `recurrence` only. An ordinal ("third") is a Number with `ordinal`.
    """

    type = Text(required=True, validate=one_of(*VALUE_TYPES))
    raw = Text(required=True)
    amount = Exact(allow_none=True)
    lower_bound = Exact(allow_none=True)
    upper_bound = Exact(allow_none=True)
    comparator = Text(allow_none=True, validate=one_of("<", "<=", ">=", ">"))
    approximate = fields.Boolean()
    unit = fields.Nested(Unit, allow_none=True)
    ordinal = fields.Boolean()
    per = fields.Nested(Rate)
    fraction = fields.Nested(Fraction)
    duration = fields.Nested(Length)
    recurrence = fields.Nested(Recurring)
    edtf = Text(allow_none=True)
    earliest = Text(allow_none=True)
    latest = Text(allow_none=True)
    grain = Text(allow_none=True)
    basis = Text(allow_none=True, validate=one_of("explicit", "publishedAt", "context"))


class Period(Phrase):
    """The time that the value is about, and where its words stand.

    `basis` says how the date came to its year, as in a value; `scope` how far from the quantity it was said.
    """

    edtf = Text(required=True, allow_none=True)
    earliest = Text(required=True, allow_none=True)
    latest = Text(required=True, allow_none=True)
    grain = Text(required=True)
    basis = Text(required=True, allow_none=True, validate=one_of("explicit", "publishedAt", "context"))
    scope = Text(required=True, validate=one_of("clause", "sentence", "paragraph"))


class Attribution(WireSchema):
    """Who says it, by which words, and how: quoted, reported, or in the article's own voice.

    `role` is the part of the speaker that names an office: 大統領, minister, 发言人. `named` is whom the speaker's words
    stand for, in the fuller words that were said before: he, 同省, a family name. The filter `speaker` looks at that.
    """

    speaker = fields.Nested(Phrase, required=True, allow_none=True)
    named = fields.Nested(Phrase, allow_none=True)
    role = fields.Nested(Phrase, required=True, allow_none=True)
    cue = fields.Nested(Phrase, required=True, allow_none=True)
    mode = Text(required=True, validate=one_of("direct", "reported", "own"))


class Change(WireSchema):
    """A value that moved: which way, measured how, from where to where, against what.

    Both ends of one change carry it: of "from 50 to 30 million" each claim says `from` and `to`.
    """

    direction = Text(required=True, validate=one_of("increase", "decrease"))
    kind = Text(required=True, validate=one_of("absolute", "relative", "factor"))
    from_ = Exact(data_key="from", required=True, allow_none=True)
    to = Exact(required=True, allow_none=True)
    base = fields.Nested(Phrase, required=True, allow_none=True)


class Worthiness(WireSchema):
    """How much a check is worth, from 0 to 1, and why."""

    score = Exact(required=True)
    reasons = fields.List(Text(), required=True)


class Check(WireSchema):
    """Figures of one article held against each other.

    `contradiction`: two figures for one subject, unit and time. `growth`, `difference`, `sum`, `share`, `multiple`: a
    calculation that does or does not follow (`holds`) from the quotes in `with`, each of which is a claim of the same
    revision; `detail` is the calculation in plain numbers.
    """

    kind = Text(required=True, validate=one_of("contradiction", "growth", "difference", "sum", "share", "multiple"))
    holds = fields.Boolean(required=True)
    with_ = fields.List(fields.Nested(Phrase), required=True, data_key="with")
    detail = Text(required=True)


class Facts(WireSchema):
    """What the rest of the article says about the claim.

    Claims of one revision with the same `group` say the same fact; null where it is said once.
    """

    group = Whole(required=True, allow_none=True)
    checks = fields.List(fields.Nested(Check), required=True)


class Extraction(WireSchema):
    """Which rule of which extractor made the claim, and how sure it is.

    `confidence` is the measured share of right values among claims like this one. `alternatives` are the patterns that
    read the same words otherwise; where there are any, `warnings` has "ambiguous-reading".
    """

    extractor_version = Text(required=True)
    pattern = Text(required=True)
    confidence = Exact(required=True)
    warnings = fields.List(Text(), required=True)
    alternatives = fields.List(Text(), required=True)


class ClaimDocument(WireSchema):
    """The worker's half of a claim. `text` is its clause; `target` says where that and the whole sentence stand."""

    text = Text(required=True)
    target = fields.Nested(Target, required=True)
    value = fields.Nested(Value, required=True)
    period = fields.Nested(Period, required=True, allow_none=True)
    subject = fields.Nested(Phrase, required=True, allow_none=True)
    attribution = fields.Nested(Attribution, required=True, allow_none=True)
    change = fields.Nested(Change, required=True, allow_none=True)
    worthiness = fields.Nested(Worthiness, required=True)
    extraction = fields.Nested(Extraction, required=True)
    facts = fields.Nested(Facts, required=True)


class Review(WireSchema):
    """Where the claim stands with the fact-checkers: `submitted` of the `required` verdicts are in.

    A lease is no state: who holds a claim is known to `GET /v1/review/stats` only.
    """

    state = Text(required=True, validate=one_of(*REVIEW_STATES))
    required = Whole(required=True)
    submitted = Whole(required=True)
    verdict = Text(required=True, allow_none=True)
    assigned_to = Text(required=True, allow_none=True)
    tags = fields.List(Text(), required=True)
    checked_claim = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "The claim with a published verdict that this one repeats, if alreadyChecked."},
    )


class ClaimLinks(WireSchema):
    """Where to go from a claim."""

    self = Text(required=True)
    article = Text(required=True)
    history = Text(required=True)
    similar = Text(required=True)
    conflicts = Text(required=True)


class Claim(ClaimDocument):
    """A quantified claim. Numbers are decimal strings, offsets code points, end exclusive."""

    id = fields.UUID(required=True)
    type = Text(required=True, validate=one_of("Claim"))
    version = Whole(required=True)
    status = Text(required=True, validate=one_of(*STATUSES))
    kind = Text(required=True, validate=one_of(*KINDS))
    language = Text(required=True)
    article_id = fields.UUID(required=True)
    revision = Whole(required=True)
    review = fields.Nested(Review, required=True)
    links = fields.Nested(ClaimLinks, required=True)


class SingleClaim(Claim):
    """A claim that is looked at alone: also how many claims of other articles say the same."""

    similar = Whole(
        required=True,
        metadata={
            "description": "How many `links.similar` finds, among the nearest values; in listings it is left out."
        },
    )


class ListedClaim(Claim):
    """A claim; with `fields`, its id and those of its members that were asked for."""


_OPTIONAL = tuple(name for name in Claim().fields if name != "id")
CLAIM_MEMBERS = tuple(str(field.data_key) for field in Claim().fields.values())


class ClaimPage(WireSchema):
    """A page of claims; `next` is null on the last one."""

    items = fields.List(fields.Nested(ListedClaim(partial=_OPTIONAL)), required=True)
    next = Text(required=True, allow_none=True)
