# ruff: noqa: S608 -- the names come from this file
"""Deliveries in the database: fan-out, attempts, pauses, endings; each against a real endpoint."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from standardwebhooks import Webhook

from schemas.sealing import Seal, make_key
from tests.databases import Database
from tests.webhooks import KEY, Receiver, receiver
from tests.workers import delivering
from tests.workers.rows import Queue
from workers import store_deliveries, store_events
from workers.database import Database as WorkerDatabase
from workers.deliver import Courier
from workers.webhooks import Poster

SECRET = b"s" * 32
SHORT = (60.0, 120.0)


@dataclass(frozen=True, slots=True)
class Post:
    """An endpoint, its deliveries, and the courier that works on them."""

    queue: Queue
    database: WorkerDatabase
    courier: Courier
    receiver: Receiver
    workspace: UUID

    def endpoint(self, url: str | None = None, **columns: Any) -> UUID:
        """Register an endpoint."""
        values: dict[str, Any] = {
            "url": url or self.receiver.url,
            "events": ["claim.created", "claim.erased", "article.extracted"],
        }
        values |= {"workspace_id": self.workspace, "secret": Seal([KEY]).close(SECRET), **columns}
        names, places = ", ".join(values), ", ".join("%s" for _ in values)
        found: UUID = self.queue.one(
            f"INSERT INTO webhooks ({names}) VALUES ({places}) RETURNING id",
            *values.values(),
        )
        return found

    def happen(self, kind: str = "claim.created", **ids: Any) -> None:
        """Write an event and let the relay put it in order."""
        values: dict[str, Any] = {"workspace_id": self.workspace, "type": kind, **ids}
        names, places = ", ".join(values), ", ".join("%s" for _ in values)
        self.queue.connection.execute(f"INSERT INTO events ({names}) VALUES ({places})", list(values.values()))
        self.place()

    def place(self) -> None:
        """One turn of the relay."""
        with self.database.transaction() as db:
            store_events.lock_positions(db)
            store_events.place(db, 100)

    def due(self) -> list[UUID]:
        """What the relay would ring for now."""
        return [row.id for row in store_deliveries.take_due(self.database.connection(), 100)]

    def deliver(self) -> int:
        """Ring and deliver once; how many were due."""
        due = self.due()
        for delivery in due:
            self.courier.run(delivery)
        return len(due)

    def later(self) -> None:
        """Let the time of all waiting come."""
        self.queue.connection.execute(
            "UPDATE deliveries SET due_at = now(), next_publish_at = now() WHERE state = 'queued'"
        )
        self.queue.connection.execute("UPDATE webhooks SET paused_until = NULL")

    def states(self) -> list[tuple[str, int]]:
        """State and attempts of all deliveries, oldest first."""
        return self.queue.connection.execute("SELECT state, attempts FROM deliveries ORDER BY id").fetchall()


@pytest.fixture
def post(queue: Queue, worker_database: WorkerDatabase) -> Iterator[Post]:
    """A workspace with an endpoint that listens, not yet registered."""
    workspace = queue.one("INSERT INTO workspaces (name) VALUES ('w') RETURNING id")
    poster = Poster(loopback=True, seconds=1)
    with receiver() as running:
        yield Post(queue, worker_database, Courier(worker_database, Seal([KEY]), poster, SHORT), running, workspace)


def test_an_event_is_delivered_once_to_each_endpoint_that_wants_it(post: Post) -> None:
    """Made in the transaction that gave it its position; a second turn of the relay makes nothing."""
    post.endpoint()
    post.endpoint(post.receiver.url + "/2")
    post.endpoint(events=["verdict.published"])
    post.endpoint(enabled=False, disabled_reason="owner")
    post.happen()
    post.place()
    assert post.deliver() == 2
    assert post.states() == [("delivered", 1)] * 2
    assert sorted(got.path for got in post.receiver.got) == ["/hook", "/hook/2"]
    assert len({got.headers["webhook-id"] for got in post.receiver.got}) == 2
    for got in post.receiver.got:
        assert Webhook(SECRET).verify(got.body, got.headers)["type"] == "claim.created"
    assert post.deliver() == 0


def test_another_workspace_hears_nothing(post: Post) -> None:
    """Fan-out crosses no border."""
    theirs = post.queue.one("INSERT INTO workspaces (name) VALUES ('theirs') RETURNING id")
    post.endpoint(workspace_id=theirs)
    post.happen()
    assert post.states() == []


@pytest.mark.parametrize(
    ("filters", "heard"),
    [
        ({"kinds": ["amount"]}, True),
        ({"kinds": ["date"]}, False),
        ({"languages": ["ja", "en"]}, True),
        ({"languages": ["de"]}, False),
        ({"min_worthiness": 100}, True),
        ({"min_worthiness": 999}, False),
        ({"publishers": ["Herald"]}, True),
        ({"publishers": ["Times"]}, False),
    ],
    ids=str,
)
def test_a_filter_asks_about_the_claim(post: Post, filters: dict[str, Any], heard: bool) -> None:  # noqa: FBT001 - a table's column
    """And about the article's publisher."""
    post.endpoint(**filters)
    revision, claim = _claim(post)
    post.happen(revision_id=revision, claim_id=claim)
    assert bool(post.states()) is heard


def test_what_was_erased_passes_every_filter(post: Post) -> None:
    """Who has kept the claim must hear that it is gone."""
    post.endpoint(kinds=["date"], publishers=["Times"], min_worthiness=999)
    post.happen("claim.erased", claim_id=UUID(int=1))
    assert post.deliver() == 1
    assert post.receiver.got[0].data["data"]["claim"] is None


def test_a_message_holds_the_claim_as_the_api_shows_it(post: Post) -> None:
    """So a receiver need not ask again."""
    post.endpoint()
    revision, claim = _claim(post)
    post.happen(revision_id=revision, claim_id=claim, article_id=post.queue.article_of(revision), claim_version=1)
    post.deliver()
    told = post.receiver.got[0].data["data"]
    assert (told["position"], told["claimId"], told["claim"]["id"]) == (1, str(claim), str(claim))
    assert (told["claim"]["kind"], told["claim"]["status"]) == ("amount", "current")


def test_a_failure_is_tried_again_under_the_same_id_later(post: Post) -> None:
    """Not before its time, whoever rings; and every attempt is written down."""
    post.endpoint()
    post.receiver.moods += ["500", "stall", "200"]
    post.happen()
    assert post.deliver() == 1
    assert post.states() == [("queued", 1)]
    delivery = post.queue.one("SELECT id FROM deliveries")
    post.courier.run(delivery)
    assert post.states() == [("queued", 1)]
    assert post.due() == []
    assert post.queue.one("SELECT due_at BETWEEN now() + interval '55 s' AND now() + interval '70 s' FROM deliveries")
    post.later()
    assert post.deliver() == 1
    assert post.queue.one("SELECT due_at BETWEEN now() + interval '110 s' AND now() + interval '140 s' FROM deliveries")
    post.later()
    assert post.deliver() == 1
    assert post.states() == [("delivered", 3)]
    assert len({got.headers["webhook-id"] for got in post.receiver.got}) == 1
    log = post.queue.connection.execute("SELECT response_status, problem FROM delivery_attempts ORDER BY id").fetchall()
    assert log == [(500, "The endpoint answered 500."), (None, "The endpoint did not answer in time."), (200, None)]


def test_after_the_last_attempt_it_has_failed(post: Post) -> None:
    """Visibly; nothing more is sent."""
    post.endpoint()
    post.receiver.moods += ["500", "302 Location: http://127.0.0.1:1/", "404", "200"]
    post.happen()
    for _ in range(5):
        post.deliver()
        post.later()
    assert post.states() == [("failed", 3)]
    assert post.queue.one("SELECT problem FROM deliveries") == "The endpoint answered 404."
    assert len(post.receiver.got) == 3


def test_gone_disables_the_endpoint(post: Post) -> None:
    """410: nothing more is sent, and nothing more is queued."""
    endpoint = post.endpoint()
    post.receiver.moods.append("410")
    post.happen()
    post.happen()
    first, second = sorted(post.due())
    post.courier.run(first)
    post.courier.run(second)
    post.happen()
    post.later()
    assert post.deliver() == 0
    assert [state for state, _ in post.states()] == ["failed", "queued"]
    assert post.queue.one("SELECT disabled_reason FROM webhooks WHERE id = %s", endpoint) == "gone"
    assert len(post.receiver.got) == 1


@pytest.mark.parametrize("status", ["429", "503"])
def test_retry_after_holds_for_all_of_the_endpoint(post: Post, status: str) -> None:
    """Not only for the message that was refused."""
    post.endpoint()
    post.receiver.moods.append(f"{status} Retry-After: 3000")
    post.happen()
    post.happen()
    first, second = post.due()
    post.courier.run(first)
    post.courier.run(second)
    post.happen()
    assert (post.due(), len(post.receiver.got)) == ([], 1)
    assert post.queue.one("SELECT paused_until > now() + interval '2990 s' FROM webhooks")
    assert post.queue.one("SELECT due_at > now() + interval '2990 s' FROM deliveries WHERE attempts = 1")


def test_a_failing_endpoint_is_tried_with_one_message(post: Post) -> None:
    """A dead endpoint costs a little time now and then; when it lives again, everything comes."""
    post.endpoint()
    for _ in range(5):
        post.happen()
    post.receiver.moods.append("500")
    for delivery in post.due():
        post.courier.run(delivery)
    assert len(post.receiver.got) == 1
    post.later()
    assert post.deliver() == 1
    post.later()
    assert post.deliver() == 4
    assert {state for state, _ in post.states()} == {"delivered"}
    assert post.queue.one(
        "SELECT (failures, failing_since, paused_until) IS NOT DISTINCT FROM (0, NULL, NULL) FROM webhooks"
    )


def test_an_endpoint_that_fails_for_five_days_is_disabled(post: Post) -> None:
    """Nobody seems to look after it."""
    post.endpoint(failing_since="2026-01-01", failures=9)
    post.receiver.moods.append("500")
    post.happen()
    post.deliver()
    assert post.queue.one("SELECT disabled_reason FROM webhooks") == "failing"


def test_two_couriers_send_a_message_once(post: Post, database: Database) -> None:
    """Whoever is first holds it."""
    post.endpoint()
    post.happen()
    (delivery,) = post.due()
    own = [WorkerDatabase(database.worker_url, "courier") for _ in range(4)]
    couriers = [Courier(each, Seal([KEY]), Poster(loopback=True)) for each in own]
    threads = [threading.Thread(target=courier.run, args=(delivery,)) for courier in couriers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for each in own:
        each.renew()
    assert len(post.receiver.got) == 1


@pytest.mark.parametrize(("step", "sent"), [("held", 0), ("posted", 1)])
def test_a_courier_that_dies_leaves_a_lease_that_ends(post: Post, database: Database, step: str, sent: int) -> None:
    """What was posted and not written down is sent again under the same id: at least once."""
    post.endpoint()
    post.happen()
    (delivery,) = post.due()
    died = subprocess.run(
        [sys.executable, delivering.__file__, database.worker_url, str(delivery), KEY, step], check=False, timeout=60
    )
    assert died.returncode == delivering.DIED
    assert len(post.receiver.got) == sent
    assert store_deliveries.release_ended(post.database.connection()) == 0
    post.queue.connection.execute("UPDATE deliveries SET leased_until = now() - interval '1 s'")
    assert store_deliveries.release_ended(post.database.connection()) == 1
    assert post.deliver() == 1
    assert post.states() == [("delivered", 2)]
    assert len({got.headers["webhook-id"] for got in post.receiver.got}) == 1


def test_a_courier_that_wakes_late_writes_nothing(post: Post) -> None:
    """Its lease has ended and somebody else has the delivery."""
    post.endpoint()
    post.happen()
    (delivery,) = post.due()

    def lose(step: str) -> None:
        if step == "posted":
            post.queue.connection.execute("UPDATE deliveries SET lease_token = gen_random_uuid()")

    Courier(post.database, Seal([KEY]), Poster(loopback=True), reached=lose).run(delivery)
    assert post.states() == [("running", 1)]
    assert post.queue.one("SELECT count(*) FROM delivery_attempts") == 0


def test_a_secret_that_cannot_be_opened_sends_nothing(post: Post) -> None:
    """Its key was taken out of WEBHOOK_KEYS; it is said, and comes right when the key is back."""
    post.endpoint(secret=Seal([make_key()]).close(SECRET))
    post.happen()
    post.deliver()
    assert post.receiver.got == []
    assert "sealed" in post.queue.one("SELECT problem FROM deliveries")


def test_two_live_secrets_sign_until_the_old_one_ends(post: Post) -> None:
    """The row says until when."""
    old = Seal([KEY]).close(b"o" * 32)
    post.endpoint(previous_secret=old, previous_until="2999-01-01")
    post.endpoint(previous_secret=old, previous_until="2020-01-01")
    post.happen()
    post.deliver()
    signatures = sorted(len(got.headers["webhook-signature"].split(" ")) for got in post.receiver.got)
    assert signatures == [1, 2]


def test_what_ended_long_ago_is_forgotten(post: Post) -> None:
    """Thirty days later."""
    post.endpoint()
    post.happen()
    post.happen()
    post.deliver()
    post.queue.connection.execute(
        "UPDATE deliveries SET finished_at = now() - interval '31 days' WHERE id = (SELECT min(id::text)::uuid FROM deliveries)"
    )
    assert store_deliveries.forget_old(post.database.connection()) == 1
    assert len(post.states()) == 1


def _claim(post: Post) -> tuple[UUID, UUID]:
    """A revision of the Herald with a claim: an amount in English."""
    revision = post.queue.add("It cost 3 dollars.")
    post.queue.connection.execute("UPDATE revisions SET publisher = 'Herald' WHERE id = %s", [revision])
    claim: UUID = post.queue.one(
        "INSERT INTO claims (workspace_id, article_id, revision_id, revision_number, extractor_version, kind,"
        " value_type, quote_start, quote_end, language, worthiness, document) SELECT workspace_id, article_id, id, 1,"
        " 'v', 'amount', 'Money', 0, 1, 'en', 500, %s FROM revisions WHERE id = %s RETURNING id",
        json.dumps({"text": "It cost 3 dollars."}),
        revision,
    )
    return revision, claim
