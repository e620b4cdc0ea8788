"""Another workspace's things: every address and every field that takes an id, with ids that are really somebody's."""

import re
from typing import Any

import pytest
import requests

from schemas.records import Scope
from tests.service.estate import Estate, settle
from tests.service.site import Site
from tests.service.test_access import GUARDED, UNKNOWN, body_of

OF_ONE_THING = [(method, rule) for method, rule, _ in GUARDED if "<" in rule]
# What differs between any two answers.
OF_THE_MOMENT = {"X-Request-Id", "Date", "RateLimit"}


@pytest.mark.parametrize(("method", "rule"), OF_ONE_THING, ids=lambda part: part)
def test_another_tenants_id_looks_like_an_unknown_one(site: Site, method: str, rule: str) -> None:
    """404, equal to the last byte and header; the owner finds all as it was. A new kind of id fails here until it is in the estate."""
    ours, theirs = settle(site), site.make_key("theirs", *Scope)
    foreign = ask(site, theirs, method, address(rule, ours.ids), rule)
    unknown = ask(site, theirs, method, address(rule, dict.fromkeys(ours.ids, UNKNOWN)), rule)
    assert (foreign.status_code, foreign.content) == (404, unknown.content)
    assert lasting(foreign) == lasting(unknown)
    assert ask(site, ours.key, method, address(rule, ours.ids), rule).status_code in {200, 201, 202, 204, 409, 428}


@pytest.mark.parametrize(
    ("method", "rule"), [route for route in OF_ONE_THING if route[1].count("<") > 1], ids=lambda part: part
)
def test_one_s_own_thing_under_another_tenants_is_unknown_too(site: Site, method: str, rule: str) -> None:
    """Each place is checked, not only the first or the last."""
    ours, theirs = settle(site), settle(site)
    names = re.findall(r"<uuid:([a-z_]+)>", rule)
    for name in names:
        mixed = ours.ids | {name: theirs.ids[name]}
        for caller in (ours, theirs):
            assert ask(site, caller.key, method, address(rule, mixed), rule).status_code == 404


@pytest.mark.parametrize("name", ["articleId", "after"])
def test_another_tenants_id_in_a_filter_finds_what_an_unknown_one_finds(site: Site, name: str) -> None:
    """Listings and exports, byte for byte; the owner's own filter finds its claim."""
    ours, theirs = settle(site), settle(site)
    places = ["/v1/exports/claims.ndjson", "/v1/exports/claims.csv"] + (["/v1/claims"] if name == "articleId" else [])
    for path in places:
        of = "article_id" if name == "articleId" else "claim_id"
        foreign, unknown = (
            site.request("GET", path, key=theirs.key, params={name: value}) for value in (ours.ids[of], UNKNOWN)
        )
        assert (foreign.status_code, ours.ids["claim_id"] in foreign.text) == (200, False)
        if name == "articleId":
            assert foreign.content == unknown.content
            assert ours.ids["claim_id"] in site.request("GET", path, key=ours.key, params={name: ours.ids[of]}).text


@pytest.mark.parametrize("name", ["claimId", "articleId"])
def test_another_tenants_claim_is_not_handed_out(site: Site, name: str) -> None:
    """By its own id it is unknown, by its article's there is nothing to do."""
    ours, theirs = settle(site), settle(site)
    of = ours.ids["claim_id" if name == "claimId" else "article_id"]
    foreign, unknown = (
        site.request("POST", "/v1/review/leases", key=theirs.key, json={name: value}) for value in (of, UNKNOWN)
    )
    assert foreign.status_code == unknown.status_code == (404 if name == "claimId" else 204)
    assert foreign.content == unknown.content


def test_another_tenants_lease_opens_no_claim(site: Site) -> None:
    """Neither theirs nor one's own, and it is still held afterwards."""
    ours, theirs = settle(site), settle(site)
    for claim, status in ((ours.ids["claim_id"], 404), (theirs.ids["claim_id"], 409)):
        answers = [
            site.request(
                "POST", f"/v1/claims/{claim}/verdicts", key=theirs.key, json={"lease": lease, "rating": "true"}
            )
            for lease in (ours.ids["lease_id"], UNKNOWN)
        ]
        assert [answer.status_code for answer in answers] == [status, status]
        assert len({answer.json()["type"] for answer in answers}) == 1
    assert renewed(site, ours).status_code == 200


def test_another_tenants_cursor_opens_no_listing(site: Site) -> None:
    """It is sealed to its workspace."""
    ours, theirs = settle(site), settle(site)
    site.request("POST", "/v1/articles", key=ours.key, json={"text": "Another 11 dollars."})
    cursor = site.request("GET", "/v1/articles?limit=1", key=ours.key).json()["next"]
    of_changes = site.request("GET", "/v1/changes", key=ours.key).json()["next"]
    for path, foreign in (("/v1/articles?limit=1", cursor), ("/v1/changes?limit=1", of_changes)):
        assert site.request("GET", f"{path}&cursor={foreign}", key=ours.key).status_code == 200
        answer = site.request("GET", f"{path}&cursor={foreign}", key=theirs.key)
        assert (answer.status_code, answer.json()["type"]) == (400, "/problems/invalid-cursor")


def renewed(site: Site, estate: Estate) -> requests.Response:
    """The lease, held longer."""
    return site.request("POST", f"/v1/review/leases/{estate.ids['lease_id']}:renew", key=estate.key, json={})


def address(rule: str, ids: dict[str, str]) -> str:
    """A rule with the id of its own kind in each of its places."""
    return re.sub(r"<uuid:([a-z_]+)>", lambda place: ids[place[1]], rule)


def ask(site: Site, key: str, method: str, path: str, rule: str) -> requests.Response:
    """One request with the body that the contract shows."""
    body: Any = body_of(method, rule)
    if path.endswith("/events"):  # its stream ends when the article does
        return site.request(method, path, key=key, headers={"Last-Event-ID": "999"})
    return site.request(method, path, key=key, json=body)


def lasting(answer: requests.Response) -> dict[str, str]:
    """The headers that may not differ."""
    return {name: value for name, value in answer.headers.items() if name not in OF_THE_MOMENT}
