"""The relay ends at each numbered step; the next one goes on, and every revision is extracted exactly once."""

import sys
from dataclasses import replace

import pytest
import redis

from schemas.tasks import EXTRACT_QUEUE
from service.embedded.programs import Programs
from tests.starting import Start
from tests.workers import relaying
from tests.workers.rows import CLAIMS, Queue


@pytest.mark.parametrize(("step", "taken", "rung"), [("placed", 0, 0), ("taken", 3, 0), ("rung", 3, 1)])
def test_a_relay_may_end_at_any_step(  # noqa: PLR0913, PLR0917 - the fixtures, and a table's columns
    queue: Queue, programs: Programs, redis_url: str, start: Start, step: str, taken: int, rung: int
) -> None:
    """What it has put off is rung for by the next one, what it has rung for is not done twice; positions have no hole."""
    revisions = [queue.add() for _ in range(3)]
    queue.connection.execute("INSERT INTO events (workspace_id, type) SELECT id, 'article.accepted' FROM workspaces")
    relay = programs.relay()
    dying = start(replace(relay, arguments=(sys.executable, str(relaying.__file__), step)))
    assert dying.process.wait(30) == relaying.DIED
    assert queue.one("SELECT position FROM events") == 1
    assert queue.one("SELECT count(*) FROM revisions WHERE publishes > 0") == taken
    with redis.Redis.from_url(redis_url) as client:
        assert client.llen(EXTRACT_QUEUE) == rung
    # Beyond this test's patience, were they not called back when the queue is empty.
    queue.connection.execute("UPDATE revisions SET next_publish_at = now() + interval '55 s' WHERE publishes > 0")
    for program in (relay, programs.worker()):
        start(program)
    for revision in revisions:
        row = queue.wait(revision)
        assert (row.state, row.attempts, row.claims) == ("extracted", 1, CLAIMS)
        assert queue.events(revision) == {"article.extracted": 1, "claim.created": CLAIMS}
    queue.wait_for("SELECT count(*) = 0 FROM events WHERE position IS NULL")
    positions = queue.connection.execute("SELECT position FROM events ORDER BY id").fetchall()
    assert positions == [(place,) for place in range(1, 2 + 3 * (1 + CLAIMS))]
