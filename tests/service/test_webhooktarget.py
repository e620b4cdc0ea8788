"""Where a webhook's name leads when it is registered: asked of a resolver of the tests' own."""

import ipaddress

import pytest
from flask.testing import FlaskClient

from schemas import resolving
from schemas.resolving import Resolver
from schemas.targets import Address
from service import firstkey
from service.app import create_app
from service.config import Config
from tests.databases import Database
from tests.webhooks import KEY

NAMES = {
    "public.example.com": ["198.41.0.4"],
    "both.example.com": ["198.41.0.4", "2001:500:2::c"],
    "inside.example.com": ["10.0.0.7"],
    "metadata.example.com": ["169.254.169.254"],
    "mixed.example.com": ["198.41.0.4", "127.0.0.1"],
    "nat64.example.com": ["64:ff9b::7f00:1"],
    "local6.example.com": ["fd00::1"],
    "mapped.example.com": ["::ffff:10.0.0.7"],
}


def resolve(host: str, port: int, seconds: float) -> list[Address]:
    """The table above; other names are not known, and one takes too long."""
    assert port in (443, 8443)
    assert seconds <= 2
    if host == "slow.example.com":
        raise resolving.SlowResolver
    if host not in NAMES:
        raise resolving.UnknownName
    return [ipaddress.ip_address(address) for address in NAMES[host]]


def client(database: Database, resolver: Resolver = resolve) -> tuple[FlaskClient, dict[str, str]]:
    """The application on a real database, and the header of a key."""
    config = Config(database_url=database.api_url, webhook_keys=(KEY,))
    key = firstkey.make(database.migrator_url, "ours", "tests").text
    return create_app(config, resolver).test_client(), {"Authorization": f"Bearer {key}"}


@pytest.mark.parametrize("name", ["inside", "metadata", "mixed", "nat64", "local6", "mapped"])
def test_a_name_that_leads_inside_is_refused(database: Database, name: str) -> None:
    """At registration and at a change; one address that is not public is enough."""
    api, headers = client(database)
    sent = {"url": f"https://{name}.example.com/hook", "events": ["claim.created"]}
    made = api.post("/v1/webhooks", json=sent | {"url": "https://public.example.com/hook"}, headers=headers).get_json()
    path = f"/v1/webhooks/{made['id']}"
    for answer in (
        api.post("/v1/webhooks", json=sent, headers=headers),
        api.patch(path, json={"url": sent["url"]}, headers=headers),
    ):
        assert (answer.status_code, answer.get_json()["type"]) == (422, "/problems/webhook-target-forbidden")
        assert answer.get_json()["errors"][0]["pointer"] == "/url"
    assert api.get(path, headers=headers).get_json()["url"] == "https://public.example.com/hook"
    api.application.extensions["database"].close()


@pytest.mark.parametrize("name", ["public", "both", "unknown", "slow"])
def test_a_name_that_leads_outside_or_nowhere_yet_is_taken(database: Database, name: str) -> None:
    """Whether its server stands already is the courier's question."""
    api, headers = client(database)
    sent = {"url": f"https://{name}.example.com:8443/hook", "events": ["claim.created"]}
    assert api.post("/v1/webhooks", json=sent, headers=headers).status_code == 201
    api.application.extensions["database"].close()
