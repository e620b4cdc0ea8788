"""What happens to an article from two sides at once: read again while it is judged, erased while it is read or revised."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
import requests

from tests.service.desk import Desk, Person
from tests.service.site import Site
from workers.database import Database as WorkerDatabase
from workers.extract import Extraction

CLAIMS, REQUIRED, REVIEWERS, ROUNDS = 24, 2, 6, 3
CANARY = "canary-41d7"
TEXT = f"The {CANARY} bridge cost 10 dollars. It took 12 weeks and 300 people."


@pytest.fixture
def worker(site: Site) -> Iterator[WorkerDatabase]:
    """The database with a worker's rights."""
    opened = WorkerDatabase(site.database.worker_url, "races")
    yield opened
    opened.renew()


def latest(desk: Desk, article: str) -> UUID:
    """The article's latest revision."""
    found: UUID = desk.run("SELECT id FROM revisions WHERE article_id = %s ORDER BY number DESC LIMIT 1", article)[0][0]
    return found


def test_claims_that_are_read_again_while_they_are_judged_keep_everything(desk: Desk, worker: WorkerDatabase) -> None:
    """Each keeps its id, every verdict that was answered, and its history, and stands where the last text has it."""
    desk.settle(required=REQUIRED)
    body = " ".join(f"Bridge {chr(65 + number)} cost {number + 100} dollars." for number in range(CLAIMS))

    def publish(number: int) -> str:
        sent = {"text": "Once more. " * number + body, "externalId": "bridges", "language": "en"}
        article: str = desk.leader.ask("POST", "/v1/articles", json=sent).json()["id"]
        Extraction(worker, 20).run(latest(desk, article))
        return article

    article = publish(0)
    born = claims_of(desk, article)
    assert len(born) == CLAIMS
    people = [desk.person(f"Reviewer {number}") for number in range(REVIEWERS)]
    with ThreadPoolExecutor(REVIEWERS) as pool:
        judging = [pool.submit(judge_all, person) for person in people]
        rounds = 0
        while rounds < ROUNDS or not all(each.done() for each in judging):
            rounds += 1
            publish(rounds)
            desk.leader.ask("POST", f"/v1/articles/{article}:reextract")
            Extraction(worker, 20).run(latest(desk, article))
        told = Counter(claim for each in judging for claim in each.result())
    for person in people:
        told.update(judge_all(person))  # who found nothing has gone; what was held then is left
    assert told == dict.fromkeys(born, REQUIRED)
    claims = claims_of(desk, article)
    assert set(claims) == set(born)
    text = desk.leader.ask("GET", f"/v1/articles/{article}/text").text
    for name, claim in claims.items():
        review, place = claim["review"], claim["target"]["selector"][1]
        assert (review["state"], review["verdict"], review["submitted"]) == ("judged", "true", REQUIRED)
        assert claim["revision"] == rounds + 1
        assert text[place["start"] : place["end"]] == claim["value"]["raw"] == born[name]["value"]["raw"]
        history = desk.leader.history(name)[::-1]
        assert [entry["action"] for entry in history] == ["call", "decide"]
        assert history[0]["after"]["version"] <= history[1]["before"]["version"] < claim["version"] + 1
    given = desk.run("SELECT claim_id::text, reviewer FROM verdicts WHERE claim_id::text = ANY (%s)", list(born))
    assert len(set(given)) == len(given) == CLAIMS * REQUIRED


def claims_of(desk: Desk, article: str) -> dict[str, dict[str, Any]]:
    """The article's current claims, by id."""
    page = desk.leader.ask("GET", f"/v1/articles/{article}/claims", params={"limit": 200}).json()
    return {claim["id"]: claim for claim in page["items"]}


def judge_all(person: Person) -> list[str]:
    """Judge until nothing is left; the claims whose verdict was answered with 201."""
    judged: list[str] = []
    answer = person.take()
    lease = answer.json() if answer.content else None
    while lease is not None:
        answer = person.judge(lease, next={})
        assert answer.status_code == 201, answer.text
        judged.append(lease["claim"]["id"])
        lease = answer.json()["next"]
    return judged


@pytest.mark.parametrize("step", ["claimed", "extracted", "written", "finished"])
def test_an_erasure_at_any_step_of_an_extraction_leaves_nothing(desk: Desk, worker: WorkerDatabase, step: str) -> None:
    """Before the end it takes the work away, in the middle of saving it waits, afterwards it takes what was saved."""
    article = desk.article(TEXT)
    with ThreadPoolExecutor(1) as pool:
        erasing: list[Future[requests.Response]] = []

        def erase(now: str) -> None:
            if now == step:
                erasing.append(pool.submit(desk.leader.ask, "DELETE", f"/v1/articles/{article}"))
                if step == "written":
                    wait_for_lock(desk)
                else:
                    erasing[0].result()

        Extraction(worker, 20, reached=erase).run(latest(desk, article))
        assert [each.result().status_code for each in erasing] == [204]
    check_gone(desk, article)
    told = Counter(kind for (kind,) in desk.run("SELECT type FROM events WHERE article_id = %s", article))
    saved = step in {"written", "finished"}
    assert (told["claim.created"] > 0, told["article.extracted"] == 1) == (saved, saved)


def test_erasing_and_extracting_at_the_same_moment_leaves_nothing(desk: Desk, site: Site) -> None:
    """Whoever is first, twenty times; a moment's delay moves the two against each other."""
    with ThreadPoolExecutor(2) as pool, ExitStack() as closing:
        own = WorkerDatabase(site.database.worker_url, "races")
        closing.callback(own.renew)
        for number in range(20):
            article = desk.article(TEXT)
            revision, start = latest(desk, article), threading.Barrier(2)

            def erase(article: str = article, start: threading.Barrier = start, delay: float = number / 400) -> int:
                start.wait()
                time.sleep(delay)
                return desk.leader.ask("DELETE", f"/v1/articles/{article}").status_code

            def extract(revision: UUID = revision, start: threading.Barrier = start) -> None:
                start.wait()
                Extraction(own, 20).run(revision)

            erasing, extracting = pool.submit(erase), pool.submit(extract)
            extracting.result()
            assert erasing.result() == 204
            check_gone(desk, article)


def test_a_revision_that_comes_while_its_article_is_erased_is_whole_or_gone(desk: Desk) -> None:
    """It is erased with the article, or is the first of a new one: never the second of a tombstone."""
    with ThreadPoolExecutor(2) as pool:
        for number in range(10):
            old = desk.article(TEXT, externalId=f"bridge {number}")
            sent = {"text": f"{TEXT} {uuid4()}", "externalId": f"bridge {number}"}
            erasing = pool.submit(desk.leader.ask, "DELETE", f"/v1/articles/{old}")
            revising = pool.submit(desk.leader.ask, "POST", "/v1/articles", json=sent)
            assert (erasing.result().status_code, revising.result().status_code) == (204, 202)
            check_gone(desk, old)
            new = revising.result().json()
            if new["id"] != old:
                assert (new["revision"], desk.leader.ask("GET", f"/v1/articles/{new['id']}").status_code) == (1, 200)


def wait_for_lock(desk: Desk) -> None:
    """Return when the API waits for a lock."""
    end = time.monotonic() + 30
    asked = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND application_name = 'factclaims-api' AND wait_event_type = 'Lock'"
    )
    with psycopg.connect(desk.site.database.superuser_url, autocommit=True) as db:
        while db.execute(asked).fetchall() == [(0,)]:
            assert time.monotonic() < end
            time.sleep(0.02)


def check_gone(desk: Desk, article: str) -> None:
    """A tombstone everywhere, no row below it, no text in what is told of it, and its end is the last that is told."""
    for path in ("", "/text", "/claims", "/revisions"):
        assert desk.leader.ask("GET", f"/v1/articles/{article}{path}").status_code == 410
    for table in ("revisions", "claims", "claim_placements"):
        counted = f"SELECT count(*) FROM {table} WHERE article_id = %s"  # noqa: S608 - the names above
        assert desk.run(counted, article) == [(0,)], table
    told = desk.run("SELECT type, claim_id, to_json(e)::text FROM events e WHERE article_id = %s ORDER BY id", article)
    assert told[-1][0] == "article.erased"
    assert not any(CANARY in row for _, _, row in told)
    created, erased = ([claim for kind, claim, _ in told if kind == f"claim.{end}"] for end in ("created", "erased"))
    assert sorted(created) == sorted(erased)
    assert [kind for kind, _, _ in told].count("article.erased") == 1
