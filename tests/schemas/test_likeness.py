"""What says the same and what does not: pairs of sentences as news write them, each beside its negative."""

from datetime import datetime
from decimal import Decimal

import pytest

from schemas.likeness import Comparable, Reason, contradict, likeness, score, subject_key
from schemas.terms import terms
from workers.documents import rows
from workers.extraction.claims import extract

PUBLISHED = datetime(2026, 1, 10)


def comparable(sentence: str, language: str = "en", subject: str | None = None) -> Comparable:
    """The first claim of a sentence that is comparable, with its subject given."""
    row = next(row for row in rows(sentence, extract(sentence, language, PUBLISHED), "test") if row.kind != "date")
    assert row.measure is not None
    return Comparable(
        language=language, measure=row.measure, value_type=row.value_type, unit=row.unit,
        lower_bound=row.lower_bound, upper_bound=row.upper_bound, earliest=row.earliest, latest=row.latest,
        subject_key=subject_key(subject), terms=terms(sentence, subject),
    )  # fmt: skip


ALIKE = [
    ("The old bridge cost $3 million.", "$3 million went into the old bridge.", "the old bridge"),
    ("Support for the minister stood at 64%.", "64 per cent support the minister.", "support for the minister"),
    ("One in four pupils is absent from school.", "Absent pupils make up 25% of a school.", "absent pupils"),
    ("Debt reached $38.1 trillion.", "Debt of $38 trillion is a record.", "debt"),
]
UNLIKE = [
    ("The old bridge cost $3 million.", "The old bridge cost $4 million.", "the old bridge"),
    ("The old bridge cost $3 million.", "The old bridge cost 3 million euros.", "the old bridge"),
    ("In 2024 the fair drew 5,372 visitors.", "In 2025 the fair drew 5,372 visitors.", "the fair"),
    ("Pay rose to $15 an hour.", "Pay rose to $15 a day.", "pay"),
]


@pytest.mark.parametrize(("one", "other", "subject"), ALIKE)
def test_the_same_value_for_the_same_subject_is_alike(one: str, other: str, subject: str) -> None:
    """However it is worded, also as a fraction or rounded otherwise."""
    assert Reason.SUBJECT in likeness(comparable(one, subject=subject), comparable(other, subject=subject))


@pytest.mark.parametrize(("one", "other", "subject"), UNLIKE)
def test_another_value_unit_rate_or_time_is_not_alike(one: str, other: str, subject: str) -> None:
    """Not even for the same subject."""
    assert likeness(comparable(one, subject=subject), comparable(other, subject=subject)) == ()


def test_the_same_number_of_other_things_is_not_alike() -> None:
    """64% of voters is not 64% of trains."""
    voters = comparable("Support for the minister stood at 64%.", subject="support for the minister")
    trains = comparable("Last winter 64% of night trains ran late in Norway.", subject="night trains")
    assert likeness(voters, trains) == ()


def test_other_counters_of_one_language_are_not_alike() -> None:
    """12 people and 12 birds, where the counter says which; the same counter is alike."""
    people, birds, again = (comparable(f"事故で{count}が被害を受けた。", "ja") for count in ("12人", "12羽", "12人"))
    assert likeness(people, birds) == ()
    assert likeness(people, again)


@pytest.mark.parametrize(
    ("one", "language"),
    [("再建に8000億ドルが必要だ。", "ja"), ("重建需要8000亿美元。", "zh"), ("Es geht um 800 Milliarden Dollar.", "de")],
)
def test_across_languages_a_telling_value_decides(one: str, language: str) -> None:
    """There are no words in common; 800 billion dollars is enough, but less sure than words would be."""
    english = comparable("Rebuilding would take $800 billion.")
    reasons = likeness(comparable(one, language), english)
    assert reasons == (Reason.VALUE,)
    assert score(reasons) < Decimal("0.6")


def test_across_languages_a_common_value_needs_the_time() -> None:
    """64% is said of many things; 64% of one December may be one poll."""
    assert likeness(comparable("支持率は64%だった。", "ja"), comparable("Support was 64%.")) == ()
    dated = comparable("2025年12月の支持率は64%だった。", "ja"), comparable("In December 2025 support was 64%.")
    assert likeness(*dated) == (Reason.VALUE, Reason.PERIOD)


def test_an_open_end_is_no_match_for_everything() -> None:
    """At least 500 people says nothing about 8 million."""
    least = comparable("At least 500 people came to the fair.", subject="the fair")
    assert likeness(least, comparable("The fair drew 8 million people.", subject="the fair")) == ()
    assert likeness(least, comparable("The fair drew 500 people.", subject="the fair"))


def test_two_values_for_one_subject_and_time_contradict() -> None:
    """Not when they are about other times, nearly the same, or of other subjects."""
    told = "In December 2025 {} was {}%."
    forty = comparable(told.format("support", 40), subject="support")
    assert contradict(forty, comparable(told.format("support", 64), subject="Support"))
    assert not contradict(forty, comparable(told.format("support", 41), subject="support"))
    assert not contradict(forty, comparable(told.format("rejection", 64), subject="rejection"))
    assert not contradict(forty, comparable("In May 2025 support was 64%.", subject="support"))
    assert not contradict(forty, comparable("Support was 64%.", subject="support"))


def test_all_reasons_together_make_certainty() -> None:
    """The score is a part of one."""
    reasons = {Reason.VALUE, Reason.SUBJECT, Reason.WORDS, Reason.PERIOD}
    assert score(reasons) == 1
