"""Mentions become values: dates are placed in order, each leaning on the ones before it and on the words around it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from workers.extraction.article import Article
from workers.extraction.dates.anchors import Anchors, Spoken, full_year
from workers.extraction.dates.calendar import place
from workers.extraction.dates.coming import is_appointment, is_coming, moves_ahead
from workers.extraction.dates.dates import SAME_PART, Said, SaidSpan, is_that_day, leans_on_a_moment
from workers.extraction.dates.moments import add
from workers.extraction.dates.shortyears import ShortYears
from workers.extraction.dates.tense import Tense
from workers.extraction.dates.tolddays import ToldDays
from workers.extraction.language import load
from workers.extraction.mentions.reader import Mention
from workers.extraction.quick import replace
from workers.extraction.values import Basis, Duration, Period, Quantity, Span, Value

#: The pattern of a day that takes its month from the end of a list.
_LISTED = "date.day-listed"
#: What a date may be restated in, after folding.
_BRACKETS = {"(": ")", "[": "]", "\u3008": "\u3009", "\u3010": "\u3011"}
_SHORTEST_MONTH = 28
#: How much may stand between a quantity and the time that it takes, and what parts them.
_BEHIND = 16
_PARTED = re.compile(r"[,;:.()\n]")


def placed(mentions: Sequence[Mention], article: Article, anchors: Anchors) -> Iterator[tuple[Mention, Value]]:
    """Each mention with its value; a date that is on no calendar is left out."""
    places = _Places(article, anchors)
    known: dict[int, Period] = {}
    for index, said in enumerate(mentions):
        mention = places.decided(said)
        meaning = mention.meaning
        if not isinstance(meaning, Said | SaidSpan):
            yield mention, meaning
            continue
        if (length := places.length(mention, meaning, mentions[index - 1] if index else None)) is not None:
            yield places.without_lead(mention), length
            continue
        period = known.get(index)
        if period is None:
            period = places.place(mention, meaning, _listed(mentions, index))
            other = _restated(mentions, index, article.folded)
            if other is not None and isinstance(meaning, Said):
                restated = places.place(mentions[index + 1], other, mentions[index + 1].span)
                if period is not None and restated is not None and period.grain is restated.grain:
                    period, known[index + 1] = _agreed(meaning, period, restated)
        if period is not None:
            places.spoke(mention, meaning, period)
            yield mention, period


@cache
def _short_years(code: str) -> ShortYears:
    """The words beside short years of a language, compiled once."""
    return ShortYears(load(code).years)


@cache
def _tense(code: str) -> Tense:
    """The tense words of a language, compiled once."""
    language = load(code)
    return Tense(language.tense, spaced=language.spaced)


class _Places:
    """Places the dates of one article, one after the other."""

    def __init__(self, article: Article, anchors: Anchors) -> None:
        self._article = article
        self._anchors = anchors
        self._tense = _tense(article.language.code)
        self._last: tuple[Span, Said, Period] | None = None
        self._date_at = self._day_at = 0
        self._years = False
        self._told = ToldDays()
        self._part: tuple[int, int] | None = None

    def decided(self, mention: Mention) -> Mention:
        """The mention, as the year that its two digits name where the words around say so ("the vote of '12")."""
        if mention.year is None:
            return mention
        published = self._anchors.published.year if self._anchors.published else None
        named = self._in_century(mention.year, mention.span)
        last = named.last if isinstance(named, SaidSpan) else named
        words, year = _short_years(self._article.language.code), full_year(last, self._anchors) if last else 0
        if not words.is_year(self._article.folded, mention.span, year, published, spoken=self._years):
            return mention
        code, pattern = self._article.language.code, next(name for name in mention.others if "short-year" in name)
        return replace(mention, kind="date", meaning=mention.year, pattern=f"{code}/{pattern}", others=())

    def _in_century(self, meaning: Said | SaidSpan, span: Span) -> Said | SaidSpan:
        """What was said, its years of two digits in full where they lie ahead ("by '45"): others are of the last such."""
        if isinstance(meaning, Said):
            return self._full(meaning, span)
        if not all(end is None or end.two_digits for end in (meaning.first, meaning.last)):
            return meaning  # the other end names the century, or the era
        first, last = (None if end is None else self._full(end, span) for end in (meaning.first, meaning.last))
        return replace(meaning, first=first, last=last)

    def _full(self, meaning: Said, span: Span) -> Said:
        words, published = _short_years(self._article.language.code), self._anchors.published
        if not meaning.two_digits or meaning.year is None or published is None or not words.known:
            return meaning
        ahead = bool(self._tense.is_ahead(self._article.folded, span, self._article.sentence_of(span)))
        return replace(meaning, year=words.year(meaning.year, published.year, ahead=ahead), two_digits=False)

    def length(self, mention: Mention, meaning: Said | SaidSpan, before: Mention | None) -> Duration | None:
        """A move ahead that is a length of time, unless its clause tells of what is to come ("grew by a fifth in two years")."""
        if not self._tense.lengths or not isinstance(meaning, Said) or not (parts := moves_ahead(meaning)):
            return None
        sentence = self._article.sentence_of(mention.span)
        behind = before is not None and self._is_right_behind(mention, before)
        if not behind and not self._tense.is_told(self._article.folded, mention.span, sentence, exact=len(parts) > 1):
            return None
        return Duration(parts, parts)

    def _is_right_behind(self, mention: Mention, before: Mention) -> bool:
        """Whether "in 24 hours" stands behind what is measured by it (80 millimetres of rain in 24 hours)."""
        if not isinstance(before.meaning, Quantity) or self.without_lead(mention) is mention:
            return False
        between = self._article.folded[before.span.end : mention.span.start]
        return len(between) <= _BEHIND and not _PARTED.search(between)

    def without_lead(self, mention: Mention) -> Mention:
        """The mention of a length of time without the word that would make a date of it ("in two years")."""
        start = self._tense.lead_end(self._article.folded, mention.span)
        return mention if start == mention.span.start else replace(mention, span=Span(start, mention.span.end))

    def place(self, mention: Mention, meaning: Said | SaidSpan, around: Span) -> Period | None:
        """The period of a date, given what was spoken of before it and the words around it, or around its list."""
        meaning = self._in_century(self._in_part(meaning), mention.span)
        told = self._date_at > 0 or self._article.sentence_of(mention.span).start > 0
        if told and isinstance(meaning, Said) and leans_on_a_moment(meaning):
            return place(meaning, replace(self._anchors, published=None, spoken=Spoken()))
        if not _is_floating(meaning):
            return place(meaning, self._today(mention, meaning, self._near(mention.span.start)))
        sentence = self._article.sentence_of(mention.span)
        said = self._tense.is_ahead(self._article.folded, around, sentence)
        soon = self._tense.soon if said is None else 0
        alone = said is None and is_appointment(meaning, self._article.folded, mention.span, sentence)
        ahead = alone or is_coming(meaning, said, self._anchors, soon, self._tense.lately)
        if isinstance(meaning, Said) and (full := self._completed(meaning, sentence, ahead=ahead)) is not None:
            period = place(full, self._anchors)
            return None if period is None else replace(period, basis=Basis.CONTEXT)
        period = place(meaning, replace(self._anchors, ahead=ahead))
        meant = None if ahead else self._told.meant(meaning, period, self._anchors.published)
        return period if meant is None else place(meant, self._anchors)

    def _in_part(self, meaning: Said | SaidSpan) -> Said | SaidSpan:
        """What was said, with the part of the day of the time before it where it asks for that; later ones lean on this."""
        if isinstance(meaning, Said):
            return self._timed(meaning)
        first, last = (None if end is None else self._timed(end) for end in (meaning.first, meaning.last))
        return replace(meaning, first=first, last=last)

    def _timed(self, said: Said) -> Said:
        if said.hours == SAME_PART:
            return replace(said, hours=self._part)
        if said.hour is not None:
            self._part = (12, 24) if said.hour > 12 else said.hours
        return said

    def _near(self, position: int) -> Anchors:
        """The anchors there: what was spoken of before the last sentence was background, the news day is meant."""
        spoken = self._anchors.spoken
        if self._sentences_since(self._date_at, position) > 1:
            spoken = spoken.faded()
        if spoken.news is not None and self._sentences_since(self._day_at, position) > 1:
            spoken = replace(spoken, day=spoken.news)
        return replace(self._anchors, spoken=spoken)

    def _today(self, mention: Mention, meaning: Said | SaidSpan, anchors: Anchors) -> Anchors:
        """The anchors of "that day": no day ahead, spoken of in another sentence, where its verb tells what has been."""
        said = (meaning.first or meaning.last) if isinstance(meaning, SaidSpan) else meaning
        spoken, today, at = anchors.spoken, anchors.published, mention.span
        if said is None or not is_that_day(said) or not spoken.day or not today or spoken.day <= today.date():
            return anchors
        here = self._sentences_since(self._day_at, at.start) == 0
        if here or self._tense.is_ahead(self._article.folded, at, self._article.sentence_of(at)):
            return anchors
        return replace(anchors, spoken=replace(spoken, day=spoken.news or today.date()))

    def _sentences_since(self, start: int, end: int) -> int:
        index = [bisect_right(self._article.sentences, at, key=lambda one: one.start) for at in (start, end)]
        return index[1] - index[0]

    def spoke(self, mention: Mention, meaning: Said | SaidSpan, period: Period) -> None:
        """Remembers what the text speaks of from here on."""
        said = (meaning.last or meaning.first) if isinstance(meaning, SaidSpan) else meaning
        self._years |= said is not None and said.year is not None
        self._told.note(meaning, period)
        if isinstance(meaning, SaidSpan) and meaning.last is None and meaning.length is None:
            return  # the most since 2021: the text goes on speaking of today
        back = (
            isinstance(meaning, Said)
            and meaning.shift is not None
            and meaning.shift.context
            and meaning.shift.count < 0
        )
        spoken, published = self._anchors.spoken, self._anchors.published
        fiscal = said is not None and said.fiscal and said.year is not None
        if not (fiscal and published is not None and period.earliest is not None and period.earliest > published):
            spoken = spoken.then(
                period, published, back=back
            )  # a fiscal year that is reported of may lie ahead by its number
        if fiscal:
            spoken = spoken.in_fiscal(period, published)
        self._anchors = replace(self._anchors, spoken=spoken)
        self._date_at = mention.span.start
        if self._anchors.spoken.day == (period.earliest and period.earliest.date()):
            self._day_at = mention.span.start
        if said is not None and (said.month or said.holiday) is not None and period.latest is not None:
            sentence = self._article.sentence_of(mention.span)
            self._last = (sentence, said, period)

    def _completed(self, meaning: Said, sentence: Span, *, ahead: bool) -> Said | None:
        """A day or month with what the date before it in its sentence said (12 April, then on the 19th)."""
        if self._last is None or self._last[0] != sentence or meaning.weekday is not None:
            return None
        _, said, period = self._last
        assert period.latest is not None, "only placed dates are remembered"
        year, month = period.latest.year, period.latest.month
        if meaning.day is not None and meaning.month is None and said.day is not None:
            later = month if self._is_before(meaning.day, said.day, period, ahead=ahead) else month + 1
            return replace(meaning, year=year + (later - 1) // 12, month=(later - 1) % 12 + 1)
        other = meaning.month != month or said.holiday is not None
        if meaning.month is not None and other and said.year is not None and not ahead:
            return replace(meaning, year=year + (meaning.month < month))
        return None

    def _is_before(self, day: int, said: int, period: Period, *, ahead: bool) -> bool:
        """Whether a day's number means the month of the date before it: no month goes by that news can't know of.

        A smaller number is the next month's, unless that lies further away or behind the publication.
        """
        if day >= said:
            return True
        assert period.latest is not None, "only placed dates are remembered"
        next_month = add(period.latest.replace(day=1), "month", Decimal(1))
        waited = (next_month.replace(day=min(day, _SHORTEST_MONTH)) - period.latest).days
        published = self._anchors.published
        told = published is None or ahead or next_month.replace(day=min(day, _SHORTEST_MONTH)) <= published
        return not told or waited > said - day


def _is_floating(meaning: Said | SaidSpan) -> bool:
    """Whether a date, or both ends of a range, leave their year out and no word such as "last" makes up for it."""
    if isinstance(meaning, SaidSpan):
        ends = [end for end in (meaning.first, meaning.last) if end is not None]
        return bool(ends) and all(map(_is_floating, ends))
    said = (meaning.year, meaning.shift, meaning.step, meaning.base, meaning.decade, meaning.century)
    return all(field is None for field in said)


def _listed(mentions: Sequence[Mention], index: int) -> Span:
    """The days of one month that a date is listed with, from the first to the last ("on the 3rd, 5th and 19 June")."""
    first = last = index
    while first and mentions[first - 1].pattern.endswith(_LISTED):
        first -= 1
    while last + 1 < len(mentions) and mentions[last].pattern.endswith(_LISTED):
        last += 1
    return Span(mentions[first].span.start, mentions[last].span.end)


def _restated(mentions: Sequence[Mention], index: int, folded: str) -> Said | None:
    """The date in a bracket right behind this one (the day before (27 December)), where one of the two is relative."""
    if index + 1 == len(mentions):
        return None
    one, other = mentions[index], mentions[index + 1]
    between = folded[one.span.end : other.span.start].strip()
    if between not in _BRACKETS or folded[other.span.end : other.span.end + 2].strip()[:1] != _BRACKETS[between]:
        return None
    if not isinstance(one.meaning, Said) or not isinstance(other.meaning, Said):
        return None
    return other.meaning if _is_relative(one.meaning) is not _is_relative(other.meaning) else None


def _is_relative(said: Said) -> bool:
    return said.shift is not None and said.month is None and said.day is None


def _agreed(one: Said, period: Period, restated: Period) -> tuple[Period, Period]:
    """Both periods, with the relative one taken from the one that names its day, month or year."""
    if _is_relative(one):
        return replace(restated, basis=Basis.CONTEXT), restated
    return period, replace(period, basis=Basis.CONTEXT)
