"""Relay, Redis and Celery workers as they run anywhere, killed where it hurts."""

import json
import os
import signal
import time
from dataclasses import replace
from pathlib import Path

from service.embedded import redis
from service.embedded.ground import Ground
from service.embedded.processes import Program
from service.embedded.programs import Programs
from tests.starting import Start
from tests.workers.moods import HUNGRY, KILLS, RAISES, SLOW
from tests.workers.rows import CLAIMS, TEXT, Queue


def short_leases(program: Program, name: str = "") -> Program:
    """The program with leases of two seconds and the engine that kills, raises and sleeps."""
    arguments = tuple(word.replace("workers.app:app", "tests.workers.deadly:app") for word in program.arguments)
    log = program.log.with_name(name + program.log.name)
    return replace(program, arguments=arguments, environment={**program.environment, "LEASE_SECONDS": "2"}, log=log)


def lines(log: Path) -> list[dict[str, object]]:
    """The log's JSON lines; Celery's banner is none."""
    return [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]


def test_a_worker_killed_at_its_work_costs_a_lease(queue: Queue, programs: Programs, start: Start) -> None:
    """SIGKILL in the middle of an extraction: the lease ends, another worker does it, once."""
    start(short_leases(programs.relay()))
    first = start(short_leases(programs.worker(), "first-"))
    revision = queue.add(SLOW + "It cost 3 million dollars.")
    queue.wait(revision, "running")
    os.killpg(first.process.pid, signal.SIGKILL)
    start(short_leases(programs.worker(), "second-"))
    row = queue.wait(revision)
    assert row.state == "extracted"
    assert row.attempts >= 2
    assert queue.events(revision) == {"article.extracted": 1, "claim.created": row.claims}


def test_a_poisonous_article_does_not_stop_the_queue(queue: Queue, programs: Programs, start: Start) -> None:
    """It fails after five attempts and says why; the articles around it are read."""
    start(short_leases(programs.relay()))
    start(short_leases(programs.worker()))
    poison, healthy = queue.add(KILLS), [queue.add() for _ in range(5)]
    for revision in healthy:
        assert queue.wait(revision).claims == CLAIMS
    row = queue.wait(poison, seconds=60)
    assert (row.state, row.attempts, row.claims) == ("failed", 5, 0)
    assert "stopped five times" in str(row.problem)
    after = queue.add()
    assert queue.wait(after).state == "extracted"


def test_a_hungry_article_fails_and_not_the_machine(queue: Queue, programs: Programs, start: Start) -> None:
    """Beyond WORKER_MEMORY_MB an extraction ends with an error that is told; the worker goes on."""
    start(short_leases(programs.relay()))
    worker = start(short_leases(programs.worker()))
    hungry = queue.add(HUNGRY)
    end = time.monotonic() + 30
    while "MemoryError" not in str(queue.row(hungry).problem):
        assert time.monotonic() < end
        time.sleep(0.1)
    assert queue.wait(queue.add()).claims == CLAIMS
    assert "exited prematurely" not in worker.program.log.read_text()


def test_work_accepted_without_redis_is_done_when_it_returns(
    queue: Queue, programs: Programs, start: Start, servers_ground: Ground, tmp_path: Path
) -> None:
    """The bell is away, the rows wait."""
    log, port = tmp_path / "own-redis.log", redis.free_port()
    own = redis.prepare(servers_ground, log, redis.find_binary(servers_ground), port)
    programs = replace(programs, environment={**programs.environment, "REDIS_URL": own.url})
    relay = start(programs.relay())
    start(programs.worker())
    revision = queue.add()
    time.sleep(3)
    assert queue.row(revision).state == "queued"
    assert not relay.ended
    running = own.start()
    try:
        assert queue.wait(revision).claims == CLAIMS
    finally:
        running.stop()
    troubles = [line for line in lines(relay.program.log) if line["event"] == "queue-unavailable"]
    assert len(troubles) == 1  # said once, not every second


def test_work_in_a_redis_that_forgets_is_done(
    queue: Queue, programs: Programs, start: Start, servers_ground: Ground, tmp_path: Path
) -> None:
    """Messages that die with Redis are rung for again."""
    binary, port = redis.find_binary(servers_ground), redis.free_port()
    own = redis.prepare(servers_ground, tmp_path / "own-redis.log", binary, port)
    programs = replace(programs, environment={**programs.environment, "REDIS_URL": own.url})
    running = own.start()
    start(programs.relay())
    revisions = [queue.add() for _ in range(3)]
    while queue.one("SELECT count(*) FROM revisions WHERE publishes > 0") < 3:
        time.sleep(0.05)
    os.kill(running.process.pid, signal.SIGKILL)
    running.clear_away()
    # Rung for so often that the next bell would be beyond this test's patience; the empty queue calls them back.
    queue.connection.execute("UPDATE revisions SET publishes = 4, next_publish_at = now() + interval '55 s'")
    again = own.start()
    try:
        start(programs.worker())
        for revision in revisions:
            assert queue.wait(revision).claims == CLAIMS
    finally:
        again.stop()


def test_a_worker_that_could_not_acknowledge_hears_again(
    queue: Queue, programs: Programs, start: Start, servers_ground: Ground, tmp_path: Path
) -> None:
    """Redis dies while a text is read and is away when it is done: the worker must not hold the message for ever."""
    own = redis.prepare(servers_ground, tmp_path / "r.log", redis.find_binary(servers_ground), redis.free_port())
    programs = replace(programs, environment={**programs.environment, "REDIS_URL": own.url})
    running = own.start()
    start(short_leases(programs.relay()))
    worker = start(short_leases(programs.worker()))
    slow = queue.add(SLOW + TEXT)
    queue.wait(slow, "running")
    running.clear_away()
    end = time.monotonic() + 20
    while "Couldn't ack" not in worker.program.log.read_text():
        assert time.monotonic() < end
        time.sleep(0.05)
    again = own.start()
    try:
        assert queue.wait(queue.add()).claims == CLAIMS
        assert queue.wait(slow).attempts == 1
    finally:
        again.stop()


def test_a_killed_relay_is_followed_by_the_waiting_one(queue: Queue, programs: Programs, start: Start) -> None:
    """Two relays may run; one rings."""
    first = start(short_leases(programs.relay(), "first-"))
    start(programs.worker())
    assert queue.wait(queue.add()).state == "extracted"
    second = start(short_leases(programs.relay(), "second-"))
    assert queue.wait(queue.add()).state == "extracted"
    assert "leading" not in second.program.log.read_text()
    os.kill(first.process.pid, signal.SIGKILL)
    assert queue.wait(queue.add()).state == "extracted"


def test_the_request_id_is_in_the_logs_of_relay_and_worker(queue: Queue, programs: Programs, start: Start) -> None:
    """One grep follows an article; a failure carries it too, and never the text."""
    relay, worker = start(short_leases(programs.relay())), start(short_leases(programs.worker()))
    queue.wait(queue.add(TEXT, request_id="follow-me"))
    queue.wait(queue.add(RAISES, request_id="follow-the-broken"), "queued")
    end = time.monotonic() + 20
    while "extraction-failed" not in worker.program.log.read_text():
        assert time.monotonic() < end
        time.sleep(0.1)
    said = {(line["event"], line.get("request_id")) for line in lines(relay.program.log) + lines(worker.program.log)}
    assert {("rang", "follow-me"), ("extracted", "follow-me"), ("extraction-failed", "follow-the-broken")} <= said
    assert "120億円" not in worker.program.log.read_text()


def test_relay_and_worker_end_when_asked(queue: Queue, programs: Programs, start: Start) -> None:
    """SIGTERM: the relay at once, the worker after what it works on."""
    relay, worker = start(short_leases(programs.relay())), start(short_leases(programs.worker()))
    revision = queue.add(SLOW + "It cost 3 million dollars.")
    queue.wait(revision, "running")
    began = time.monotonic()
    relay.ask_to_stop()
    assert relay.process.wait(5) == 0
    assert time.monotonic() - began < 1
    worker.ask_to_stop()
    worker.process.wait(20)
    assert queue.row(revision).state == "extracted"


def test_relay_and_workers_show_that_they_live(queue: Queue, programs: Programs, start: Start) -> None:
    """A row each, which /metrics turns into seconds of silence."""
    start(programs.relay())
    start(programs.worker())
    end = time.monotonic() + 20
    while queue.connection.execute("SELECT role FROM heartbeats ORDER BY role").fetchall() != [("relay",), ("worker",)]:
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_missing_setting_is_said(programs: Programs, start: Start) -> None:
    """Which one, in the last line."""
    environment = {name: value for name, value in programs.environment.items() if name != "REDIS_URL"}
    relay = start(replace(programs, environment=environment).relay())
    assert relay.process.wait(20) != 0
    assert "REDIS_URL is not set" in relay.last_words()
