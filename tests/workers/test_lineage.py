"""Recognising claims: never two for one, whatever a text repeats."""

from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from workers.documents import ClaimRow, rows
from workers.extraction.claims import extract
from workers.lineage import Known, fingerprint, successions

OLD, NEW = UUID(int=1), UUID(int=2)
SENTENCES = st.lists(
    st.sampled_from(
        ["It cost 5 dollars.", "It cost 6 dollars.", "He paid 5 dollars.", "A fee of 5 dollars was paid.", "Nothing."]
    ),
    max_size=12,
)


def found(sentences: list[str]) -> list[ClaimRow]:
    """The rows that a worker makes of a text."""
    text = " ".join(sentences)
    return rows(text, extract(text, "en", None), "test")


def known(row: ClaimRow, revision: UUID = OLD, *, is_current: bool = True) -> Known:
    """The row as it stands in the database."""
    return Known(
        uuid4(), is_current, revision, row.kind, row.value_type, row.unit, row.lower_bound, row.upper_bound,
        row.earliest, row.latest, row.quote_start, row.quote_end, row.document,
    )  # fmt: skip


@given(SENTENCES, SENTENCES)
def test_no_claim_is_continued_twice(before: list[str], after: list[str]) -> None:
    """Each known claim goes on in one found claim at most, and the value of both is one."""
    past = [known(row) for row in found(before)]
    steps = successions(past, found(after), NEW)
    continued = [step.known.id for step in steps if step.known is not None]
    assert len(continued) == len(set(continued))
    assert all(step.known.lower_bound == step.row.lower_bound for step in steps if step.known is not None)


@given(SENTENCES)
def test_the_same_text_continues_every_claim(sentences: list[str]) -> None:
    """In order, and in the same revision at the same places."""
    past = [known(row, NEW) for row in found(sentences)]
    steps = successions(past, found(sentences), NEW)
    assert [step.known for step in steps] == past
    assert all(step.is_same for step in steps)


@given(SENTENCES, st.data())
def test_what_is_taken_out_is_all_that_ends(sentences: list[str], data: st.DataObject) -> None:
    """Cutting sentences ends their claims and no others."""
    cut = data.draw(st.sets(st.sampled_from(range(len(sentences))))) if sentences else set()
    left = [sentence for at, sentence in enumerate(sentences) if at not in cut]
    steps = successions([known(row) for row in found(sentences)], found(left), NEW)
    assert all(step.known is not None for step in steps)


def test_a_current_claim_goes_before_a_superseded_one() -> None:
    """Both say the same; the one that readers see goes on."""
    [row] = found(["It cost 5 dollars."])
    old, current = known(row, is_current=False), known(row)
    [step] = successions([old, current], [row], NEW)
    assert step.known == current


def test_width_and_notation_of_a_quote_do_not_matter_to_its_fingerprint() -> None:
    """５ and 5 are one number to a reader; 6 is not."""
    rows_ = [found([f"It cost {number} dollars."])[0] for number in ("5", "５", "6")]
    quotes = ["5 dollars", "５ dollars", "6 dollars"]
    prints = [fingerprint(row, quote) for row, quote in zip(rows_, quotes, strict=True)]
    assert prints[0] == prints[1]
    assert prints[0] != prints[2]


def test_thousands_of_equal_claims_are_paired_in_time() -> None:
    """A hostile repeat is not compared with itself pair by pair: where so many are alike, edited words count for nothing."""
    before = [known(row) for row in found([f"Row {number}: 5 dollars." for number in range(2000)])]
    after = found([f"Line {number}: 5 dollars." for number in range(2000)])
    steps = successions(before, after, NEW)
    assert [step.known for step in steps] == [None] * 2000
