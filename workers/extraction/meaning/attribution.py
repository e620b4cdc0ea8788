"""Who says it: the speech acts of a sentence, each with the stretch of text that it covers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from workers.extraction.meaning.phrases import Phrases
from workers.extraction.meaning.rulebook import Meaning
from workers.extraction.quick import quick, replace
from workers.extraction.values import Attribution, Span, Subject

OWN = Attribution(None, None, "own")


#: Tables whose rules may use the cue that another has used: they reach further, and the narrower act is meant.
_SHARING = ("before", "after", "back", "chained")
#: A sentence of more words than this is a table or a list: nobody says it.
_LONGEST = 400


@quick
@dataclass(frozen=True, slots=True)
class Speech:
    """One speech act: who, by which words, and what it covers (code points of the text).

    `back` points to the quotation before its sentence: "so he said".
    """

    speaker: Subject | None
    cue: Subject
    scope: Span
    back: bool = False


def speeches(phrases: Phrases) -> list[Speech]:
    """The speech acts of a sentence.

    The table of a rule says what it covers: `inside` from the speaker to the cue (or the slot `scope`), `before` all
    that stands before it, `after` all that follows, `sentence` both, `chained` what follows the act before it, whose
    speaker it shares, `back` the quotation before its sentence. A cue that an earlier rule has used is not used again.
    """
    found: list[Speech] = []
    if len(phrases.letters) > _LONGEST:
        return found
    used: set[int] = set()
    unmet = ~phrases.met
    for table, rule in phrases.rules.speech:
        if rule.needs & unmet:
            continue
        for match in rule.regex.finditer(phrases.letters):
            cue = phrases.part(match, "cue")
            if cue is None or (cue.span.start in used and table not in _SHARING):
                continue
            speaker = phrases.part(match, "speaker")
            if speaker is not None and speaker.text.endswith(phrases.rules.no_speakers):
                continue
            said = phrases.part(match, "scope")
            scope = said.span if said else Span(phrases.starts[match.start()], phrases.ends[match.end() - 1])
            act = Speech(speaker, cue, scope, back=table == "back")
            if (reached := _SCOPES[table](act, phrases.sentence, found)) is not None:
                used.add(cue.span.start)
                found.append(reached)
    return found


def attribution(
    rules: Meaning, acts: Sequence[Speech], quote: Span, held: Span | None, around: Callable[[Span], Iterator[Speech]]
) -> Attribution:
    """Who says the quantity at `quote`: the smallest act that covers it and names a speaker, else one without a name.

    Of two that cover the same the nearer one. Where none covers it, one beside its quotation: `held` is the quotation
    that the quantity stands in, `around` gives the acts of the sentences in which a quotation begins and ends.
    """
    covering = [act for act in acts if act.scope.start <= quote.start and quote.end <= act.scope.end]
    if covering:
        act = min(covering, key=lambda act: (act.speaker is None, *_far(act, quote)))
    elif held is not None and (beside := next(around(held), None)) is not None:
        act = beside
    else:
        return OWN
    role = None if act.speaker is None else rules.office(act.speaker)
    return Attribution(act.speaker, act.cue, "direct" if held is not None else "reported", role)


def _far(act: Speech, quote: Span) -> tuple[int, int]:
    """How much an act covers, and how far from the quantity its words stand: the closer one of two is meant."""
    return act.scope.end - act.scope.start, max(act.cue.span.start - quote.end, quote.start - act.cue.span.end)


def _inside(act: Speech, _sentence: Span, _found: Sequence[Speech]) -> Speech:
    return act


def _back(act: Speech, sentence: Span, _found: Sequence[Speech]) -> Speech:
    return replace(act, scope=Span(sentence.start, sentence.start))


def _before(act: Speech, sentence: Span, found: Sequence[Speech]) -> Speech:
    start = max((one.scope.end for one in found if one.scope.end <= act.scope.start), default=sentence.start)
    return replace(act, scope=Span(start, act.scope.end))


def _after(act: Speech, sentence: Span, _found: Sequence[Speech]) -> Speech:
    return replace(act, scope=Span(act.scope.start, sentence.end))


def _whole(act: Speech, sentence: Span, _found: Sequence[Speech]) -> Speech:
    return replace(act, scope=sentence)


def _chained(act: Speech, _sentence: Span, found: Sequence[Speech]) -> Speech | None:
    before = [
        one for one in found if one.scope.end <= act.scope.start and one.speaker is not None and one.cue != act.cue
    ]
    if not before:
        return None
    last = max(before, key=lambda one: one.scope.end)
    return replace(act, speaker=last.speaker, scope=Span(last.scope.end, act.scope.end))


_SCOPES: dict[str, Callable[[Speech, Span, Sequence[Speech]], Speech | None]] = {
    "inside": _inside, "back": _back, "before": _before, "after": _after, "sentence": _whole, "chained": _chained,
}  # fmt: skip
