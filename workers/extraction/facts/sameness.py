"""Which figures of an article are of the same thing: their subjects, periods and units agree."""

from __future__ import annotations

from datetime import datetime

from workers.extraction.facts.figures import Figure
from workers.extraction.text import fold
from workers.extraction.values import Claim

_ALIKE = 0.5
#: A subject that is named so shortly may be anybody's: "sales", a rate.
_SHORT_WORDS, _SHORT_SIGNS = 2, 4


def alike(one: Claim, other: Claim) -> bool:
    """Whether two claims name subjects that may be the same: one holds the other, or half of their parts are shared."""
    if one.subject is None or other.subject is None:
        return False
    left, right = _plain(one.subject.text), _plain(other.subject.text)
    if left in right or right in left:
        return True
    first, second = _parts(left), _parts(right)
    return len(first & second) >= _ALIKE * len(first | second)


def named_alike(one: Claim, other: Claim) -> bool:
    """Whether two claims name the same subject in the same words, and long enough to mean one thing in an article."""
    if one.subject is None or other.subject is None:
        return False
    left = _plain(one.subject.text)
    enough = len(left.split()) >= _SHORT_WORDS if _spaced(left) else len(left) >= _SHORT_SIGNS
    return enough and left == _plain(other.subject.text)


def mentions(claim: Claim, words: str) -> bool:
    """Whether a claim's clause or subject speaks of these words: half of their parts are there."""
    parts = _parts(_plain(words))
    there = _parts(_plain(claim.text))
    return bool(parts) and 2 * len(parts & there) >= len(parts)


def said_alike(one: Claim, other: Claim, quotes: tuple[str, str]) -> bool:
    """Whether the clauses of two claims tell of the same in the same words, their figures aside."""
    first, second = (
        _parts(_plain(claim.text.replace(quote, ""))) for claim, quote in zip((one, other), quotes, strict=True)
    )
    return bool(first) and len(first & second) >= _ALIKE * len(first | second)


def at_one_time(one: Claim, other: Claim) -> bool:
    """Whether two claims may be about the same time: a time that is not said may be any."""
    if one.period is None or other.period is None:
        return True
    return _overlap(
        (one.period.value.earliest, one.period.value.latest), (other.period.value.earliest, other.period.value.latest)
    )


def of_one_time(one: Claim, other: Claim) -> bool:
    """Whether two claims are about the same time: both name it in the same way, or neither does."""
    if one.period is None or other.period is None:
        return one.period is other.period
    return one.period.value.edtf == other.period.value.edtf


def moves(figure: Figure) -> bool:
    """Whether a figure says how much something moved, not how much it is."""
    change = figure.claim.change
    return change is not None and (change.kind != "absolute" or (change.start is None and change.end is None))


def _overlap(one: tuple[datetime | None, datetime | None], other: tuple[datetime | None, datetime | None]) -> bool:
    ends = (one[1], other[1])
    starts = (one[0], other[0])
    return not ((starts[0] and ends[1] and starts[0] > ends[1]) or (starts[1] and ends[0] and starts[1] > ends[0]))


def _plain(words: str) -> str:
    return fold(words).strip()


def _parts(words: str) -> frozenset[str]:
    """Words of a spaced text, pairs of signs of another."""
    if _spaced(words):
        return frozenset(words.split())
    return frozenset(words[at : at + 2] for at in range(max(1, len(words) - 1)))


def _spaced(words: str) -> bool:
    """Whether words stand apart: there are blanks, or an alphabet's letters only."""
    return " " in words or words < "\u0590"
