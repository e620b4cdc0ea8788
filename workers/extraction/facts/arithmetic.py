"""Arithmetic inside an article: growth, differences, sums, shares and multiples that can be worked out again.

Precision before recall: a calculation is only done where the words or the form say that the figures belong together,
and it is only called wrong where no other figure could be meant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from re import Pattern

from workers.extraction.facts.figures import Figure
from workers.extraction.facts.sameness import mentions, moves
from workers.extraction.values import Change, Comparator

#: Sentences with more figures are tables; nothing says which of them belong together.
_MOST = 12
#: How far, in characters, a cue stands from its figure, and a part from its whole.
_CUE, _PART = 16, 6
_WHOLE = Decimal(1)
#: Smaller numbers add up by chance.
_LARGE = Decimal(20)
_FEWEST = 2

#: `total`, `gap`, `part`: what the words beside a figure say, in the language of the article.
Cues = Mapping[str, Pattern[str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """A calculation between figures: whether it holds, and how it goes in plain numbers."""

    kind: str
    holds: bool
    figures: tuple[Figure, ...]
    detail: str


def plain(amount: Decimal) -> str:
    """A number without an exponent and idle zeros, four significant digits behind the point at most."""
    rounded = amount if amount == amount.to_integral_value() else amount.quantize(Decimal("0.0001"))
    return format(rounded.normalize(), "f")


def sums(text: str, found: Sequence[Figure], cues: Cues) -> Iterator[Finding]:
    """Every calculation of an article. `found` are its figures in order."""
    sentences: defaultdict[int, list[Figure]] = defaultdict(list)
    for figure in found:
        sentences[figure.claim.sentence.start].append(figure)
    by_amount: defaultdict[tuple[tuple[str, str], Decimal], list[Figure]] = defaultdict(list)
    for figure in found:
        by_amount[figure.unit, figure.amount].append(figure)
    before: list[Figure] = []
    for mates in sentences.values():
        if len(mates) <= _MOST:
            yield from _growth(mates)
            yield from _differences(text, mates, before, cues)
            yield from _totals(text, mates, cues)
            yield from _hundred(mates)
            yield from _multiples(text, mates, cues)
            yield from _shares(mates, by_amount)
        before = mates


def _growth(mates: Sequence[Figure]) -> Iterator[Finding]:
    """From A to B, by so many per cent or times: where a sentence gives both ends, or one of them and the step."""
    for rate in mates:
        change = rate.claim.change
        if change is None or change.kind == "absolute" or not (rate.is_share or rate.unit[0] == "Multiple"):
            continue
        ends = _ends(rate, change, mates) or _fitting(rate, change, mates)
        if ends is None or ends.first <= 0:
            continue
        grown = ends.last / ends.first
        slack = rate.slack + (ends.slack + ends.slack * grown) / ends.first
        detail = f"{plain(ends.last)} / {plain(ends.first)} = {plain(grown)}"
        holds = _fits(_factor(rate, change), grown, slack, rate.comparator)
        yield Finding("growth", holds, (rate, *ends.figures), detail)


@dataclass(frozen=True, slots=True)
class _Ends:
    """Where something came from and where it went, and the figures that say so."""

    first: Decimal
    last: Decimal
    slack: Decimal
    figures: tuple[Figure, ...]


def _ends(rate: Figure, change: Change, mates: Sequence[Figure]) -> _Ends | None:
    """The two ends of the change that a rate tells of, both named or worked out from the step between them."""
    like = [
        one
        for one in mates
        if not one.is_share and one.unit != rate.unit and _of_one(one, rate) and _agree(one, change)
    ]
    for last in like:
        if last.start is not None:
            return _Ends(last.start, last.amount, last.slack + last.slack, (last,))
        moved = last.claim.change
        if moved is not None and moved.start is not None and moved.end is not None and moved.end.amount == last.amount:
            first = next((one for one in like if one.unit == last.unit and one.amount == moved.start.amount), None)
            if first is not None and first is not last:
                return _Ends(first.amount, last.amount, first.slack + last.slack, (first, last))
    for step in like:
        if step.claim.change is not None and moves(step) and _one_base(step, rate):
            levels = [one for one in like if one.unit == step.unit and not moves(one) and one.index < step.index]
            if len(levels) == 1:
                last = levels[0]
                sign = -1 if change.direction == "increase" else 1
                return _Ends(last.amount + sign * step.amount, last.amount, step.slack, (last, step))
    return None


def _fitting(rate: Figure, change: Change, mates: Sequence[Figure]) -> _Ends | None:
    """The only two levels of one unit beside a rate, where it follows from them; where it does not, others could be meant."""
    levels = [one for one in mates if not one.is_share and one.unit[0] != "Multiple" and not moves(one)]
    if len(levels) != _FEWEST or not (_like(levels[0], levels[1]) or _like(levels[1], levels[0])):
        return None
    for first, last in (levels, reversed(levels)):
        if first.amount > 0 and _fits(_factor(rate, change), last.amount / first.amount, rate.slack, None):
            return _Ends(first.amount, last.amount, Decimal(0), (first, last))
    return None


def _agree(figure: Figure, change: Change) -> bool:
    """Whether a figure moves the same way, or does not say that it moves."""
    return figure.claim.change is None or figure.claim.change.direction == change.direction


def _one_base(step: Figure, rate: Figure) -> bool:
    """Whether nothing says that a step and a rate are measured against different times."""
    one, other = step.claim.change, rate.claim.change
    return one is None or other is None or one.base is None or other.base is None or one.base == other.base


def _factor(rate: Figure, change: Change) -> Decimal:
    """What a start is multiplied with: up 20 per cent is 1.2."""
    if rate.unit[0] == "Multiple":
        return rate.amount
    return _WHOLE + rate.amount if change.direction == "increase" else _WHOLE - rate.amount


def _of_one(level: Figure, rate: Figure) -> bool:
    """Whether a level and a rate tell of one subject."""
    one, other = level.claim.subject, rate.claim.subject
    return one is None or other is None or one.span == other.span or one.text == other.text


def _differences(text: str, mates: Sequence[Figure], before: Sequence[Figure], cues: Cues) -> Iterator[Finding]:
    """A difference between the two figures before it: "3.3 points apart"."""
    for gap in mates:
        kind = "share" if gap.unit[0] == "PercentagePoints" else gap.unit[0]
        if not _beside(text, gap, cues.get("gap")):
            continue
        unit = ("share", "") if kind == "share" else gap.unit
        candidates = [one for one in (*before, *mates) if one.unit == unit and one.index < gap.index]
        if len(candidates) != _FEWEST:
            continue
        one, other = candidates
        scale = Decimal(100) if kind == "share" else Decimal(1)
        apart = abs(one.amount - other.amount) * scale
        slack = (one.slack + other.slack) * scale
        yield Finding(
            "difference",
            gap.near(apart, slack),
            (gap, one, other),
            f"{plain(max(one.amount, other.amount) * scale)} - {plain(min(one.amount, other.amount) * scale)} = {plain(apart)}",
        )


def _totals(text: str, mates: Sequence[Figure], cues: Cues) -> Iterator[Finding]:
    """A total with its parts in the same sentence. A list may leave parts out, so only too many are wrong.

    Parts that name no unit, or a total that no word calls so, count only where they add up exactly.
    """
    for total in mates:
        if total.is_share:
            continue
        called = _beside(text, total, cues.get("total"), behind=False)
        parts = [one for one in mates if one.unit == total.unit and one is not total and one.claim.change is None]
        if not called or len(parts) < _FEWEST:
            parts = [one for one in mates if one is not total and one.claim.change is None and _like(one, total)]
            if any(_beside(text, one, cues.get("gap")) for one in (total, *parts)):
                continue  # 90 and 75 with a difference of 15
            if len(parts) < _FEWEST or sum(one.amount for one in parts) != total.amount or total.amount < _LARGE:
                continue
        added = sum((part.amount for part in parts), Decimal(0))
        slack = sum((part.slack for part in parts), Decimal(0))
        holds = total.near(added)
        if holds or added > total.amount + total.slack + slack:
            detail = f"{' + '.join(plain(part.amount) for part in parts)} = {plain(added)}"
            yield Finding("sum", holds, (total, *parts), detail)


def _like(part: Figure, total: Figure) -> bool:
    """Whether a figure may be a part of a total: the same unit, or a bare number beside a count."""
    return part.unit == total.unit or (part.unit == ("Number", "") and total.unit[0] == "Count")


def _hundred(mates: Sequence[Figure]) -> Iterator[Finding]:
    """Shares of one sentence that make up a whole, each of something else."""
    shares = [one for one in mates if one.claim.type == "Percentage" and one.claim.change is None]
    if len(shares) < _FEWEST or sum((one.amount for one in shares), Decimal(0)) != _WHOLE:
        return
    if len({one.claim.subject.span for one in shares if one.claim.subject is not None}) < len(shares):
        return
    yield Finding(
        "sum",
        holds=True,
        figures=tuple(shares),
        detail=f"{' + '.join(plain(one.amount * 100) for one in shares)} = 100",
    )


def _multiples(text: str, mates: Sequence[Figure], cues: Cues) -> Iterator[Finding]:
    """So many times the figure right before it, against the other figure of that unit in the sentence."""
    for times in mates:
        if times.unit[0] != "Multiple":
            continue
        base = next((one for one in mates if _part_of(text, times, one, cues)), None)
        if base is None or not base.amount:
            continue
        others = [one for one in mates if one.unit == base.unit and one is not base]
        if len(others) != 1:
            continue
        ratio = others[0].amount / base.amount
        slack = (others[0].slack + base.slack * ratio) / base.amount
        holds = _fits(times.amount, ratio, times.slack + slack, times.comparator)
        detail = f"{plain(others[0].amount)} / {plain(base.amount)} = {plain(ratio)}"
        yield Finding("multiple", holds, (times, others[0], base), detail)


def _shares(
    mates: Sequence[Figure], by_amount: Mapping[tuple[tuple[str, str], Decimal], Sequence[Figure]]
) -> Iterator[Finding]:
    """A share of something that the article names elsewhere: 100 of 800 billion is an eighth of "the funds"."""
    for share in mates:
        if not share.is_share or not share.amount or share.claim.change is not None or share.claim.subject is None:
            continue
        for part in sorted(mates, key=lambda one: (one.index > share.index, abs(one.index - share.index))):
            if part.is_share or part.unit[0] not in ("Money", "Count", "Measure"):
                continue
            for whole in by_amount.get((part.unit, part.amount / share.amount), ())[:_MOST]:
                if whole is not part and mentions(whole.claim, share.claim.subject.text):
                    detail = f"{plain(part.amount)} / {plain(whole.amount)} = {plain(share.amount)}"
                    yield Finding("share", holds=True, figures=(share, part, whole), detail=detail)
                    break
            break


def _fits(said: Decimal, found: Decimal, slack: Decimal, comparator: Comparator | None) -> bool:
    if comparator in (Comparator.MORE, Comparator.AT_LEAST):
        return found >= said - slack
    if comparator in (Comparator.LESS, Comparator.AT_MOST):
        return found <= said + slack
    return abs(said - found) <= slack


def _beside(text: str, figure: Figure, cue: Pattern[str] | None, *, behind: bool = True) -> bool:
    """Whether a cue stands right before the figure or, if `behind`, right after it."""
    if cue is None:
        return False
    quote = figure.claim.quote
    before = text[max(figure.claim.sentence.start, quote.start - _CUE) : quote.end]
    if cue.search(before):
        return True
    return behind and cue.match(text[quote.end : quote.end + _CUE].lstrip()) is not None


def _part_of(text: str, figure: Figure, whole: Figure, cues: Cues) -> bool:
    """Whether the figure follows its whole with nothing but a word of belonging between."""
    between, cue = text[whole.claim.quote.end : figure.claim.quote.start], cues.get("part")
    near = whole.index < figure.index and len(between) <= _PART
    return near and cue is not None and cue.fullmatch(between.strip()) is not None
