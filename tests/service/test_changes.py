"""The feed of changes: a reader who polls it rebuilds the exact state, whoever writes at the same time."""

import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from schemas.records import Scope
from schemas.wire.changes import ChangePage
from service.embedded.processes import Running
from service.embedded.programs import Programs
from tests.databases import Database
from tests.http import Api
from tests.service.site import Site
from workers import saving, store
from workers.database import Database as WorkerDatabase
from workers.documents import rows
from workers.extraction.claims import VERSION, extract

WRITERS = 4
ARTICLES_EACH = 6
TEXT = "The bridge cost $2.9 billion, {0} people came and 12.{0}% objected on 3 March 2026."


@dataclass(slots=True)
class Follower:
    """What a client does that follows the feed."""

    api: Api
    cursor: str | None = None
    state: dict[str, Any] = field(default_factory=dict)
    articles: dict[str, Any] = field(default_factory=dict)
    positions: list[int] = field(default_factory=list)

    def read(self, **query: Any) -> int:
        """One page; how many changes."""
        with self.api.client() as client:
            asked = query | ({"cursor": self.cursor} if self.cursor else {})
            page = client.request("GET", "/v1/changes", params=asked)
        for change in page["items"]:
            self.positions.append(change["position"])
            if change["claim"] is not None:
                self.state[change["claimId"]] = change["claim"]
            elif change["claimId"] is not None:
                self.state.pop(change["claimId"], None)
            elif change["article"] is not None:
                self.articles[change["articleId"]] = change["article"]
            else:
                self.articles.pop(change["articleId"], None)
        self.cursor = page["next"]
        return len(page["items"])


@pytest.fixture
def relay(programs: Programs) -> Iterator[Running]:
    """The one writer of positions."""
    running = Running(programs.relay())
    yield running
    running.stop()


@pytest.fixture(scope="module")
def followed(site: Site) -> Site:
    """A site with three events that have their positions, as a relay would have left them."""
    article = site.submit("Something happened to 12 people.").json()["id"]
    with psycopg.connect(site.database.superuser_url) as db:
        db.execute(
            "INSERT INTO events (workspace_id, type, article_id)"
            " SELECT workspace_id, 'article.extracted', id FROM articles, generate_series(1, 2) WHERE id = %s",
            [article],
        )
        db.execute("UPDATE events SET position = id")
    return site


def writer(api: Api, database: Database, seed: int) -> None:
    """Extract, correct and erase articles as workers and senders do, with transactions that take their time."""
    dice = random.Random(seed)  # noqa: S311 - nothing secret
    own = WorkerDatabase(database.worker_url, "writer")
    with api.client() as client:
        for number in range(ARTICLES_EACH):
            external, article = str(uuid4()), ""
            for revision in (1, 2):
                text = f"{TEXT.format(dice.randrange(1, 9))} Revision {revision} of {external}."
                body = {"text": text, "externalId": external, "language": "en"}
                article = client.request("POST", "/v1/articles", json=body)["id"]
                _extract(own, database, article, revision, dice)
            if number % 3 == 0:
                client.request("DELETE", f"/v1/articles/{article}")
    own.renew()


def _extract(own: WorkerDatabase, database: Database, article: str, revision: int, dice: random.Random) -> None:
    with psycopg.connect(database.superuser_url) as db:
        row = db.execute(
            "SELECT id FROM revisions WHERE article_id = %s AND number = %s", [article, revision]
        ).fetchone()
    assert row is not None
    token = uuid4()
    claimed = store.claim(own.connection(), row[0], token, 60)
    assert claimed is not None
    found = rows(claimed.text, extract(claimed.text, "en", None), VERSION)
    with own.transaction() as db:
        store.lock_article(db, UUID(article))
        assert store.finish(db, claimed, token, store.Outcome(len(found), "en", VERSION))
        saving.save(db, claimed, VERSION, found)
        time.sleep(dice.uniform(0, 0.05))  # others write and commit in between


def test_a_follower_rebuilds_the_exact_state_while_others_write(api: Api, database: Database, relay: Running) -> None:
    """Four writers whose transactions overlap; the follower polls all the time and never looks back."""
    writers = [threading.Thread(target=writer, args=(api, database, seed)) for seed in range(WRITERS)]
    for thread in writers:
        thread.start()
    follower = Follower(api)
    while any(thread.is_alive() for thread in writers):
        follower.read(limit=7)
    with psycopg.connect(database.superuser_url, autocommit=True) as db:
        end = time.monotonic() + 10
        while db.execute("SELECT count(*) FROM events WHERE position IS NULL").fetchall()[0][0]:
            assert time.monotonic() < end
            time.sleep(0.05)
        events = db.execute("SELECT count(*) FROM events").fetchall()[0][0]
        with api.client() as client:
            listed = client.request("GET", "/v1/articles", params={"limit": 200})["items"]
        exact = {str(row[0]): row[1:] for row in db.execute("SELECT id, version, status, document FROM claims")}
    while follower.read(limit=50):
        pass
    assert follower.positions == list(range(1, events + 1))
    assert len(exact) > WRITERS * ARTICLES_EACH
    assert {key: (claim["version"], claim["status"]) for key, claim in follower.state.items()} == {
        key: row[:2] for key, row in exact.items()
    }
    assert {key: claim["value"] for key, claim in follower.state.items()} == {
        key: row[2]["value"] for key, row in exact.items()
    }
    assert {status for _, status, _ in exact.values()} == {"current", "superseded"}
    assert follower.articles == {article["id"]: article for article in listed}
    assert len(listed) == WRITERS * ARTICLES_EACH * 2 / 3  # every third was erased
    assert {(article["state"], article["revision"]) for article in listed} == {("extracted", 2)}
    assert not relay.ended


def test_a_change_is_there_within_about_a_second_also_when_idle(api: Api, relay: Running) -> None:
    """A follower that waits is answered when something happens, not when its time is over."""
    follower = Follower(api)
    follower.read(start="latest")
    threading.Timer(0.5, lambda: api.client().submit("Something happened to 12 people.")).start()
    began = time.monotonic()
    assert follower.read(wait=15) == 1
    assert time.monotonic() - began < 10  # idle, it is a second
    assert not relay.ended


def test_erasing_an_article_leaves_a_tombstone_for_each_claim(api: Api, database: Database, relay: Running) -> None:
    """What a follower has kept goes, without the article's words in the feed."""
    own = WorkerDatabase(database.worker_url, "writer")
    with api.client() as client:
        article = client.request("POST", "/v1/articles", json={"text": TEXT.format(7), "language": "en"})["id"]
        _extract(own, database, article, 1, random.Random(1))  # noqa: S311 - nothing secret
        follower = Follower(api)
        while not follower.state:
            follower.read(wait=5)
        client.request("DELETE", f"/v1/articles/{article}")
        last = follower.cursor
        while follower.state:
            assert follower.read(wait=5)
        page = client.request("GET", "/v1/changes", params={"cursor": last})
    own.renew()
    assert {change["type"] for change in page["items"]} == {"claim.erased", "article.erased"}
    assert all(change["claim"] is None and change["article"] is None for change in page["items"])
    assert follower.articles == {}
    assert not relay.ended


def test_a_withdrawn_article_is_told_as_it_stands(api: Api, relay: Running) -> None:
    """Not only that something happened to it: a follower needs no second request."""
    follower = Follower(api)
    with api.client() as client:
        article = client.request("POST", "/v1/articles", json={"text": "12 people came.", "title": "Gone soon"})["id"]
        while not follower.articles:
            follower.read(wait=5)
        assert (follower.articles[article]["state"], follower.articles[article]["title"]) == ("queued", "Gone soon")
        client.request("POST", f"/v1/articles/{article}:withdraw")
        while follower.articles[article]["state"] != "withdrawn":
            assert follower.read(wait=5)
        assert follower.articles[article] == client.request("GET", f"/v1/articles/{article}")
    assert not relay.ended


def test_a_page_is_as_the_schema_says(followed: Site) -> None:
    """The listing is text joined to text; the schema defines it."""
    page = followed.request("GET", "/v1/changes?limit=2").json()
    assert ChangePage().validate(page) == {}
    assert [change["position"] for change in page["items"]] == [1, 2]
    assert page["more"] is True
    rest = followed.request("GET", f"/v1/changes?cursor={page['next']}").json()
    assert ([change["position"] for change in rest["items"]], rest["more"]) == ([3], False)
    end = followed.request("GET", f"/v1/changes?cursor={rest['next']}").json()
    assert (end["items"], end["more"], end["next"]) == ([], False, rest["next"])


def test_an_unchanged_page_is_not_sent_again(followed: Site) -> None:
    """304 by ETag."""
    first = followed.request("GET", "/v1/changes")
    again = followed.request("GET", "/v1/changes", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_the_latest_start_shows_nothing_of_the_past(followed: Site) -> None:
    """Only what comes after."""
    page = followed.request("GET", "/v1/changes?start=latest").json()
    assert (page["items"], page["more"]) == ([], False)


@pytest.mark.parametrize(
    "query", ["cursor=x", "cursor=", "wait=21", "wait=-1", "limit=0", "limit=201", "start=now", "since=1"]
)
def test_what_the_feed_does_not_know_is_refused(followed: Site, query: str) -> None:
    """A mistyped parameter must not look like an empty feed."""
    assert followed.request("GET", f"/v1/changes?{query}").status_code == 400


def test_a_cursor_of_another_workspace_is_refused(followed: Site) -> None:
    """Its place means nothing here."""
    cursor = followed.request("GET", "/v1/changes").json()["next"]
    theirs = followed.make_key("theirs", Scope.CLAIMS_READ)
    answer = followed.request("GET", f"/v1/changes?cursor={cursor}", key=theirs)
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/invalid-cursor")
    assert followed.request("GET", "/v1/changes", key=theirs).json()["items"] == []


def test_waiting_followers_leave_room_for_others(followed: Site) -> None:
    """More waiting requests than there are places: some are answered at once, and the API goes on."""
    cursor = followed.request("GET", "/v1/changes").json()["next"]
    waits: list[float] = []

    def follow() -> None:
        began = time.monotonic()
        followed.request("GET", f"/v1/changes?cursor={cursor}&wait=3")
        waits.append(time.monotonic() - began)

    threads = [threading.Thread(target=follow) for _ in range(24)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    began = time.monotonic()
    assert followed.request("GET", "/v1/claims").status_code == 200
    assert time.monotonic() - began < 2
    for thread in threads:
        thread.join()
    assert min(waits) < 2 < max(waits)
