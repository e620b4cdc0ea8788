"""A lost answer: the same request under its Idempotency-Key gets the same answer, and nothing happens twice."""

from typing import Any

import psycopg
import pytest
import requests
import yaml

from schemas.records import Scope
from service.app import create_app
from service.config import Config
from tests.service.claimrows import Given
from tests.service.desk import Desk, Person, problem

CONTRACT = yaml.safe_load(create_app(Config(database_url="postgresql://unused")).extensions["openapi"])
# What may be sent again without a key, and why.
SAME_TWICE = {
    "/v1/articles:batch": "the same content is the same article",
    "/v1/articles/{article_id}:withdraw": "withdrawn twice is withdrawn",
    "/v1/articles/{article_id}:reextract": "queued twice is queued",
    "/v1/review/leases/{lease_id}:renew": "held from now on, twice",
}


def test_every_post_takes_a_key_or_may_be_sent_twice() -> None:
    """A new route has to be one of the two."""
    without = {
        path
        for path, methods in CONTRACT["paths"].items()
        if "post" in methods
        and "Idempotency-Key" not in {each["name"] for each in methods["post"].get("parameters", ())}
    }
    assert without == set(SAME_TWICE)


def keyed(person: Person, key: str, path: str, **options: Any) -> requests.Response:
    """A POST with an Idempotency-Key."""
    headers = {"Idempotency-Key": key, **options.pop("headers", {})}
    return person.ask("POST", path, headers=headers, **options)


def same(first: requests.Response, again: requests.Response) -> bool:
    """Whether the second answer repeats the first, and says so."""
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    kept = ("Location", "ETag", "Content-Type", "Cache-Control")
    return (first.status_code, first.content, [first.headers.get(name) for name in kept]) == (
        again.status_code,
        again.content,
        [again.headers.get(name) for name in kept],
    )


def test_a_verdict_sent_again_is_one_verdict(desk: Desk, anna: Person) -> None:
    """Also the next lease is the same one: no claim is left behind, held by nobody who knows of it."""
    first, second = desk.claims(Given(worthiness=2, start=0), Given(worthiness=1, start=5))
    lease = anna.take().json()
    path, body = f"/v1/claims/{first}/verdicts", {"lease": lease["id"], "rating": "false", "next": {}}
    given = keyed(anna, "v-1", path, json=body)
    again = keyed(anna, "v-1", path, json=body)
    assert (given.status_code, given.json()["next"]["claim"]["id"]) == (201, second)
    assert same(given, again)
    assert [entry["action"] for entry in anna.history(first)] == ["decide"]


def test_another_verdict_under_the_same_key_is_refused(desk: Desk, anna: Person) -> None:
    """422, and the first one stands."""
    (claim,) = desk.claims(Given())
    lease = anna.take().json()
    path = f"/v1/claims/{claim}/verdicts"
    assert keyed(anna, "v-2", path, json={"lease": lease["id"], "rating": "false"}).status_code == 201
    other = keyed(anna, "v-2", path, json={"lease": lease["id"], "rating": "true"})
    assert problem(other) == (422, "idempotency-key-reused")
    assert anna.claim(claim)["review"]["verdict"] == "false"


def test_a_refused_verdict_may_be_sent_again_under_its_key(desk: Desk, anna: Person) -> None:
    """Only what was done is kept."""
    (claim,) = desk.claims(Given())
    path, body = f"/v1/claims/{claim}/verdicts", {"rating": "true"}
    assert problem(keyed(anna, "v-3", path, json=body)) == (428, "precondition-required")
    assert keyed(anna, "v-3", path, json=body, headers={"If-Match": '"1"'}).status_code == 201


def test_two_reviewers_who_count_alike_do_not_get_each_other_s_answer(desk: Desk, anna: Person, ben: Person) -> None:
    """The same key, claim and body by another person is another request: no verdict is swallowed, none is shown."""
    desk.settle(required=2)
    (claim,) = desk.claims(Given())
    path, body = f"/v1/claims/{claim}/verdicts", {"rating": "mostlyFalse"}
    assert keyed(anna, "1", path, json=body, headers={"If-Match": '"1"'}).status_code == 201
    assert problem(keyed(ben, "1", path, json=body, headers={"If-Match": '"1"'})) == (422, "idempotency-key-reused")
    assert keyed(ben, "ben-1", path, json=body, headers={"If-Match": '"2"'}).status_code == 201


def test_a_lease_asked_for_again_is_the_same_lease(desk: Desk, anna: Person) -> None:
    """Without a key the second request takes the second claim; with one no claim waits for its lease to end."""
    desk.claims(Given(worthiness=2, start=0), Given(worthiness=1, start=5))
    assert same(keyed(anna, "l-1", "/v1/review/leases", json={}), keyed(anna, "l-1", "/v1/review/leases", json={}))
    assert anna.take().status_code == 201
    assert anna.take().status_code == 204


@pytest.mark.parametrize(
    ("action", "body"), [("publish", {}), ("correct", {"rating": "true"}), ("reopen", {"note": "New figures."})]
)
def test_a_step_sent_again_is_no_412(desk: Desk, anna: Person, action: str, body: dict[str, Any]) -> None:
    """The first one has raised the version, so without a key nobody could tell what had happened."""
    (claim,) = desk.claims(Given())
    anna.judge(anna.take().json(), "false")
    send: dict[str, Any] = {"json": body, "headers": {"If-Match": '"2"'}}
    path = f"/v1/claims/{claim}:{action}"
    assert same(keyed(anna, "s-1", path, **send), keyed(anna, "s-1", path, **send))
    assert anna.claim(claim)["version"] == 3


def test_a_comment_sent_again_stands_once(desk: Desk, anna: Person) -> None:
    """Not twice under each other."""
    (claim,) = desk.claims(Given())
    send: dict[str, Any] = {"json": {"text": "See the budget."}}
    path = f"/v1/claims/{claim}/comments"
    assert same(keyed(anna, "c-1", path, **send), keyed(anna, "c-1", path, **send))
    assert len(anna.history(claim)) == 1


def test_a_secret_is_shown_again_to_who_asked_and_stored_nowhere(desk: Desk) -> None:
    """The lost answer of a registration is not lost, and a copy of the database holds no secret."""
    leader = desk.leader
    hook = {"url": "https://cms.example.com/hooks", "events": ["article.extracted"]}
    made = keyed(leader, "w-1", "/v1/webhooks", json=hook)
    assert same(made, keyed(leader, "w-1", "/v1/webhooks", json=hook))
    turn = f"/v1/webhooks/{made.json()['id']}:rotate"
    turned = keyed(leader, "w-2", turn)
    assert same(turned, keyed(leader, "w-2", turn))
    wanted = {"name": "a CMS", "scopes": ["articles:write"]}
    key = keyed(leader, "k-1", "/v1/keys", json=wanted)
    assert same(key, keyed(leader, "k-1", "/v1/keys", json=wanted))
    assert len({each["id"] for each in leader.ask("GET", "/v1/keys").json()["items"] if each["name"] == "a CMS"}) == 1
    stored = str(desk.run("SELECT key, body, headers FROM idempotency_keys WHERE sealed"))
    secrets = {made.json()["secret"], turned.json()["secret"], key.json()["key"]}
    assert len(secrets) == 3
    assert "w-1" in stored
    assert [secret for secret in secrets if secret in stored or secret in leader.site.log.read_text()] == []


def test_another_key_of_the_workspace_sees_no_secret(desk: Desk) -> None:
    """What opens the kept answer is the API key that asked."""
    wanted = {"name": "a CMS", "scopes": ["articles:write"]}
    keyed(desk.leader, "k-2", "/v1/keys", json=wanted)
    other = Person(desk.site, desk.site.make_key(desk.workspace, *Scope), "test")  # of the same name
    answer = keyed(other, "k-2", "/v1/keys", json=wanted)
    assert problem(answer) == (422, "idempotency-key-reused")
    assert "fc_" not in answer.text


def test_erasing_either_article_drops_the_kept_answer(desk: Desk, anna: Person) -> None:
    """A verdict's answer shows the claim judged and the next one; each may be another article's."""
    for erased in (0, 1):
        articles = [desk.article(), desk.article()]
        desk.claims(Given(worthiness=900), article=articles[0])
        desk.claims(Given(worthiness=800), article=articles[1])
        lease = anna.take(minWorthiness="0.9").json()
        body = {"lease": lease["id"], "rating": "true", "next": {"articleId": articles[1]}}
        name = f"e-{erased}"
        given = keyed(anna, name, f"/v1/claims/{lease['claim']['id']}/verdicts", json=body)
        assert given.json()["next"]["claim"]["articleId"] == articles[1]
        assert kept(desk, name) == 1
        desk.leader.ask("DELETE", f"/v1/articles/{articles[erased]}")
        assert kept(desk, name) == 0
        anna.ask("DELETE", f"/v1/review/leases/{given.json()['next']['id']}")


def kept(desk: Desk, key: str) -> int:
    """How many answers are kept under a key of this workspace."""
    with psycopg.connect(desk.site.database.migrator_url) as db:
        found = db.execute(
            "SELECT count(*) FROM idempotency_keys JOIN workspaces w ON w.id = workspace_id WHERE key = %s AND w.name = %s",
            [key, desk.workspace],
        ).fetchall()
    return int(found[0][0])
