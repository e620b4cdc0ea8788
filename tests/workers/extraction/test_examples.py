"""The examples of every language folder: what is said there is found, and nothing else."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from workers.extraction.brief import brief
from workers.extraction.claims import extract
from workers.extraction.language import LANGUAGES


def _cases(kind: str) -> Iterator[Any]:
    for path in sorted(LANGUAGES.glob("*/examples.toml")):
        language = path.parent.name
        for number, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8")).get(kind, ()), start=1):
            yield pytest.param(language, case, id=f"{language}-{kind}-{number}")


@pytest.mark.parametrize(("language", "case"), list(_cases("example")))
def test_an_example_is_read_as_it_says(language: str, case: dict[str, Any]) -> None:
    """Every claim of the text is in the example, in order, with quote, kind and value; there is no other."""
    published = datetime.fromisoformat(case["published"]) if "published" in case else None
    text = case["text"]
    found = [
        {"quote": claim.quote.of(text), "kind": claim.kind, "value": brief(claim.value)}
        for claim in extract(text, language, published)
    ]
    assert found == case["claims"]


@pytest.mark.parametrize(("language", "case"), list(_cases("nothing")))
def test_a_trap_is_no_claim(language: str, case: dict[str, Any]) -> None:
    """A text that only looks as if it had a number or a date yields nothing."""
    assert [claim.quote.of(case["text"]) for claim in extract(case["text"], language, datetime(2025, 11, 20))] == [], (
        case["why"]
    )
