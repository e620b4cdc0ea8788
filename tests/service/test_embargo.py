"""Embargoes and withdrawal: who sees what, until when, and what followers and webhooks hear of it."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
import requests

from schemas.records import Scope
from service import firstkey
from service.embedded.processes import Running
from tests.databases import Database
from tests.http import Api
from tests.service import claimrows
from tests.service.claimrows import Given
from tests.service.site import Site
from tests.webhooks import Receiver, receiver

FUTURE = "2999-01-01T00:00:00Z"


def submit(site: Site, text: str, **fields: Any) -> dict[str, Any]:
    """An article."""
    answer = site.submit(text, **fields)
    assert answer.status_code in {200, 202}, answer.text
    sent: dict[str, Any] = answer.json()
    return sent


@pytest.fixture(scope="module")
def reader(site: Site) -> str:
    """A key that only reads."""
    return site.make_key("ours", Scope.CLAIMS_READ)


def test_who_only_reads_sees_nothing_before_its_time(site: Site, reader: str) -> None:
    """Neither the article nor its claims, in no listing and by no id: as if it were not there."""
    article = submit(site, "The secret bridge cost 3 million.", embargoUntil=FUTURE, externalId="secret")["id"]
    (claim,) = claimrows.put(site.database.worker_url, article, Given(text="The secret bridge cost 3 million."))
    with psycopg.connect(site.database.superuser_url) as db:
        db.execute("UPDATE events SET position = id WHERE position IS NULL")
    addresses = [f"/v1/articles/{article}", f"/v1/articles/{article}/text", f"/v1/articles/{article}/claims"]
    addresses += [f"/v1/articles/{article}/revisions", f"/v1/claims/{claim}"]
    for address in addresses:
        assert (address, site.request("GET", address, key=reader).status_code) == (address, 404)
        assert (address, site.request("GET", address).status_code) == (address, 200)
    for listing in ("/v1/articles?limit=200", "/v1/claims?q=secret", "/v1/claims?limit=200", "/v1/changes?limit=200"):
        assert article not in site.request("GET", listing, key=reader).text
        assert article in site.request("GET", listing).text
    assert site.request("GET", f"/v1/articles/{article}").json()["embargoUntil"] == FUTURE


@pytest.mark.parametrize("scope", [Scope.ARTICLES_WRITE, Scope.REVIEW_WRITE, Scope.ADMIN])
def test_who_writes_or_reviews_sees_it(site: Site, scope: Scope) -> None:
    """Facts are checked before publication."""
    article = submit(site, f"For {scope} 4 million.", embargoUntil=FUTURE)["id"]
    key = site.make_key("ours", Scope.CLAIMS_READ, scope)
    assert site.request("GET", f"/v1/articles/{article}", key=key).status_code == 200


def test_everybody_sees_it_when_its_time_has_come(site: Site, reader: str) -> None:
    """By the clock, not when somebody gets round to it."""
    article = submit(site, "Soon 5 million.", embargoUntil=FUTURE)["id"]
    with psycopg.connect(site.database.superuser_url) as db:
        db.execute("UPDATE articles SET embargo_until = now() + interval '1 second' WHERE id = %s", [article])
    end = time.monotonic() + 5
    while site.request("GET", f"/v1/articles/{article}", key=reader).status_code != 200:
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_past_embargo_hides_nothing(site: Site, reader: str) -> None:
    """And says when it was."""
    article = submit(site, "Long ago 6 million.", embargoUntil="2020-01-01T00:00:00Z")["id"]
    assert site.request("GET", f"/v1/articles/{article}", key=reader).json()["embargoUntil"] == "2020-01-01T00:00:00Z"


def test_a_revision_moves_the_end_or_leaves_it(site: Site, reader: str) -> None:
    """Forgetting to name it again publishes nothing."""
    first = submit(site, "Moved 7 million.", externalId="moved", embargoUntil=FUTURE)["id"]
    submit(site, "Moved 8 million.", externalId="moved")
    assert site.request("GET", f"/v1/articles/{first}", key=reader).status_code == 404
    submit(site, "Moved 9 million.", externalId="moved", embargoUntil="2020-01-01T00:00:00Z")
    assert site.request("GET", f"/v1/articles/{first}", key=reader).status_code == 200


def test_what_is_public_cannot_be_hidden_again(site: Site) -> None:
    """Followers have it already."""
    submit(site, "Public 10 million.", externalId="public")
    answer = site.submit("Public 11 million.", externalId="public", embargoUntil=FUTURE)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/embargoUntil")


@pytest.mark.parametrize("value", ["tomorrow", "2026-01-01", "2026-01-01T00:00:00", 5, None, ""])
def test_a_wrong_embargo_is_refused(site: Site, value: object) -> None:
    """A mistyped time must not mean: at once."""
    assert site.submit("Wrong 12 million.", embargoUntil=value).status_code == 422


def test_a_withdrawn_article_keeps_its_text_and_loses_its_claims(site: Site) -> None:
    """Its claims can be looked at, they are in no listing; a second time changes nothing."""
    article = submit(site, "Withdrawn 13 million.", externalId="withdrawn")["id"]
    (claim,) = claimrows.put(site.database.worker_url, article, Given(text="Withdrawn 13 million."))
    answers = [site.request("POST", f"/v1/articles/{article}:withdraw") for _ in range(2)]
    assert [(answer.status_code, answer.json()["state"]) for answer in answers] == [(200, "withdrawn")] * 2
    assert site.request("GET", f"/v1/articles/{article}/text").text == "Withdrawn 13 million."
    assert site.request("GET", f"/v1/articles/{article}/claims").json()["items"] == []
    shown = site.request("GET", f"/v1/claims/{claim}").json()
    assert (shown["status"], shown["version"]) == ("withdrawn", 2)
    with psycopg.connect(site.database.superuser_url) as db:
        told = db.execute("SELECT type FROM events WHERE article_id = %s ORDER BY id", [article]).fetchall()
    assert [row[0] for row in told] == ["article.accepted", "claim.withdrawn", "article.withdrawn"]


def test_a_withdrawn_article_that_is_sent_again_is_new(site: Site) -> None:
    """A revision under its external id, else an article of its own."""
    named = submit(site, "Again 14 million.", externalId="again")
    site.request("POST", f"/v1/articles/{named['id']}:withdraw")
    again = submit(site, "Again 14 million.", externalId="again")
    assert (again["id"], again["revision"], again["state"]) == (named["id"], 2, "queued")
    unnamed = submit(site, "Again 15 million.")
    site.request("POST", f"/v1/articles/{unnamed['id']}:withdraw")
    assert submit(site, "Again 15 million.")["id"] != unnamed["id"]


def test_an_erased_article_cannot_be_withdrawn(site: Site) -> None:
    """410, as for everything else."""
    article = submit(site, "Erased 16 million.")["id"]
    site.request("DELETE", f"/v1/articles/{article}")
    assert site.request("POST", f"/v1/articles/{article}:withdraw").status_code == 410


@pytest.fixture
def endpoint() -> Iterator[Receiver]:
    """An endpoint on this machine."""
    with receiver() as running:
        yield running


def test_followers_and_webhooks_hear_of_it_at_its_end(
    api: Api, database: Database, worker: Running, courier: Running, endpoint: Receiver
) -> None:
    """Those who may see it at once hear at once, and once; the others when the embargo ends, and once."""
    events = ["article.extracted", "claim.created"]
    reading = firstkey.make(database.migrator_url, "tests", "reader").text
    with psycopg.connect(database.superuser_url) as db:
        db.execute("UPDATE api_keys SET scopes = '{claims:read}' WHERE name = 'reader'")

    def followed(cursor: str | None = None) -> dict[str, Any]:
        asked = requests.get(
            f"{api.url}/v1/changes",
            params={"limit": "200"} | ({"cursor": cursor} if cursor else {}),
            headers={"Authorization": f"Bearer {reading}"},
            timeout=20,
        )
        page: dict[str, Any] = asked.json()
        return page

    with api.client() as client:
        for path, sight in (("/early", True), ("/late", False)):
            client.request(
                "POST", "/v1/webhooks", json={"url": endpoint.url + path, "events": events, "embargoed": sight}
            )
        until = datetime.now(UTC) + timedelta(seconds=15)  # on a slow machine extraction and delivery take some of it
        body = {"text": "The bridge cost $2.9 billion.", "language": "en", "embargoUntil": until.isoformat()}
        client.request("POST", "/v1/articles", json=body)
        early = endpoint.wait(2)
        before = followed()
        assert datetime.now(UTC) < until, "the machine was too slow for this test"
        assert {got.path for got in early} == {"/hook/early"}
        assert before["items"] == []
        late = endpoint.wait(4)[2:]
        assert {got.path for got in late} == {"/hook/late"}
        assert sorted(got.data["type"] for got in late) == events
        kept: dict[str, Any] = {}
        page = followed(before["next"])
        for change in page["items"]:
            if change["claim"] is not None:
                kept[change["claimId"]] = change["claim"]
        assert [claim["value"]["raw"] for claim in kept.values()] == ["$2.9 billion"]
        time.sleep(1.5)
    assert len(endpoint.got) == 4
    assert not worker.ended
    assert not courier.ended
