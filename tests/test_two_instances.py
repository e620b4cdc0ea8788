"""Two APIs behind a balancer that sends each request to the other one: nobody can tell them from one."""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
import redis
import requests

from service import firstkey
from service.embedded.postgres import Postgres
from service.embedded.processes import Running
from service.embedded.programs import Addresses, Programs
from service.embedded.redis import free_port
from tests import databases
from tests.http import Api
from tests.service.test_progress import events
from tests.starting import Start, starter

QUOTA = 120
TEXT = "The bridge cost $2.9 billion and 500 people came to see it on 3 March 2026."


@dataclass(slots=True)
class Balancer:
    """Sends each request to the next instance."""

    key: str
    instances: list[tuple[Api, Running]]
    another: Callable[[], tuple[Api, Running]]
    turns: Iterator[int] = field(default_factory=count)

    def ask(self, method: str, path: str, *, key: str | None = None, **options: Any) -> requests.Response:
        """One request, to the instance whose turn it is."""
        api, _ = self.instances[next(self.turns) % len(self.instances)]
        headers = {"Authorization": f"Bearer {key or self.key}", **options.pop("headers", {})}
        return requests.request(method, api.url + path, headers=headers, timeout=40, **options)

    def everything(self, path: str, **query: Any) -> list[dict[str, Any]]:
        """All pages of a listing, each from the other instance."""
        rows: list[dict[str, Any]] = []
        while True:
            page = self.ask("GET", path, params=query).json()
            rows += page["items"]
            if page["next"] is None:
                return rows
            query["cursor"] = page["next"]


@pytest.fixture(scope="module")
def balancer(
    postgres_server: Postgres, template: str, redis_server_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Balancer]:
    """Two instances that count together, a relay and a worker."""
    with redis.Redis.from_url(redis_server_url) as client:
        client.flushall()
    with databases.clone(postgres_server, template) as database, starter() as start:
        key = firstkey.make(database.migrator_url, "tests", "tests").text
        addresses = Addresses(database.api_url, database.worker_url, database.migrator_url, redis_server_url)
        settings = {"RATE_LIMIT_REDIS_URL": redis_server_url, "RATE_LIMIT_KEY": str(QUOTA), "RATE_LIMIT_WORKSPACE": "0"}
        programs = Programs(addresses.environment({**os.environ, **settings}), tmp_path_factory.mktemp("two"))
        for program in (programs.relay(), programs.worker()):
            start(program)
        found = Balancer(key, [], lambda: _instance(programs, start, key))
        found.instances += [found.another(), found.another()]
        yield found


def _instance(programs: Programs, start: Start, key: str) -> tuple[Api, Running]:
    port = free_port()
    return Api(f"http://127.0.0.1:{port}", key), start(programs.api("127.0.0.1", port))


def test_one_service_behind_two_doors(balancer: Balancer) -> None:
    """An article, its way, its claims by pages, its review: each step at the other instance."""
    with ThreadPoolExecutor(1) as pool:
        follower = pool.submit(balancer.ask, "GET", "/v1/changes?start=latest")
        cursor = follower.result().json()["next"]
        waiting = pool.submit(balancer.ask, "GET", f"/v1/changes?cursor={cursor}&wait=20")
        article = balancer.ask("POST", "/v1/articles", json={"text": TEXT}).json()["id"]
        assert waiting.result().json()["items"][0]["articleId"] == article
    with balancer.ask("GET", f"/v1/articles/{article}/events", stream=True) as stream:
        assert [event["event"] for event in events(stream) if "event" in event][-1] == "article.extracted"

    claims = balancer.everything(f"/v1/articles/{article}/claims", limit=1)
    assert len(claims) >= 3
    assert claims == balancer.ask("GET", f"/v1/articles/{article}/claims").json()["items"]
    assert [change["type"] for change in _changes(balancer)].count("claim.created") == len(claims)

    tagged = balancer.ask("GET", f"/v1/claims/{claims[0]['id']}")
    again = balancer.ask("GET", f"/v1/claims/{claims[0]['id']}", headers={"If-None-Match": tagged.headers["ETag"]})
    assert again.status_code == 304
    lease = balancer.ask("POST", "/v1/review/leases", json={"reviewer": "Ana", "claimId": claims[0]["id"]}).json()
    taken = balancer.ask("POST", "/v1/review/leases", json={"reviewer": "Ben", "claimId": claims[0]["id"]})
    assert taken.status_code == 409
    call = {"reviewer": "Ana", "lease": lease["id"], "rating": "true"}
    assert balancer.ask("POST", f"/v1/claims/{claims[0]['id']}/verdicts", json=call).status_code == 201


def _changes(balancer: Balancer) -> list[dict[str, Any]]:
    """The feed from its beginning, two at a time, each page at the other instance; positions only grow."""
    changes: list[dict[str, Any]] = []
    asked: dict[str, Any] = {"limit": 2}
    while (page := balancer.ask("GET", "/v1/changes", params=asked).json())["items"]:
        changes += page["items"]
        asked["cursor"] = page["next"]
    positions = [change["position"] for change in changes]
    assert positions == sorted(set(positions))
    return changes


def test_a_request_that_is_sent_again_to_the_other_one_is_one(balancer: Balancer) -> None:
    """By its Idempotency-Key: after the answer, and twenty at once."""
    headers, body = {"Idempotency-Key": f"k-{uuid4()}"}, {"text": f"{TEXT} Once."}
    first, second = (balancer.ask("POST", "/v1/articles", json=body, headers=headers) for _ in range(2))
    assert (first.status_code, second.status_code, first.content) == (202, 202, second.content)
    assert second.headers["Idempotent-Replayed"] == "true"
    assert balancer.ask("POST", "/v1/articles", json={"text": "Other."}, headers=headers).status_code == 422
    headers = {"Idempotency-Key": f"k-{uuid4()}"}
    with ThreadPoolExecutor(20) as pool:
        sent = [
            pool.submit(balancer.ask, "POST", "/v1/articles", json={"text": f"{TEXT} Twice."}, headers=headers)
            for _ in range(20)
        ]
        answers = [one.result() for one in sent]
    assert {answer.status_code for answer in answers} <= {202, 409}
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 202}) == 1


def test_both_let_through_one_quota(balancer: Balancer) -> None:
    """Over both, at once, with what flows back meanwhile; a key that is revoked at one is refused by the other."""
    asked = {"name": "k", "scopes": ["claims:read"]}
    made = balancer.ask("POST", "/v1/keys", json=asked).json()
    began = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        sent = [pool.submit(balancer.ask, "GET", "/v1/claims", key=made["key"]) for _ in range(QUOTA + 60)]
        answers = Counter(one.result().status_code for one in sent)
    back = (time.monotonic() - began) * QUOTA / 60
    assert set(answers) == {200, 429}
    assert QUOTA <= answers[200] <= QUOTA + back + 1
    assert balancer.ask("DELETE", f"/v1/keys/{made['id']}").status_code == 200
    assert [balancer.ask("GET", "/v1/claims", key=made["key"]).status_code for _ in range(2)] == [401, 401]


def test_one_goes_on_when_the_other_dies(balancer: Balancer) -> None:
    """Killed; who sends again, with the same key, gets the one answer, and so does who asks its successor."""
    headers, body = {"Idempotency-Key": f"k-{uuid4()}"}, {"text": f"{TEXT} Again."}
    first = balancer.ask("POST", "/v1/articles", json=body, headers=headers)
    _, dying = balancer.instances.pop(next(balancer.turns) % 2)
    dying.clear_away()
    again = [balancer.ask("POST", "/v1/articles", json=body, headers=headers)]
    balancer.instances.append(balancer.another())
    again += [balancer.ask("POST", "/v1/articles", json=body, headers=headers) for _ in range(2)]
    assert [(answer.status_code, answer.content) for answer in again] == [(202, first.content)] * 3
