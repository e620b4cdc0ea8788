"""Similar and contradicting claims over HTTP."""

from typing import Any

import psycopg
import pytest

from schemas.wire.likenesses import LikenessList
from service.client import Client
from service.embedded.processes import Running
from tests.databases import Database
from tests.http import Api

POLL = "In December 2025 support for the mayor stood at 64%, a survey says."
ARTICLES = {
    "poll": POLL,
    "same": "Support for the mayor was 64% in December 2025, according to the paper.",
    "other value": "In December 2025 support for the mayor stood at 41%, a rival survey says.",
    "other subject": "In December 2025 some 64% of trains were late.",
    "japanese": "2025年12月の市長の支持率は64%だった。",
}


@pytest.fixture
def claims(api: Api, worker: Running) -> dict[str, str]:
    """The percentage of each article: its claim's id."""
    found = {}
    with api.client() as client:
        for name, text in ARTICLES.items():
            found[name] = percentage(client, text)["id"]
    assert not worker.ended
    return found


def test_similar_and_contradicting_claims_are_found(api: Api, claims: dict[str, str]) -> None:
    """The same value in the same words first, then across languages by value and time; no other subject."""
    names = {claim_id: name for name, claim_id in claims.items()}
    with api.client() as client:
        here = f"/v1/claims/{claims['poll']}"
        similar, conflicts = (client.request("GET", f"{here}/{what}") for what in ("similar", "conflicts"))
        first = client.request("GET", f"{here}/similar?limit=1")
    for answer in (similar, conflicts):
        assert LikenessList().validate(answer) == {}
    assert [names[one["claim"]["id"]] for one in similar["items"]] == ["same", "japanese"]
    assert similar["items"][0]["reasons"] == ["value", "subject", "words", "period"]
    assert similar["items"][1]["reasons"] == ["value", "period"]
    assert [names[one["claim"]["id"]] for one in conflicts["items"]] == ["other value"]
    assert (first["count"], len(first["items"])) == (2, 1)


def test_a_claim_tells_how_many_say_the_same(api: Api, claims: dict[str, str]) -> None:
    """Looked at alone and leased; its ETag counts them, and stays good for If-Match when another turns up."""
    here = f"/v1/claims/{claims['poll']}"
    with api.client() as client:
        seen = client.session.get(api.url + here)
        leased = client.request("POST", "/v1/review/leases", json={"claimId": claims["other value"]})
        listed = client.request("GET", "/v1/claims")["items"]
        assert (seen.json()["similar"], leased["claim"]["similar"]) == (2, 0)
        assert not any("similar" in claim for claim in listed)
        percentage(client, "A survey says support for the mayor stood at 64% in December 2025.")
        again = client.session.get(api.url + here, headers={"If-None-Match": seen.headers["ETag"]})
        assert (again.status_code, again.json()["similar"]) == (200, 3)
        unchanged = client.session.get(api.url + here, headers={"If-None-Match": again.headers["ETag"]})
        assert unchanged.status_code == 304
        client.session.headers["If-Match"] = seen.headers["ETag"]
        dismissed = client.session.post(f"{api.url}{here}:dismiss", json={})
        assert (dismissed.status_code, dismissed.json()["review"]["state"]) == (200, "dismissed")
        assert client.session.post(f"{api.url}{here}:reopen", json={}).status_code == 412


def test_an_unknown_claim_has_nothing_similar(api: Api) -> None:
    """404, for both."""
    with api.client() as client:
        for what in ("similar", "conflicts"):
            answer = client.session.get(f"{api.url}/v1/claims/01a20af3-caab-7b16-8f38-02b3500ea465/{what}")
            assert answer.status_code == 404


@pytest.fixture
def repeated(api: Api, database: Database, worker: Running) -> tuple[str, str]:
    """A claim with a published verdict, and the one of a later article that repeats it."""
    with api.client() as client:
        first = percentage(client, POLL)
        with psycopg.connect(database.superuser_url, autocommit=True) as db:
            db.execute("UPDATE claims SET review_state = 'published', verdict = 'true' WHERE id = %s", [first["id"]])
        second = percentage(client, f"{POLL} Again.")
    assert (second["review"]["state"], second["review"]["checkedClaim"]) == ("alreadyChecked", first["id"])
    assert not worker.ended
    return first["id"], second["id"]


def percentage(client: Client, text: str) -> dict[str, Any]:
    """The percentage of a new article."""
    state = list(client.follow(client.submit(text), 30))[-1]
    [found] = [claim for claim in client.article_claims(state.id) if claim["kind"] == "percentage"]
    return found


def test_what_a_verdict_checked_is_open_again_when_its_article_is_erased(api: Api, repeated: tuple[str, str]) -> None:
    """The link would lead nowhere."""
    with api.client() as client:
        judged, checked = (client.request("GET", f"/v1/claims/{claim_id}") for claim_id in repeated)
        client.request("DELETE", judged["links"]["article"])
        opened = client.request("GET", checked["links"]["self"])
    assert (opened["review"]["state"], opened["review"]["checkedClaim"]) == ("open", None)
    assert opened["version"] == checked["version"] + 1


@pytest.mark.parametrize("which", [0, 1])
def test_reopening_either_of_the_two_opens_the_repeated_one(api: Api, repeated: tuple[str, str], which: int) -> None:
    """A verdict that is taken back checks nothing, and a desk may look at the repetition itself."""
    with api.client() as client:
        client.session.headers["If-Match"] = "*"
        client.request("POST", f"/v1/claims/{repeated[which]}:reopen", json={"reviewer": "Anna"})
        opened = client.request("GET", f"/v1/claims/{repeated[1]}")
        reopened, matched = client.request("GET", f"/v1/claims/{repeated[1]}/history")["items"]
    assert (opened["review"]["state"], opened["review"]["checkedClaim"]) == ("open", None)
    assert (reopened["action"], reopened["reviewer"]) == ("reopen", ("factclaims", "Anna")[which])
    assert (matched["action"], matched["reviewer"], matched["after"]) == ("match", "factclaims", reopened["before"])
    assert reopened["after"]["version"] == opened["version"]
