"""Every route with every kind of key: the list comes from the URL map, so a new route is tested by default."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from flask import Flask

from schemas.records import Scope
from service import apikey
from service.app import create_app
from service.auth import access_of
from service.config import Config
from tests.service import claimrows
from tests.service.claimrows import Given
from tests.service.site import JSON, Site

APP = create_app(Config(database_url="postgresql://nowhere.invalid/"))
CONTRACT = yaml.safe_load(APP.extensions["openapi"])
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
UNKNOWN = "00000000-0000-7000-8000-000000000000"
# What opens without a key, and why that is right: nothing of a tenant is behind it.
OPEN = {"/healthz", "/readyz", "/metrics", "/openapi.yaml", "/docs", "/docs/<name>", "/review", "/review/<name>"}


def routes(app: Flask) -> Iterator[tuple[str, str, Scope]]:
    """Every method of every route that asks for a key."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        for method in sorted((rule.methods or set()) & METHODS):
            access = access_of(app, rule.endpoint, method)
            assert access is not None
            if access.scope is None:
                assert rule.rule in OPEN
            else:
                yield method, rule.rule, access.scope


GUARDED = list(routes(APP))
NAMES = [f"{method} {rule}" for method, rule, _ in GUARDED]


@pytest.fixture(scope="module")
def wrong_keys(site: Site) -> dict[str, str]:
    """A key of every kind that must not open, in the Authorization header's words."""
    live = site.make_key("ours", Scope.ADMIN)
    return {
        "malformed": "Bearer fc_short",
        "wrong checksum": f"Bearer {live[:-1]}{'a' if live[-1] != 'a' else 'b'}",
        "unknown": f"Bearer {apikey.make().text}",
        "revoked": "Bearer " + site.make_key("ours", *Scope, revoked="now()"),
        "expired": "Bearer " + site.make_key("ours", *Scope, ends="now() - interval '1 second'"),
        "other scheme": f"Basic {live}",
    }


@pytest.mark.parametrize(("method", "rule", "scope"), GUARDED, ids=NAMES)
def test_no_key_opens_nothing(site: Site, method: str, rule: str, scope: Scope) -> None:
    """401, before anything of the request is read."""
    del scope
    answer = site.raw(method, address(rule, UNKNOWN), JSON, b"this is not JSON")
    assert (answer.status, json.loads(answer.body)["type"]) == (401, "/problems/unauthenticated")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(("method", "rule", "scope"), GUARDED, ids=NAMES)
def test_a_wrong_key_opens_nothing(
    site: Site, wrong_keys: dict[str, str], method: str, rule: str, scope: Scope
) -> None:
    """Malformed, unknown, revoked, expired: the same 401."""
    del scope
    for kind, header in wrong_keys.items():
        answer = site.raw(method, address(rule, UNKNOWN), {"Authorization": header}, None)
        assert (kind, answer.status) == (kind, 401)


@pytest.mark.parametrize(("method", "rule", "scope"), GUARDED, ids=NAMES)
def test_another_scope_is_not_enough(site: Site, method: str, rule: str, scope: Scope) -> None:
    """All scopes but the one that is needed: 403, and it says which is missing."""
    key = site.make_key("ours", *(other for other in Scope if other != scope))
    answer = site.request(method, address(rule, UNKNOWN), key=key)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/insufficient-scope")
    assert str(scope) in answer.json()["detail"]


@pytest.mark.parametrize(("method", "rule", "scope"), GUARDED, ids=NAMES)
def test_the_scope_alone_is_enough(site: Site, method: str, rule: str, scope: Scope) -> None:
    """Whatever the answer is, it is not about access."""
    key = site.make_key("ours", scope)
    assert site.request(method, address(rule, UNKNOWN), key=key).status_code not in (401, 403)


def test_listings_show_a_tenant_only_its_own(site: Site) -> None:
    """A canary in everything of ours is in no byte of theirs."""
    theirs = site.make_key("theirs", *Scope)
    canary = "canary-b7"
    article = site.submit(f"{canary} 12", title=canary, externalId=canary, publisher=canary).json()["id"]
    claimrows.put(site.database.worker_url, article, Given(text=f"{canary} 12"))
    listings = ("/v1/articles", f"/v1/articles?externalId={canary}", "/v1/claims", f"/v1/claims?q={canary}", "/v1/keys")
    for path in listings:
        answer = site.request("GET", path, key=theirs)
        assert answer.status_code == 200
        assert canary not in answer.text
    assert canary in site.request("GET", f"/v1/claims?q={canary}").text


def test_the_same_content_of_two_tenants_is_two_articles(site: Site) -> None:
    """Knowing a text is no way to learn that somebody else has it."""
    theirs = site.make_key("theirs", Scope.ARTICLES_WRITE)
    ours = site.submit("a shared press release 9", externalId="shared")
    other = site.request(
        "POST", "/v1/articles", key=theirs, json={"text": "a shared press release 9", "externalId": "shared"}
    )
    assert (other.status_code, other.json()["id"] != ours.json()["id"]) == (202, True)


def test_a_revoked_key_is_refused_at_once(site: Site) -> None:
    """The next request, in every process."""
    made = site.request("POST", "/v1/keys", json={"name": "short-lived", "scopes": ["claims:read"]})
    key = made.json()["key"]
    assert site.request("GET", "/v1/claims", key=key).status_code == 200
    assert site.request("DELETE", made.headers["Location"]).json()["revokedAt"] is not None
    assert {site.request("GET", "/v1/claims", key=key).status_code for _ in range(8)} == {401}


def test_a_key_is_shown_once(site: Site) -> None:
    """Neither the listing nor the database holds its text."""
    made = site.request("POST", "/v1/keys", json={"name": "once", "scopes": ["admin"]})
    assert made.status_code == 201
    assert made.headers["Cache-Control"] == "no-store"
    secret = made.json()["key"].split("_")[2]
    assert secret not in site.request("GET", "/v1/keys").text
    assert secret not in site.log.read_text()


def body_of(method: str, rule: str) -> Any:
    """The body that the contract shows as an example; None where there is none."""
    operation = CONTRACT["paths"][rule.replace("<uuid:", "{").replace(">", "}")][method.lower()]
    return operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example")


def address(rule: str, thing: str) -> str:
    """A rule with an id in each of its places."""
    return re.sub(r"<[^>]*>", thing, rule)
