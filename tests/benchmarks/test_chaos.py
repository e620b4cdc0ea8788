"""The storm itself, in its short form; and that its reckoning notices what is lost, doubled or wrong."""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.chaos.ledger import Entry, Ledger
from benchmarks.chaos.receiver import Heard
from benchmarks.chaos.reckoning import count
from benchmarks.chaos.storm import KINDS
from service.embedded.programs import PROJECT
from tests.http import Api

ARTICLES = 100
TEXT = "{number}番目の工事に約120億円かかった。"
UNKNOWN = "01a20aee-1d44-724d-8514-68036af6c303"


def test_a_storm_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    """Real API, relay, workers, courier, Redis without persistence and PostgreSQL, each killed at least once."""
    written = tmp_path / "chaos.json"
    command = [sys.executable, "-m", "benchmarks.chaos", "--articles", str(ARTICLES), "--seconds", "25"]
    ended = subprocess.run(
        [*command, "--json", str(written)], cwd=PROJECT, capture_output=True, text=True, check=False, timeout=900
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    told = json.loads(written.read_text())
    figures = told["figures"]
    assert (figures["answered"], figures["done"], figures["failed"]) == (ARTICLES, ARTICLES, 0)
    assert (figures["lost"], figures["duplicated"], figures["unexpected"]) == (0, 0, 0)
    assert figures["last done after storm, s"] < 90
    assert set(told["blows"]) == KINDS


@pytest.mark.usefixtures("worker")
def test_the_reckoning_notices_each_sort_of_harm(api: Api) -> None:
    """Lost on the way, never told of, told of twice, there without an answer, read from another text."""
    texts = [TEXT.format(number=number) for number in range(3)]
    with api.client() as client:
        articles = [list(client.follow(client.submit(text), 30))[-1] for text in texts]
        entries = [
            Entry(number, text, "key", id=article.id)
            for number, (text, article) in enumerate(zip(texts, articles, strict=True))
        ]
        gone, other = Entry(9, TEXT, "key", id=UNKNOWN), replace(entries[0], text="今回は200人だった。")
        messages = {article.id: Counter(["message"]) for article in articles}
        first = articles[0].id
        cases: list[tuple[list[Entry], dict[str, Counter[str]], str]] = [
            (entries, messages, "nothing"),
            ([*entries, gone], messages | {UNKNOWN: Counter(["message"])}, "lost"),
            (entries, {article: ids for article, ids in messages.items() if article != first}, "lost"),
            (entries, messages | {first: Counter(["message", "another"])}, "duplicated"),
            (entries[1:], messages, "duplicated"),
            ([other, *entries[1:]], messages, "unexpected"),
        ]
        for ledger, heard, harm in cases:
            figures = count(client, Ledger(ledger), Heard("", messages=heard), patience=0)
            found = {name: figures[name] for name in ("lost", "duplicated", "unexpected")}
            assert found == {name: int(name == harm) for name in found}, harm
