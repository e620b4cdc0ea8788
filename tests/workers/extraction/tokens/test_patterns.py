"""Pattern lines: what follows and what stands before, lengths that compete, lines that can't be read."""

from __future__ import annotations

import pytest

from workers.extraction.language import load
from workers.extraction.tokens.grammar import APART, Stage
from workers.extraction.tokens.patterns import MalformedPattern, Pattern, parse
from workers.extraction.tokens.token import Alphabet, Token, with_gaps, without_gaps


def _reduced(stage: Stage, tokens: list[Token]) -> list[Token]:
    """What a stage makes of tokens with blanks between them."""
    row = with_gaps(tokens, " " * tokens[-1].end)
    return without_gaps(stage.reduce(row, lambda name, slots: (name, dict(slots))))


def _found(line: str, kinds: str, section: str = "date") -> list[str]:
    """The kinds of the tokens that a stage with this one line makes of tokens with these kinds, one blank between them."""
    alphabet = Alphabet()
    tokens, start = [], 0
    for kind in kinds.split():
        tokens.append(Token(start, start + 1, {kind: kind}, alphabet.letter((kind,))))
        start += 2
    stage = Stage({section: {"line": line}}, {}, alphabet)
    return ["+".join(token.readings) for token in _reduced(stage, tokens)]


def test_what_must_follow_is_not_part_of_the_match() -> None:
    """The noun stays a token of its own."""
    assert _found("number &noun", "number noun") == ["date", "noun"]
    assert _found("number &noun", "number verb") == ["number", "verb"]


def test_what_must_not_follow_hinders() -> None:
    """A forbidden neighbour keeps the pattern from matching, another one does not."""
    assert _found("number !noun", "number noun") == ["number", "noun"]
    assert _found("number !noun", "number verb") == ["date", "verb"]


def test_what_stands_before_is_asked_but_not_taken() -> None:
    """With and without the word before, and the other way round."""
    assert _found("<in month", "in month") == ["in", "date"]
    assert _found("<in month", "on month") == ["on", "month"]
    assert _found("!<in month", "in month") == ["in", "month"]


def test_what_stands_somewhere_before_is_asked() -> None:
    """A few words back is near enough; where nothing of the kind stands the pattern is silent."""
    assert _found("<<will week", "noun will noun week") == ["noun", "will", "noun", "date"]
    assert _found("<<will week", "noun was noun week") == ["noun", "was", "noun", "week"]


def test_the_longest_alternative_wins_whatever_the_order() -> None:
    """A short alternative that stands first does not cut the long one."""
    assert _found("day | day month | day month year", "day month year") == ["date"]


def test_what_is_kept_apart_stays_as_it_was() -> None:
    """The tokens of such a match are not put together, not even by the same stage."""
    assert _found("from money to money", "from money to money", section=APART) == ["from", "money", "to", "money"]


@pytest.mark.parametrize("line", ["day )", "(day", "?", "day &", "day <in", "day <<in", "day ]"])
def test_a_line_that_cannot_be_read_is_refused(line: str) -> None:
    """Whoever keeps a language learns of a slip at once."""
    with pytest.raises(MalformedPattern):
        parse(Pattern("line", "date", line))


def test_what_must_follow_may_fill_a_slot() -> None:
    """A number learns its unit from the next one, which stays a token of its own."""
    alphabet = Alphabet()
    kinds = ("number", "to", "number", "percent")
    tokens = [Token(2 * at, 2 * at + 1, {kind: kind}, alphabet.letter((kind,))) for at, kind in enumerate(kinds)]
    stage = Stage({"percentage": {"line": "n=number &(to number unit=percent)"}}, {}, alphabet)
    found = _reduced(stage, tokens)
    assert found[0].readings["percentage"] == {"n": ["number"], "unit": ["percent"]}
    assert [token.end - token.start for token in found] == [1, 1, 1, 1]


def test_a_language_takes_the_shared_lines_and_keeps_its_own() -> None:
    """Spanish and Italian share their lines; where Italian says one itself, Spanish doesn't get it."""
    spanish, italian = (load(code).patterns["mentions"] for code in ("es", "it"))
    assert spanish["percentage"] == italian["percentage"]
    assert "night-hour" in italian["date"]
    assert "night-hour" not in spanish["date"]
    assert spanish["date"]["century"] != italian["date"]["century"]
