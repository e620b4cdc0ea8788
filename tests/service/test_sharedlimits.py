"""Buckets that several servers share in a real Redis, and each server's own when it is away, frozen or full."""

import os
import re
import signal
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import redis as redis_client

from service.embedded import redis
from service.embedded.ground import Ground
from service.embedded.processes import Running
from service.ratelimit import Meter, Policy
from service.sharedlimits import SharedMeter

PROJECT = Path(__file__).resolve().parents[2]
TEN = Policy("key", 10, 60)


def meter(url: str) -> SharedMeter:
    """One server's."""
    return SharedMeter(url, Meter(time.monotonic))


def passed(server: SharedMeter, owner: UUID, policy: Policy, times: int) -> int:
    """How many of so many requests pass."""
    return sum(server.take([(owner, policy)])[0].wait is None for _ in range(times))


@pytest.fixture
def stoppable(servers_ground: Ground, tmp_path: Path) -> Iterator[tuple[str, Running]]:
    """A Redis that this test may stop."""
    server, running = redis.start(servers_ground, tmp_path / "redis.log")
    yield server.url, running
    running.process.send_signal(signal.SIGCONT)
    running.stop()


def test_servers_let_through_exactly_the_quota_together(redis_url: str) -> None:
    """Forty at once over two servers; what is left is the same for both."""
    servers, owner = [meter(redis_url) for _ in range(2)], uuid4()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda number: servers[number % 2].take([(owner, TEN)])[0], range(40)))
    assert Counter(one.wait is None for one in found) == {True: 10, False: 30}
    assert sorted(one.remaining for one in found if one.wait is None) == list(range(10))
    assert {one.wait for one in found if one.wait is not None} <= {5, 6}
    assert passed(servers[0], uuid4(), TEN, 11) == 10  # another key's bucket is its own


def test_it_stands_as_in_a_server_of_its_own(redis_url: str) -> None:
    """The same standing, request by request, for buckets of two sizes; both are taken from, or neither."""
    wanted = [(uuid4(), TEN), (uuid4(), Policy("workspace", 7, 60))]
    shared, alone = meter(redis_url), Meter(lambda: 1000.0)
    for _ in range(9):
        pairs = zip(shared.take(wanted), alone.take(wanted), strict=True)
        assert all(
            (here.remaining, here.wait is None) == (there.remaining, there.wait is None) for here, there in pairs
        )
    assert [(one.remaining, one.wait is None) for one in shared.take(wanted)] == [(3, True), (0, False)]


def test_it_flows_back_and_nothing_is_left_behind(redis_url: str) -> None:
    """A bucket that is full again is no bucket; its key is gone."""
    server, owner, quick = meter(redis_url), uuid4(), Policy("key", 4, 1)
    assert passed(server, owner, quick, 4) == 4
    assert server.take([(owner, quick)])[0].wait == 1
    time.sleep(0.3)
    assert passed(server, owner, quick, 1) == 1
    with redis_client.Redis.from_url(redis_url) as client:
        assert len(client.keys("factclaims:rate:*")) == 1
        time.sleep(1.2)
        assert client.keys("factclaims:rate:*") == []


def test_without_redis_each_server_counts_by_itself() -> None:
    """At once and exactly, from the first request on."""
    began = time.monotonic()
    nowhere = f"redis://127.0.0.1:{redis.free_port()}/0"
    owner, servers = uuid4(), [meter(nowhere) for _ in range(2)]
    assert [passed(server, owner, TEN, 15) for server in servers] == [10, 10]
    assert time.monotonic() - began < 2


def test_a_frozen_redis_costs_a_moment_and_is_asked_again_later(
    stoppable: tuple[str, Running], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tenth of a second once, not for each request; when it is back, all count together again."""
    monkeypatch.setattr("service.sharedlimits._PAUSE", 1.0)
    url, running = stoppable
    servers, owner, many = [meter(url) for _ in range(2)], uuid4(), Policy("key", 1000, 3600)
    assert [server.take([(owner, many)])[0].remaining for server in servers] == [999, 998]
    os.kill(running.process.pid, signal.SIGSTOP)
    began = time.monotonic()
    assert [server.take([(owner, many)])[0].remaining for server in servers for _ in range(50)] == [
        *range(999, 949, -1)
    ] * 2
    assert time.monotonic() - began < 1
    os.kill(running.process.pid, signal.SIGCONT)
    time.sleep(1.1)
    # What was asked for while it was frozen may have been counted there afterwards, or not: it is one of each.
    assert [server.take([(owner, many)])[0].remaining for server in servers] in ([997, 996], [996, 995], [995, 994])


def test_a_full_redis_refuses_nobody(stoppable: tuple[str, Running]) -> None:
    """It takes nothing in any more; the servers go on by themselves."""
    url, _ = stoppable
    with redis_client.Redis.from_url(url) as client:
        client.config_set("maxmemory", "1mb")
    server, owner = meter(url), uuid4()
    assert passed(server, owner, TEN, 15) == 10


def test_the_documented_account_is_enough(redis_url: str) -> None:
    """It may use the buckets and nothing else of the queue's Redis."""
    rights = re.search(r"`(~factclaims:rate:.*?)`", (PROJECT / "docs/operations.md").read_text(encoding="utf-8"))
    assert rights is not None
    with redis_client.Redis.from_url(redis_url) as client:
        client.execute_command("ACL", "SETUSER", "counter", "on", ">c", *rights[1].split())
        client.set("a-queue", "a message")
        url = f"redis://counter:c@{redis_url.partition('@')[2]}"
        try:
            owner, servers = uuid4(), [meter(url) for _ in range(2)]
            assert [server.take([(owner, TEN)])[0].remaining for server in servers] == [9, 8]
            with redis_client.Redis.from_url(url) as counter, pytest.raises(redis_client.exceptions.NoPermissionError):
                counter.get("a-queue")
        finally:
            client.acl_deluser("counter")
            client.delete("a-queue")
