"""Precision and recall of what claims say, one count for each mark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher

from benchmarks.meaning.gold import Case, Marked
from workers.extraction.claims import extract
from workers.extraction.language import load
from workers.extraction.sentences import sentences
from workers.extraction.text import fold
from workers.extraction.values import Claim, Quantity

PUBLISHED = datetime(2025, 12, 1)  # noqa: DTZ001 - dates in an article are local


@dataclass(slots=True)
class Count:
    """Right, wrong and missing answers of one mark."""

    right: int = 0
    wrong: int = 0
    missing: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, wanted: tuple[str, ...], found: str, note: str, *, right: bool) -> None:
        """Counts one answer; an empty one is no answer."""
        if right:
            self.right += bool(found)
            return
        self.wrong += bool(found)
        self.missing += "" not in wanted
        self.errors.append(f"{note}: wanted {' or '.join(map(repr, wanted))}, found {found!r}")

    def spread(self, right: int, wrong: int, missing: int) -> None:
        """Counts the characters of one stretch; what is wrong or missing comes as a negative number."""
        self.right += right
        self.wrong -= wrong
        self.missing -= missing

    def precision(self) -> float:
        """The share of answers that are right; 1 where there are none."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    def recall(self) -> float:
        """The share of wanted answers that were given; 1 where none is wanted."""
        return self.right / (self.right + self.missing) if self.right + self.missing else 1.0


def score(language: str, texts: Iterable[Case]) -> Mapping[str, Count]:
    """The counts of a language's texts."""
    counts: defaultdict[str, Count] = defaultdict(Count)
    settings = load(language).settings
    for case in texts:
        found = [span.of(case.text) for span in sentences(case.text, fold(case.text), settings)]
        _sentences(counts["sentence"], case, found)
        claims = extract(case.text, language, PUBLISHED)
        for marked in case.claims:
            _compare(counts, case.text, marked, claims)
    return counts


def _sentences(count: Count, case: Case, found: list[str]) -> None:
    """Whole sentences: both ends must be right."""
    for piece in found:
        count.add(("",), piece, "sentence", right=piece in case.sentences)
    for piece in case.sentences:
        if piece not in found:
            count.add((piece,), "", "sentence", right=False)


def _compare(counts: Mapping[str, Count], text: str, marked: Marked, claims: list[Claim]) -> None:
    quote = text[marked.start : marked.end]
    note = f"{quote!r} in {text[max(0, marked.start - 50) : marked.end + 30]!r}"
    claim = _at(claims, marked.start, marked.end)
    counts["claim"].add((quote,), claim.quote.of(text) if claim else "", note, right=claim is not None)
    if claim is None:
        return
    for mark, found in _said(text, claim, claims).items():
        wanted = marked.answers.get(mark)
        if wanted is not None:
            counts[mark].add(wanted, found, note, right=any(_same(mark, answer, found) for answer in wanted))
    if "clause" in marked.answers:
        counts["signs"].spread(*max(_shares(answer, claim.text) for answer in marked.answers["clause"]))


def _shares(wanted: str, found: str) -> tuple[int, int, int]:
    """How many characters two clauses share, and how many are too many or too few, negative: the most is the best."""
    both = SequenceMatcher(None, wanted, found, autojunk=False).find_longest_match().size
    return both, both - len(found), both - len(wanted)


def _said(text: str, claim: Claim, claims: list[Claim]) -> dict[str, str]:
    """What the extractor says, as the gold writes it."""
    change, attribution = claim.change, claim.attribution
    return {
        "subject": claim.subject.text if claim.subject else "",
        "speaker": attribution.speaker.text if attribution.speaker else "",
        "role": attribution.role.text if attribution.role else "",
        "cue": attribution.cue.text if attribution.cue else "",
        "mode": attribution.mode,
        "change": f"{change.direction} {change.kind}" if change else "",
        "base": change.base.text if change and change.base else "",
        "from": _quoted(text, claim, change.start if change else None, claims),
        "to": _quoted(text, claim, change.end if change else None, claims),
        "period": claim.period.words.text if claim.period else "",
        "clause": claim.text,
        "named": attribution.named.text if attribution.named else "",
    }


def _quoted(text: str, claim: Claim, end: Quantity | None, claims: list[Claim]) -> str:
    """The words of the claim with this value: an end of a change has no place of its own.

    A change that names one end only, the claim itself, tells nothing more than its direction.
    """
    if end is None or claim.change is None or claim.change.start is None or claim.change.end is None:
        return ""
    return next(
        (claim.quote.of(text) for claim in claims if getattr(claim.value, "amount", None) == end.amount),
        str(end.amount),
    )


def _at(claims: list[Claim], start: int, end: int) -> Claim | None:
    return next((claim for claim in claims if claim.quote.start < end and start < claim.quote.end), None)


def _same(mark: str, wanted: str, found: str) -> bool:
    """Whether two answers are the same; of two phrases, one may hold the other."""
    if mark in ("mode", "clause") or not wanted or not found:
        return wanted == found
    if mark == "change":
        return found.startswith(wanted)
    return wanted in found or found in wanted
