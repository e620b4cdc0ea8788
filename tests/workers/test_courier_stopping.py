"""SIGTERM to a courier in the middle of its round: what an endpoint is about to answer is waited for and written down."""

import time

import pytest

from service.embedded.programs import Programs
from tests.starting import Start
from tests.workers.postoffice import PostOffice

GRACE = 30  # compose.yaml's
MESSAGES = 120


@pytest.mark.parametrize("answer", ["slow", "slow 503"])
def test_a_courier_under_load_ends_what_it_has_begun(
    post: PostOffice, programs: Programs, start: Start, answer: str
) -> None:
    """Two endpoints think for two seconds; another courier does the rest, and nobody hears anything twice."""
    post.endpoint()
    start(programs.relay())
    courier = start(programs.courier(processes=2))
    for _ in range(MESSAGES):
        post.queue.connection.execute(
            "INSERT INTO events (workspace_id, type) VALUES (%s, 'claim.created')", [post.workspace]
        )
    post.receiver.wait(MESSAGES // 10)
    post.receiver.moods += [answer] * 2
    while post.receiver.moods:  # both are under way now
        time.sleep(0.005)
    courier.ask_to_stop()
    assert courier.process.wait(GRACE) == 0

    answered = len(post.receiver.got)
    refused = 2 if answer.endswith("503") else 0
    ended = dict(post.queue.connection.execute("SELECT state, count(*) FROM deliveries GROUP BY state").fetchall())
    assert ended.pop("delivered") == answered - refused
    assert ended == {"queued": MESSAGES - answered + refused}
    assert post.queue.one("SELECT count(*) FROM delivery_attempts") == answered

    post.later()
    start(programs.courier())
    post.receiver.wait(MESSAGES + refused, seconds=60)
    post.queue.wait_for("SELECT count(*) = %s FROM deliveries WHERE state = 'delivered'", MESSAGES)
    heard = [message.headers["webhook-id"] for message in post.receiver.got]
    assert (len(heard), len(set(heard))) == (MESSAGES + refused, MESSAGES)
