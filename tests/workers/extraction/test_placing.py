"""Dates that lean on what stands around them: the words of their clause, the date before them, a bracket behind them."""

from __future__ import annotations

from datetime import datetime

import pytest

from workers.extraction.claims import extract
from workers.extraction.values import Basis, Period

PUBLISHED = datetime(2026, 1, 20)


def dates(text: str, language: str) -> list[str]:
    """The EDTF of every date of the text."""
    return [claim.value.edtf for claim in extract(text, language, PUBLISHED) if isinstance(claim.value, Period)]


@pytest.mark.parametrize(
    ("language", "text", "edtf"),
    [
        ("ja", "A社は6月30日までに工場を閉鎖すると発表した。", "2026-06-30"),
        ("ja", "市は12月3日に開かれる委員会で説明する。", "2026-12-03"),
        ("ja", "知事選は4月12日に告示される。", "2026-04-12"),
        ("en", "The law will take effect on March 1.", "2026-03-01"),
        ("en", "The bids are due by June 30.", "2026-06-30"),
        ("en", "On Friday, the court will hear the case.", "2026-01-23"),
        ("de", "Das Gesetz soll am 1. Juli in Kraft treten.", "2026-07-01"),
        ("fr", "Le musée sera ouvert le 3 mai.", "2026-05-03"),
        ("es", "La ley entrará en vigor el 1 de julio.", "2026-07-01"),
        ("pt", "A ponte será aberta em 3 de maio.", "2026-05-03"),
        ("it", "La legge entrerà in vigore il 1 luglio.", "2026-07-01"),
        ("zh", "会议将于5月3日举行。", "2026-05-03"),
        ("ko", "회의는 5월 3일 열린다.", "2026-05-03"),
    ],
)
def test_a_date_that_its_clause_puts_ahead_is_the_nearest_to_come(language: str, text: str, edtf: str) -> None:
    """An announcement is not a year old."""
    assert dates(text, language) == [edtf]


@pytest.mark.parametrize(
    ("language", "text", "edtf"),
    [
        ("ja", "6月30日までに5人が死亡した。", "2025-06-30"),
        ("ja", "政府は19日、法案を提出すると発表した。", "2026-01-19"),
        ("en", "The strike, which began on Monday, will go on.", "2026-01-19"),
        ("en", "The company said on Monday it will cut jobs.", "2026-01-19"),
        ("en", "By June 30, sales had doubled.", "2025-06-30"),
        ("de", "Das Gesetz wurde am 1. Juli beschlossen.", "2025-07-01"),
        ("zh", "会议已于5月3日举行。", "2025-05-03"),
    ],
)
def test_a_date_of_what_has_happened_stays_in_the_past(language: str, text: str, edtf: str) -> None:
    """What will be elsewhere in the sentence does not move it."""
    assert dates(text, language) == [edtf]


@pytest.mark.parametrize(
    ("language", "text", "edtf"),
    [
        ("ja", "2025年2月28日の会談とは違った。会談は前日(12月27日)に行われた。", "2025-12-27"),
        ("ja", "会談は12月27日(前日)に行われた。", "2025-12-27"),
        ("en", "They met in May 2024. The day before (27 December) they spoke.", "2025-12-27"),
        ("de", "Am Vortag (27. Dezember) sprachen sie.", "2025-12-27"),
        ("zh", "前一天(12月27日)他们通了电话。", "2025-12-27"),
    ],
)
def test_a_bracket_that_restates_a_date_gives_its_value(language: str, text: str, edtf: str) -> None:
    """The writer says which day is meant; both claims have it."""
    assert dates(text, language)[-2:] == [edtf, edtf]


def test_a_bracket_with_another_grain_restates_nothing() -> None:
    """A month behind a day is another date."""
    assert dates("前日(12月)の会談", "ja") == ["2026-01-19", "2025-12"]


def test_a_day_alone_takes_the_month_of_the_date_before_it_in_its_sentence() -> None:
    """In another sentence it is a day of the publication's month again."""
    assert dates("11月27日に着工し、28日に止まった。18日に再開した。", "ja") == [
        "2025-11-27",
        "2025-11-28",
        "2026-01-18",
    ]


def test_a_month_takes_the_year_of_the_date_before_it_and_says_so() -> None:
    """From December on the year goes on to the next; the claim's basis is the text."""
    claims = extract("2023年12月に始まり、1月に終わった。", "ja", PUBLISHED)
    second = claims[1].value
    assert isinstance(second, Period)
    assert (second.edtf, second.basis) == ("2024-01", Basis.CONTEXT)


def test_the_day_before_is_not_counted_from_a_year() -> None:
    """A founding year is no day that something happened the day after."""
    assert dates("2015年に設立された。前日の終値は安かった。", "ja") == ["2015", "2026-01-19"]


def test_the_same_day_is_the_news_day_where_an_older_day_was_background() -> None:
    """One sentence further on nobody means the record of last summer any more; right behind it everybody does."""
    background = "19日、気温が40度を超え、7月30日の記録を破った。この日は暑かった。同日午後、雨が降った。"
    assert dates(background, "ja")[-1] == "2026-01-19T12:00:00/2026-01-19T23:59:59"
    assert dates("19日に晴れた。7月30日に記録が出た。同日、雨が降った。", "ja")[-1] == "2025-07-30"


def test_the_verbs_of_a_quotation_do_not_place_a_date_outside_it() -> None:
    """What somebody promised on a day is to come; the day is not."""
    text = "首相は18日のテレビ番組で「6月末までに結論を得ることを目指す」と語った。"
    assert dates(text, "ja") == ["2026-01-18", "2026-06-21/2026-06-30"]


@pytest.mark.parametrize(
    ("language", "text", "quote", "kind"),
    [
        ("es", "La empresa ha crecido un 20 % en tres años.", "tres años", "Duration"),
        ("es", "La empresa volverá en tres años.", "en tres años", "Date"),
        ("it", "I prezzi sono saliti del 20% in tre anni.", "tre anni", "Duration"),
        ("pt", "Os preços vão subir em três anos.", "em três anos", "Date"),
        ("pt", "Alta acumulada de 5,17% em 12 meses, segundo o IBGE.", "12 meses", "Duration"),
        ("es", "Victoria por 7-5, 6-4, lograda en una hora y 42 minutos.", "una hora y 42 minutos", "Duration"),
        ("de", "Die Preise stiegen in drei Jahren um 20 Prozent.", "drei Jahren", "Duration"),
    ],
)
def test_a_length_behind_in_leads_ahead_unless_its_verb_has_passed(
    language: str, text: str, quote: str, kind: str
) -> None:
    """What grew in three years took three years; what returns in three years comes then."""
    found = {claim.quote.of(text): claim.type for claim in extract(text, language, datetime(2025, 11, 20))}
    assert found[quote] == kind


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Sales rose in the third quarter. They were $2bn a year earlier.", "2024-35"),
        ("Prices rose 3% in May from a year earlier.", "2024-05"),
        (
            "Profit in the six months to June, the bank said on Monday, was £40m, from £35m a year earlier.",
            "2024-01/2024-06",
        ),
        ("Sales rose in the third quarter. In the same quarter of 2022 they fell.", "2022-35"),
    ],
)
def test_a_year_earlier_are_the_same_months(text: str, edtf: str) -> None:
    """What is compared with a year earlier is the quarter or month that the text speaks of, not the whole year."""
    assert dates(text, "en")[-1] == edtf


def test_a_year_earlier_is_a_year_where_no_months_were_named() -> None:
    """Behind a year, or nothing, the whole year is meant."""
    assert dates("Sales rose in 2024. They were $2bn a year earlier.", "en")[-1] == "2023"
