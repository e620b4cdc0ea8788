"""Facts of one article: the same value said again is one fact, two values for one thing contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from workers.extraction.facts.arithmetic import Cues, Finding, plain, sums
from workers.extraction.facts.figures import Figure, figures
from workers.extraction.facts.sameness import alike, at_one_time, moves, named_alike, of_one_time, said_alike
from workers.extraction.text import fold
from workers.extraction.values import NO_FACTS, Check, Claim, Facts

#: Of more figures with one value (a table's zeros) only so many are compared: the work stays linear.
_MOST = 8
#: A number of so many digits is hardly said twice by chance, so that its claims need no subject to be one fact.
_TELLING = 3
_HANDFUL = 10


def facts(text: str, claims: Sequence[Claim], cues: Cues) -> Iterator[Facts]:
    """The facts of each claim of one article, in order: the number of its fact and its checks, none for one that stands alone."""
    found = list(figures(claims))
    groups = _groups(text, found)
    checks: defaultdict[int, list[Check]] = defaultdict(list)
    for finding in (*_contradictions(found, groups), *sums(text, found, cues)):
        for index, check in _each(finding, claims):
            if check not in checks[index]:
                checks[index].append(check)
    for index in range(len(claims)):
        alone = index not in groups and index not in checks
        yield NO_FACTS if alone else Facts(groups.get(index), tuple(checks.get(index, ())))


def _each(finding: Finding, claims: Sequence[Claim]) -> Iterator[tuple[int, Check]]:
    """The finding as each of its claims carries it: with the quotes of the others."""
    for one in finding.figures:
        others = tuple(claims[other.index].quote for other in finding.figures if other is not one)
        yield one.index, Check(finding.kind, finding.holds, others, finding.detail)


def _groups(text: str, found: Iterable[Figure]) -> dict[int, int]:
    """Claim -> number of its fact, from 1 in the order of the text; only facts that are said more than once."""
    by_value: defaultdict[tuple[tuple[str, str], Decimal, bool], list[list[Figure]]] = defaultdict(list)
    facts: list[list[Figure]] = []
    for figure in filter(_telling, found):
        same_value = by_value[figure.unit, figure.amount, moves(figure)]
        fact = next((fact for fact in same_value[:_MOST] if _same(text, fact[0], figure)), None)
        if fact is None:
            fact = []
            same_value.append(fact)
            facts.append(fact)
        fact.append(figure)
    said_again = sorted((fact for fact in facts if len(fact) > 1), key=lambda fact: fact[0].index)
    return {figure.index: number for number, fact in enumerate(said_again, 1) for figure in fact}


def _telling(figure: Figure) -> bool:
    """Whether a figure says something of its own: a handful of things is counted everywhere."""
    return figure.unit[0] not in ("Count", "Number") or figure.amount >= _HANDFUL


def _same(text: str, one: Figure, other: Figure) -> bool:
    """Whether two figures of one value are one fact."""
    if not at_one_time(one.claim, other.claim):
        return False
    if one.claim.subject is not None and other.claim.subject is not None:
        return alike(one.claim, other.claim)
    if not one.unit[1]:
        return False
    if len(one.amount.normalize().as_tuple().digits) >= _TELLING:
        return True
    return said_alike(one.claim, other.claim, (one.claim.quote.of(text), other.claim.quote.of(text)))


def _contradictions(found: Iterable[Figure], groups: Mapping[int, int]) -> Iterator[Finding]:
    """Two different figures for one subject, unit and time, each with the first that was said."""
    first: dict[tuple[tuple[str, str], str], list[Figure]] = {}
    for figure in filter(_telling, found):
        subject = figure.claim.subject
        if subject is None or moves(figure) or not _is_level(figure):
            continue
        said = first.setdefault((figure.unit, fold(subject.text)), [])
        for other in said[:_MOST]:
            if _contradict(other, figure) and groups.get(other.index, -1) != groups.get(figure.index):
                yield Finding("contradiction", holds=False, figures=(other, figure), detail=_against(other, figure))
                break
        else:
            said.append(figure)


def _contradict(one: Figure, other: Figure) -> bool:
    return (
        one.claim.sentence != other.claim.sentence
        and one.comparator is None
        and other.comparator is None
        and named_alike(one.claim, other.claim)
        and of_one_time(one.claim, other.claim)
        and not one.near(other.amount, other.slack)
        and not (_is_hearsay(one) and other.claim.attribution.cue is None)
        and not _ends_of_one_change(one, other)
    )


def _is_hearsay(figure: Figure) -> bool:
    """Whether nobody says it by name: what came is no contradiction of what was expected before."""
    said = figure.claim.attribution
    return said.cue is not None and said.speaker is None


def _is_level(figure: Figure) -> bool:
    """Whether the subject stands before the figure and is more than what the figure is a part of ("67% of those asked")."""
    subject, quote = figure.claim.subject, figure.claim.quote
    assert subject is not None
    gap = quote.start - subject.span.end  # a particle and a blank make two
    return gap == 0 or (gap > 2 if figure.is_share else gap > 0)


def _ends_of_one_change(one: Figure, other: Figure) -> bool:
    change = one.claim.change or other.claim.change
    ends = [] if change is None else [end.amount for end in (change.start, change.end) if end is not None]
    values = [getattr(figure.claim.value, "amount", None) for figure in (one, other)]
    return len(ends) > 1 and all(value in ends for value in values)


def _against(one: Figure, other: Figure) -> str:
    return f"{plain(one.amount)} | {plain(other.amount)}"
