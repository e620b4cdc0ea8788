"""The rules of meaning.toml: every language's file can be read, and a broken rule is refused."""

from pathlib import Path
from typing import Any

import pytest

from workers.extraction.claims import extract
from workers.extraction.language import available
from workers.extraction.meaning.rulebook import meaning
from workers.extraction.meaning.rules import MalformedRule
from workers.extraction.quotations import quotations


@pytest.mark.parametrize("code", available())
def test_every_language_has_rules_of_meaning(code: str) -> None:
    """A kind that no table lists would have been refused."""
    rules = meaning(code)
    assert rules is not None
    tables = [rules.subject, *rules.change.values(), rules.carry, rules.base, rules.period, rules.clause]
    every = [rule for table in tables for rule in table]
    every += [rule for rule, _ in rules.phrases] + [rule for _, rule in rules.speech]
    assert all(rule.regex.pattern for rule in every)
    assert rules.subject
    assert rules.speech


@pytest.mark.parametrize("rule", ["subject=(noun self", "subject=noun ** self"])
def test_a_rule_with_an_open_bracket_is_malformed(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is found when the rule is first needed, at the latest."""
    from workers.extraction.meaning import rulebook as module  # noqa: PLC0415 - the module, beside its function of that name

    broken = {"text": {"noun": "[a-z]"}, "words": {"noun": ["cost"]}, "subject": {"near": rule}}
    monkeypatch.setattr(module, "_read", lambda path: {"words": {}} if path.parent.name == "common" else broken)
    rules = meaning.__wrapped__("en")
    assert rules is not None
    with pytest.raises(MalformedRule, match="near"):
        _ = rules.subject[0].regex


def test_a_language_without_rules_has_none() -> None:
    """No folder, no rules, no error."""
    assert meaning("xx") is None


def test_a_rule_over_an_unknown_kind_is_malformed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A typing error in a rule is found when the language is loaded, not when a text is read."""
    from workers.extraction.meaning import rulebook as module  # noqa: PLC0415 - the module, beside its function of that name

    broken = {"text": {"noun": "[a-z]"}, "words": {"verb": ["was"]}, "subject": {"near": "subject=noon verb self"}}
    monkeypatch.setattr(module, "_read", lambda path: {"words": {}} if path.parent.name == "common" else broken)
    with pytest.raises(MalformedRule, match="noon"):
        meaning.__wrapped__("en")


@pytest.mark.parametrize(
    ("own", "complaint"),
    [
        ({"subject": {"verb": ""}}, "subject.verb is empty"),
        ({"speech": {"before": {"closing": ""}}}, "speech.before.closing is empty"),
        ({"text": {"without": ["subject.vreb"]}}, "no shared rule"),
        ({"text": {"without": ["subject.verb"]}, "subject": {"verb": "subject=np self"}}, "a line of its own"),
    ],
)
def test_a_shared_rule_is_not_lost_unseen(
    own: dict[str, dict[str, str]], complaint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty line would take a shared rule from a language; so would the name of a rule that is none."""
    from workers.extraction.meaning import rulebook as module  # noqa: PLC0415 - the module, beside its function of that name

    read = module._read  # noqa: SLF001 - what it reads is changed, and nothing else

    def with_own(path: Path) -> dict[str, Any]:
        data = read(path)
        if path.parent.name == "de":
            for table, lines in own.items():
                data[table] = {**data.get(table, {}), **lines}
        return data

    monkeypatch.setattr(module, "_read", with_own)
    with pytest.raises(MalformedRule, match=complaint):
        meaning.__wrapped__("de")


def test_a_language_does_without_a_shared_rule_that_it_names() -> None:
    """French says so of one that German has."""
    french, german = meaning("fr"), meaning("de")
    assert french is not None
    assert german is not None
    assert "attached" in {rule.name for rule in german.subject}
    assert "attached" not in {rule.name for rule in french.subject}


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("彼は「はい」と言った。", ["はい"]),
        ("“One. Two,” she said. “Three.”", ["One. Two,", "Three."]),
        ('"One," he said, and "two".', ["One,", "two"]),
        ("「外の『中』も外」", ["外の『中』も外"]),
    ],
)
def test_a_quotation_is_what_stands_between_its_marks(text: str, quoted: list[str]) -> None:
    """The outermost marks count, over several sentences."""
    assert [span.of(text) for span in quotations(text)] == quoted


def test_an_inch_mark_does_not_quote_the_next_paragraph() -> None:
    """A mark that opens and closes alike is closed in its own paragraph."""
    assert quotations('A 5" pipe.\nNext "word" here.') != []
    assert [span.of('A 5" pipe.\nNext "word" here.') for span in quotations('A 5" pipe.\nNext "word" here.')] == [
        "word"
    ]


@pytest.mark.parametrize("code", ["ja", "en", "zh"])
def test_reading_stays_linear_on_a_sentence_without_end(code: str) -> None:
    """Rules over a very long sentence must not run away; 40,000 characters are read within the test's patience."""
    text = {"ja": "数は、前年の10人から", "en": "the rate, at 10 people of the ", "zh": "人数从10人的"}[code] * 60
    assert extract(text, code, None)
