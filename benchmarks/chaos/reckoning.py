"""The reckoning: what clients were told, against what the API says afterwards."""

import statistics
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from benchmarks.chaos.ledger import Ledger
from benchmarks.chaos.receiver import Heard
from service.client import Client, NoAnswer, Refused
from workers.extraction.claims import extract

Figures = dict[str, float | int]


def settle(client: Client, seconds: float) -> float:
    """Wait until no article is pending; how many seconds that took."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        with suppress(NoAnswer, Refused):  # the last blow may have been a second ago
            if not any(_pending(client, state) for state in ("queued", "running")):
                break
        time.sleep(0.3)
    return time.monotonic() - began


def _pending(client: Client, state: str) -> bool:
    return next(client.pages("/v1/articles", {"state": state}, 1), None) is not None


def count(client: Client, ledger: Ledger, heard: Heard, patience: float) -> Figures:
    """Ask the API for every article that was answered, and for all that it has.

    `lost`: answered, and not extracted. `duplicated`: articles that no answer named, claims or messages that are there
    twice. `unexpected`: claims that a quiet run of the engine would not find, or does find and are not there.
    """
    told = ledger.told()
    listed = {article["id"]: article for article in client.pages("/v1/articles", {})}
    states = Counter(listed[article]["state"] if article in listed else "gone" for article in told)
    unexpected = doubled = 0
    for article_id in set(told) & set(listed):
        entry = told[article_id]
        found = _places(client.article_claims(article_id))
        doubled += sum(found.values()) - len(found)
        unexpected += set(found) != set(_expected(entry.text))
    missing, repeated = _messages(set(told), heard, patience)
    done = [listed[article] for article in told if article in listed and listed[article]["state"] == "extracted"]
    return {
        "answered": len(told),
        "done": states["extracted"],
        "failed": states["failed"],
        "lost": len(told) - states["extracted"] + missing,
        "duplicated": len(set(listed) - set(told)) + doubled + repeated,
        "unexpected": unexpected,
        "recovered": sum(article["attempts"] > 1 for article in done),
        "sent again": sum(entry.attempts > 1 for entry in ledger.entries),
        "messages refused": heard.refused,
    } | _seconds(done)


def _places(claims: Any) -> Counter[tuple[str, int]]:
    return Counter((claim["value"]["raw"], claim["target"]["selector"][1]["start"]) for claim in claims)


def _expected(text: str) -> list[tuple[str, int]]:
    return [(claim.quote.of(text), claim.quote.start) for claim in extract(text, "ja", None)]


def _messages(articles: set[str], heard: Heard, patience: float) -> tuple[int, int]:
    """Articles that no message has told of, and messages beyond the one that each article is due (by their ids)."""
    end = time.monotonic() + patience
    while articles - set(heard.messages) and time.monotonic() < end:
        time.sleep(0.5)
    with heard.lock:
        return len(articles - set(heard.messages)), sum(len(ids) - 1 for ids in heard.messages.values())


def _seconds(done: Sequence[dict[str, Any]]) -> Figures:
    """From accepted to extracted, as the service's clock has it."""
    took = [
        (datetime.fromisoformat(article["finishedAt"]) - datetime.fromisoformat(article["acceptedAt"])).total_seconds()
        for article in done
    ]
    if len(took) < 2:  # noqa: PLR2004 - two make a distribution
        return {}
    cuts = statistics.quantiles(took, n=100)
    return {"p50 seconds": round(cuts[49], 2), "p99 seconds": round(cuts[98], 2)}
