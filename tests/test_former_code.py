"""Yesterday's code on today's database: its own processes, run out of history, alone and beside today's.

Where the history is missing, tests/schemas/test_migration_steps.py still compares the two catalogues.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
import requests

from schemas import migrate
from service import firstkey
from service.client import Client, Refused
from service.embedded.programs import Programs
from service.embedded.redis import free_port
from tests import former
from tests.databases import Database
from tests.starting import Start
from tests.webhooks import Receiver, receiver

TEXT = "The bridge cost $2.9 billion and 500 people came to see it on 3 March 2026."
BEFORE, NOW = migrate.revisions()[-2:]
OLD, NEW = "old", "new"


@dataclass(frozen=True, slots=True)
class Fleet:
    """Starts processes of either age on a database of today."""

    folders: dict[str, Path]
    programs: Programs
    start: Start
    key: str

    def api(self, age: str) -> Client:
        """The API of that age."""
        port = free_port()
        program = replace(self.programs.api("127.0.0.1", port), folder=self.folders[age])
        self.start(program)
        return Client(f"http://127.0.0.1:{port}", self.key)

    def run(self, age: str, *names: str) -> None:
        """Relay, worker or courier of that age."""
        for name in names:
            self.start(replace(getattr(self.programs, name)(), folder=self.folders[age]))


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Where the code of each age is."""
    return {OLD: former.export(tmp_path_factory.mktemp("yesterday")), NEW: former.PROJECT}


@pytest.fixture
def fleet(folders: dict[str, Path], programs: Programs, database: Database, start: Start) -> Fleet:
    """Both ages, and a key for them."""
    return Fleet(folders, programs, start, firstkey.make(database.migrator_url, "tests", "tests").text)


@pytest.fixture
def endpoint() -> Iterator[Receiver]:
    """An endpoint on this machine."""
    with receiver() as running:
        yield running


def test_yesterdays_code_is_what_runs(fleet: Fleet) -> None:
    """It asks for the step before, and is ready on the newest: a rollout begins with the database."""
    ready = requests.get(f"{fleet.api(OLD).url}/readyz", timeout=5)
    assert (ready.status_code, ready.json()["migration"]) == (200, {"current": NOW, "needed": BEFORE})


@pytest.mark.parametrize("worker", [OLD, NEW])
def test_all_work_is_done_whatever_the_age_of_who_does_it(fleet: Fleet, endpoint: Receiver, worker: str) -> None:
    """Intake and erasure by yesterday's API, review by today's; between them workers of one age and the other."""
    fleet.run(worker, "worker", "courier")
    fleet.run(OLD, "relay")
    with fleet.api(OLD) as old, fleet.api(NEW) as new:
        old.request("POST", "/v1/webhooks", json={"url": endpoint.url, "events": ["verdict.published"]})
        for sender, desk in ((old, new), (new, old)):
            article = _extracted(sender)
            claim = _published(desk, article)
            seen = [one.request("GET", f"/v1/claims/{claim}") for one in (old, new)]
            assert [one["review"]["state"] for one in seen] == ["published"] * 2
            assert seen[0] == seen[1]
            sender.request("DELETE", f"/v1/articles/{article}")
            with pytest.raises(Refused, match="410"):
                desk.article(article)
        told = endpoint.wait(2)
        assert {message.data["type"] for message in told} == {"verdict.published"}
        assert _kinds(old) == _kinds(new)


def test_a_step_that_takes_something_away_is_seen(fleet: Fleet, database: Database) -> None:
    """The negative: yesterday's code stumbles over a column that has another name."""
    with fleet.api(OLD) as old:
        assert list(old.pages("/v1/claims", {})) == []
        with psycopg.connect(database.migrator_url) as db:
            db.execute("ALTER TABLE claims RENAME COLUMN worthiness TO weight")
        with pytest.raises(Refused, match="500"):
            list(old.pages("/v1/claims", {}))


def _extracted(client: Client) -> str:
    """An article that has come to its claims; its id."""
    sent = client.submit(f"{TEXT} {uuid4()}")
    last = list(client.follow(sent, 60))[-1]
    assert (last.state, last.problem) == ("extracted", None)
    assert {claim["value"]["raw"] for claim in client.article_claims(sent.id)} >= {"$2.9 billion", "500 people"}
    return sent.id


def _published(client: Client, article: str) -> str:
    """One of the article's claims, judged and published; its id."""
    lease = client.request("POST", "/v1/review/leases", json={"reviewer": "Ana", "articleId": article})
    claim: str = lease["claim"]["id"]
    call = {"reviewer": "Ana", "lease": lease["id"], "rating": "true"}
    judged = client.request("POST", f"/v1/claims/{claim}/verdicts", json=call)["claim"]
    client.request(
        "POST", f"/v1/claims/{claim}:publish", json={"reviewer": "Ana"}, headers={"If-Match": f'"{judged["version"]}"'}
    )
    return claim


def _kinds(client: Client) -> list[str]:
    return [change["type"] for change in client.request("GET", "/v1/changes?limit=200")["items"]]
