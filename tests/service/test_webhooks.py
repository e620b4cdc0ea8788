"""Webhooks over HTTP: registering, changing, what is refused, and what is never shown."""

import os
from pathlib import Path
from typing import Any

import psycopg
import pytest

from schemas.records import Scope
from schemas.wire.webhooks import Delivery, DeliveryPage, NewWebhook, Webhook, WebhookList
from service import firstkey
from service.embedded.processes import Running
from service.embedded.programs import Addresses, Programs
from service.embedded.redis import free_port
from tests.databases import Database
from tests.service.site import Site

URL = "https://cms.example.com/hooks"
BODY: dict[str, Any] = {"url": URL, "events": ["claim.created", "article.extracted"]}


def register(site: Site, **fields: Any) -> dict[str, Any]:
    """A new endpoint."""
    answer = site.request("POST", "/v1/webhooks", json=BODY | fields)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def test_an_endpoint_is_registered_and_its_secret_shown_once(site: Site) -> None:
    """Afterwards neither the API nor the database shows it."""
    answer = site.request(
        "POST", "/v1/webhooks", json=BODY | {"filters": {"languages": ["ja"], "minWorthiness": "0.5"}}
    )
    made = answer.json()
    assert (answer.status_code, answer.headers["Cache-Control"]) == (201, "no-store")
    assert answer.headers["Location"] == f"/v1/webhooks/{made['id']}"
    assert NewWebhook().validate(made) == {}
    assert made["secret"].startswith("whsec_")
    shown = site.request("GET", answer.headers["Location"])
    assert Webhook().validate(shown.json()) == {}
    assert shown.json()["filters"] == {"kinds": None, "languages": ["ja"], "publishers": None, "minWorthiness": "0.5"}
    listed = site.request("GET", "/v1/webhooks")
    assert WebhookList().validate(listed.json()) == {}
    secret = made["secret"].removeprefix("whsec_")
    with psycopg.connect(site.database.superuser_url) as db:
        kept = str(db.execute("SELECT * FROM webhooks WHERE id = %s", [made["id"]]).fetchone())
    for place in (shown.text, listed.text, site.log.read_text(), kept):
        assert secret not in place


def test_a_change_changes_what_it_names(site: Site) -> None:
    """Filters as a whole, nothing else by the way."""
    made = register(site, description="CMS", filters={"kinds": ["date"], "languages": ["ja"]})
    path = f"/v1/webhooks/{made['id']}"
    changed = site.request("PATCH", path, json={"filters": {"kinds": ["amount"]}, "enabled": False}).json()
    assert changed["filters"]["kinds"] == ["amount"]
    assert changed["filters"]["languages"] is None
    assert (changed["enabled"], changed["disabledReason"], changed["description"]) == (False, "owner", "CMS")
    again = site.request("PATCH", path, json={"enabled": True, "events": ["claim.withdrawn"]}).json()
    assert (again["enabled"], again["disabledReason"], again["events"]) == (True, None, ["claim.withdrawn"])


def test_enabling_forgets_the_failures(site: Site) -> None:
    """The owner says that it is well."""
    made = register(site)
    with psycopg.connect(site.database.superuser_url) as db:
        db.execute(
            "UPDATE webhooks SET enabled = false, disabled_reason = 'gone', failures = 9, failing_since = now(),"
            " paused_until = now() + interval '1 day' WHERE id = %s",
            [made["id"]],
        )
    path = f"/v1/webhooks/{made['id']}"
    assert site.request("PATCH", path, json={"enabled": False}).json()["disabledReason"] == "gone"
    well = site.request("PATCH", path, json={"enabled": True}).json()
    assert (well["failures"], well["failingSince"], well["pausedUntil"]) == (0, None, None)


def test_a_deleted_endpoint_is_gone(site: Site) -> None:
    """With its deliveries; a second time it is unknown."""
    path = f"/v1/webhooks/{register(site)['id']}"
    assert site.request("POST", f"{path}:test").status_code == 202
    assert [site.request("DELETE", path).status_code for _ in range(2)] == [204, 404]
    assert site.request("GET", path).status_code == 404


def test_a_rotated_secret_leaves_the_old_one_alive_for_a_day(site: Site) -> None:
    """The new one is shown this once."""
    made = register(site)
    answer = site.request("POST", f"/v1/webhooks/{made['id']}:rotate")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert answer.json()["secret"] not in {made["secret"], None}
    assert answer.json()["previousSecretUntil"] is not None


def test_deliveries_are_listed_and_replayed(site: Site) -> None:
    """A test message is one like any other."""
    path = f"/v1/webhooks/{register(site)['id']}"
    tests = [site.request("POST", f"{path}:test") for _ in range(3)]
    assert tests[0].headers["Location"] == f"{path}/deliveries/{tests[0].json()['id']}"
    page = site.request("GET", f"{path}/deliveries?limit=2").json()
    assert DeliveryPage().validate(page) == {}
    assert [row["id"] for row in page["items"]] == [tests[2].json()["id"], tests[1].json()["id"]]
    rest = site.request("GET", f"{path}/deliveries?limit=2&cursor={page['next']}").json()
    assert ([row["id"] for row in rest["items"]], rest["next"]) == ([tests[0].json()["id"]], None)
    one = f"{path}/deliveries/{tests[0].json()['id']}"
    shown = site.request("GET", one).json()
    assert Delivery().validate(shown) == {}
    assert (shown["type"], shown["state"], shown["log"]) == ("webhook.test", "queued", [])
    refused = site.request("POST", f"{one}:replay")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/delivery-under-way")
    with psycopg.connect(site.database.superuser_url) as db:
        db.execute(
            "UPDATE deliveries SET state = 'failed', attempts = 10, finished_at = now() WHERE id = %s", [shown["id"]]
        )
    assert site.request("GET", f"{path}/deliveries?state=failed").json()["items"][0]["id"] == shown["id"]
    replayed = site.request("POST", f"{one}:replay")
    assert (replayed.status_code, replayed.json()["state"], replayed.json()["attempts"]) == (202, "queued", 0)
    assert replayed.json()["messageId"] == shown["messageId"]


def test_what_has_failed_since_an_outage_is_sent_again(site: Site) -> None:
    """Not what failed before, and not what arrived."""
    path = f"/v1/webhooks/{register(site)['id']}"
    ids = [site.request("POST", f"{path}:test").json()["id"] for _ in range(3)]
    with psycopg.connect(site.database.superuser_url) as db:
        for delivery, state, age in zip(ids, ("failed", "failed", "delivered"), ("2 days", "0", "0"), strict=True):
            db.execute(
                "UPDATE deliveries SET state = %s, finished_at = now(), occurred_at = occurred_at - %s::interval WHERE id = %s",
                [state, age, delivery],
            )
        since = db.execute("SELECT now() - interval '1 day'").fetchall()[0][0].isoformat()
    answer = site.request("POST", f"{path}:replay", json={"since": since})
    assert (answer.status_code, answer.json()) == (202, {"replayed": 1})
    assert site.request("GET", f"{path}/deliveries/{ids[1]}").json()["state"] == "queued"


@pytest.mark.parametrize(
    "url",
    [
        "https://localhost.example.internal/", "http://cms.example.com/", "https://cms.example.com:8080/",
        "https://10.0.0.1/", "https://[64:ff9b::7f00:1]/", "https://2130706433/", "https://①②⑦.⓪.⓪.①/",
        "https://user@cms.example.com/", "ftp://cms.example.com/",
    ],
)  # fmt: skip
def test_a_url_that_leads_inside_is_refused(site: Site, url: str) -> None:
    """At registration and at a change; the whole table is in tests/schemas/test_targets.py."""
    path = f"/v1/webhooks/{register(site)['id']}"
    for method, where, body in (("POST", "/v1/webhooks", BODY | {"url": url}), ("PATCH", path, {"url": url})):
        answer = site.request(method, where, json=body)
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/webhook-target-forbidden")
        assert answer.json()["errors"][0]["pointer"] == "/url"
    assert site.request("GET", path).json()["url"] == URL


@pytest.mark.parametrize(
    "wrong",
    [
        {"events": []}, {"events": ["claim.created", "claim.created"]}, {"events": ["claim.exploded"]}, {"events": "all"},
        {"url": None}, {"url": 5}, {"url": ""}, {"url": "https://x.example/" + "x" * 2048}, {"enabled": "yes"},
        {"filters": {"kinds": []}}, {"filters": {"kinds": ["money"]}}, {"filters": {"minWorthiness": "2"}},
        {"filters": {"minWorthiness": 0.5}}, {"filters": {"tags": ["x"]}}, {"filters": None}, {"secret": "whsec_x"},
        {"workspaceId": "x"}, {"embargoed": 1}, {"description": "x" * 201}, {"filters": {"publishers": ["\u202e"]}},
    ],
    ids=str,
)  # fmt: skip
def test_a_wrong_endpoint_is_refused(site: Site, wrong: dict[str, Any]) -> None:
    """422 with a pointer, and nothing is stored."""
    before = len(site.request("GET", "/v1/webhooks").json()["items"])
    answer = site.request("POST", "/v1/webhooks", json=BODY | wrong)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"]
    assert len(site.request("GET", "/v1/webhooks").json()["items"]) == before


def test_another_tenants_endpoint_is_unknown(site: Site) -> None:
    """Every way to it answers 404, and nothing happens to it."""
    made = register(site)
    path = f"/v1/webhooks/{made['id']}"
    delivery = site.request("POST", f"{path}:test").json()["id"]
    theirs = site.make_key("theirs", Scope.ADMIN)
    asked = [
        ("GET", path, None), ("PATCH", path, {"enabled": False}), ("DELETE", path, None), ("POST", f"{path}:test", None),
        ("POST", f"{path}:rotate", None), ("POST", f"{path}:replay", {"since": "2026-01-01T00:00:00Z"}),
        ("GET", f"{path}/deliveries", None), ("GET", f"{path}/deliveries/{delivery}", None),
        ("POST", f"{path}/deliveries/{delivery}:replay", None),
    ]  # fmt: skip
    for method, where, body in asked:
        answer = site.request(method, where, key=theirs, **({"json": body} if body else {}))
        assert (where, answer.status_code) == (where, 404)
    assert site.request("GET", path).json()["enabled"] is True
    assert site.request("GET", "/v1/webhooks", key=theirs).json()["items"] == []


def test_a_delivery_belongs_to_its_endpoint(site: Site) -> None:
    """Another endpoint of the same workspace does not show it."""
    one, other = (f"/v1/webhooks/{register(site)['id']}" for _ in range(2))
    delivery = site.request("POST", f"{one}:test").json()["id"]
    assert site.request("GET", f"{other}/deliveries/{delivery}").status_code == 404
    assert site.request("POST", f"{other}/deliveries/{delivery}:replay").status_code == 404


def test_a_workspace_has_so_many_endpoints_and_no_more(site: Site) -> None:
    """The relay looks at each of them every second."""
    key = site.make_key("many", Scope.ADMIN)
    made = [site.request("POST", "/v1/webhooks", key=key, json=BODY).status_code for _ in range(101)]
    assert (made[:100], made[100]) == ([201] * 100, 409)


def test_without_a_key_to_seal_with_nothing_is_registered(database: Database, tmp_path: Path) -> None:
    """The rest of the service goes on; looking at endpoints, too."""
    key = firstkey.make(database.migrator_url, "ours", "tests").text
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WEBHOOK")}
    addresses = Addresses(database.api_url, database.worker_url, database.migrator_url, "redis://127.0.0.1:1/0")
    port = free_port()
    running = Running(Programs(addresses.environment(environment), tmp_path).api("127.0.0.1", port))
    try:
        running.wait_until_ready(30)
        bare = Site(f"http://127.0.0.1:{port}", key, database, tmp_path / "api.log")
        answer = bare.request("POST", "/v1/webhooks", json=BODY)
        assert (answer.status_code, answer.json()["type"]) == (501, "/problems/webhooks-not-configured")
        assert bare.request("GET", "/v1/webhooks").json() == {"items": []}
    finally:
        running.stop()
