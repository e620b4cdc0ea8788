"""Any text at all: the extractor never raises, and what it says is true of the text."""

from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workers.extraction.truths import check
from workers.extraction.language import available, load

PUBLISHED = datetime(2026, 1, 1, 12)
SIGNS = [
    *"0123456789",
    *".,:;/-\u2013~\u301c%\uff05$\u20ac\u00a3\u00a5()\uff08\uff09\u300c\u300d\"'\u201c\u201d\u00ab\u00bb\u3001\u3002!? \n\t\u3000",
    *"\u200b\u200d\ufeff\u00a0\u0663\u096f\uff15\u2460\u00bd\u00b2\u5341\u767e\u5343\u842c\u5104",
    *("&nbsp;", "<td>", "\r\n"),
]
#: Extraction is quick, but a loaded machine is not.
EVERY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def words(language: str) -> st.SearchStrategy[str]:
    """Texts of the language's own words, numbers and signs in any order: far more hostile than random characters."""
    surfaces = sorted(load(language).entries)
    part = st.one_of(
        st.sampled_from(surfaces),
        st.sampled_from(SIGNS),
        st.integers(0, 10**9).map(str),
        st.sampled_from(["1", "2", "3", "12", "30", "1.5", "2025", "1,000", "08:30", "1/2"]),
        st.characters(),
    )
    return st.lists(st.tuples(part, st.sampled_from(["", " ", "", "-"])), max_size=40).map(
        lambda parts: "".join(word + gap for word, gap in parts)
    )


@pytest.mark.parametrize("language", available())
@EVERY
@given(st.data())
def test_any_order_of_a_languages_words_is_read(language: str, data: st.DataObject) -> None:
    """Never raises, offsets are true, quotes stand inside the text in order, the same text gives the same claims."""
    text = data.draw(words(language))
    check(text, language, data.draw(st.sampled_from([PUBLISHED, None])))


@EVERY
@given(st.text(max_size=200), st.sampled_from([*available(), None, "xx"]))
def test_any_characters_are_read(text: str, language: str | None) -> None:
    """Unknown and missing languages as well; surrogates, controls, emoji, combining marks."""
    check(text, language, PUBLISHED)


@EVERY
@given(
    st.sampled_from(available()), st.data(), st.integers(0, 200), st.sampled_from(["\n", "\u3000", "&nbsp;", "</p><p>"])
)
def test_a_break_anywhere_is_read(language: str, data: st.DataObject, at: int, sign: str) -> None:
    """Line breaks and leftovers of HTML inside numbers and words."""
    text = data.draw(words(language))
    check(text[:at] + sign + text[at:], language, PUBLISHED)


@pytest.mark.parametrize("language", available())
def test_a_number_of_forty_digits_is_read_before_every_number_word(language: str) -> None:
    """As many digits as the contract carries, whole and not, before each numeral of the language; fuzzing found the first.

    Decimal refuses what has more than 28 digits where a remainder is asked for.
    """
    numerals = [word for word, entries in load(language).entries.items() if any(one.kind[0] == "#" for one in entries)]
    for digits in ("2025" * 10, "2025" * 7 + ".12", "2025" * 7 + ",12"):
        check("\n".join(f"{digits}{numeral}" for numeral in numerals), language, PUBLISHED)


@pytest.mark.parametrize("gap", range(12))
def test_a_quantity_over_the_cut_of_an_endless_sentence_keeps_its_clauses_inside(gap: int) -> None:
    """Text without an end of sentence is cut somewhere, and the claims of one sentence agree about how far it goes."""
    check(f"{'x' * gap} {'5 million dollars, ' * 150}", "en", PUBLISHED)
