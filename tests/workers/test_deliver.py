"""Deliveries in the database: attempts, pauses, endings; each against a real endpoint."""

import subprocess
import sys
import threading

import pytest

from schemas.sealing import Seal, make_key
from tests.databases import Database
from tests.webhooks import KEY
from tests.workers import delivering
from tests.workers.postoffice import SECRET, PostOffice
from workers import store_deliveries
from workers.database import Database as WorkerDatabase
from workers.deliver import Courier
from workers.webhooks import Poster


def test_a_failure_is_tried_again_under_the_same_id_later(post: PostOffice) -> None:
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


def test_after_the_last_attempt_it_has_failed(post: PostOffice) -> None:
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


def test_gone_disables_the_endpoint(post: PostOffice) -> None:
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
def test_retry_after_holds_for_all_of_the_endpoint(post: PostOffice, status: str) -> None:
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


def test_a_failing_endpoint_is_tried_with_one_message(post: PostOffice) -> None:
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


def test_a_message_that_no_courier_heard_of_is_called_back(post: PostOffice) -> None:
    """When the queue is empty; one that waits after a failure is left alone."""
    post.endpoint()
    post.endpoint(post.receiver.url + "/2")
    post.happen()
    post.receiver.moods.append("500")
    failed, unheard = post.due()
    post.courier.run(failed)
    assert post.due() == []
    store_deliveries.recall(post.database.connection())
    assert post.due() == [unheard]


def test_an_endpoint_that_fails_for_five_days_is_disabled(post: PostOffice) -> None:
    """Nobody seems to look after it."""
    post.endpoint(failing_since="2026-01-01", failures=9)
    post.receiver.moods.append("500")
    post.happen()
    post.deliver()
    assert post.queue.one("SELECT disabled_reason FROM webhooks") == "failing"


def test_two_couriers_send_a_message_once(post: PostOffice, database: Database) -> None:
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
def test_a_courier_that_dies_leaves_a_lease_that_ends(
    post: PostOffice, database: Database, step: str, sent: int
) -> None:
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


def test_a_courier_that_wakes_late_writes_nothing(post: PostOffice) -> None:
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


def test_a_secret_that_cannot_be_opened_sends_nothing(post: PostOffice) -> None:
    """Its key was taken out of WEBHOOK_KEYS; it is said, and comes right when the key is back."""
    post.endpoint(secret=Seal([make_key()]).close(SECRET))
    post.happen()
    post.deliver()
    assert post.receiver.got == []
    assert "sealed" in post.queue.one("SELECT problem FROM deliveries")


def test_two_live_secrets_sign_until_the_old_one_ends(post: PostOffice) -> None:
    """The row says until when."""
    old = Seal([KEY]).close(b"o" * 32)
    post.endpoint(previous_secret=old, previous_until="2999-01-01")
    post.endpoint(previous_secret=old, previous_until="2020-01-01")
    post.happen()
    post.deliver()
    signatures = sorted(len(got.headers["webhook-signature"].split(" ")) for got in post.receiver.got)
    assert signatures == [1, 2]
