"""Peers in an environment of their own (`make peers`): each runs as a process that answers one gold case a line.

An adapter turns a peer's answer into predictions, as the scorer beside the gold reads them; it imports the peer and
nothing of ours, because the peer's process has none of our packages. docs/peers.md says what each can and can't do.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PROJECT = Path(__file__).parents[2]
PYTHON = PROJECT / ".venv" / "peers" / "bin" / "python"
_CALENDAR = frozenset(("date", "datetime", "time", "duration", "set"))
_AMOUNTS = frozenset(
    ("amount.money", "amount.count", "amount.measure", "age", "number", "ordinal", "percentage", "ratio")
)


@dataclass(frozen=True, slots=True)
class Reach:
    """What a peer is made for: languages and kinds of quantities."""

    languages: frozenset[str]
    kinds: frozenset[str]

    def covers(self, language: str, scope: Iterable[str]) -> bool:
        """Whether cases in this language with these kinds say something about the peer."""
        return language in self.languages and not self.kinds.isdisjoint(scope)


#: Adapter -> what its peer is made for.
PEERS: Mapping[str, Reach] = {
    "ja_timex": Reach(frozenset(("ja",)), _CALENDAR),
    "pynormalizenumexp": Reach(frozenset(("ja",)), _CALENDAR | _AMOUNTS),
    "recognizers": Reach(frozenset(("en", "es", "fr", "ja", "pt", "zh")), _CALENDAR | _AMOUNTS),
    "dateparser": Reach(
        frozenset(("de", "en", "es", "fr", "it", "ja", "ko", "pt", "zh")), _CALENDAR - {"duration", "set"}
    ),
    "quantulum3": Reach(frozenset(("en",)), _AMOUNTS),
}
#: Splits a text into words and finds no quantity: the floor for speed.
FLOOR = "sudachi"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a peer made of one text: predictions, and seconds of its own processor time."""

    predictions: list[dict[str, Any]]
    seconds: float


class Peer:
    """A running peer; use it in a `with`. Raises PeersMissing where `make peers` has not been run."""

    def __init__(self, name: str) -> None:
        if not installed():
            raise PeersMissing
        self.name = name
        self._process = subprocess.Popen(
            [PYTHON, "-W", "ignore", "-m", "benchmarks.peers", name],
            cwd=PROJECT,
            env={**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONHASHSEED": "0"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def answer(self, case: Mapping[str, Any]) -> Answer:
        """The peer's answer for one case: {"text", "lang", "reference_time", "scope"}."""
        assert self._process.stdin is not None, "a pipe was asked for"
        assert self._process.stdout is not None, "a pipe was asked for"
        self._process.stdin.write(json.dumps(case) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise PeerDied(self.name)
        found = json.loads(line)
        return Answer(found["predictions"], found["seconds"])

    def answers(self, cases: Iterable[Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
        """Case id -> predictions."""
        return {case["id"]: self.answer(case).predictions for case in cases}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.kill()
        self._process.wait()


class PeersMissing(RuntimeError):
    """The peers' environment is not there: run `make peers` first."""


class PeerDied(RuntimeError):
    """A peer's process ended before it answered; its last words are on the terminal."""


def installed() -> bool:
    """Whether the peers' environment is there."""
    return PYTHON.exists()
