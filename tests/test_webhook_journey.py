"""The whole path of a webhook: an article over HTTP, a worker, the relay, the courier, an independent receiver."""

import time
from collections.abc import Iterator

import pytest
from standardwebhooks import Webhook

from service.embedded.processes import Running
from tests.http import Api
from tests.webhooks import Got, Receiver, receiver

TEXT = "The bridge cost $2.9 billion and 500 people came to see it on 3 March 2026."
EVENTS = ["article.extracted", "claim.created", "claim.erased", "article.erased"]


@pytest.fixture
def endpoint() -> Iterator[Receiver]:
    """An endpoint on this machine."""
    with receiver() as running:
        yield running


def verified(secret: str, got: Got) -> str:
    """The message's type; the specification's own library has checked the signature."""
    checked: dict[str, str] = Webhook(secret).verify(got.body, got.headers)
    return checked["type"]


def test_a_newsroom_hears_of_its_claims(api: Api, worker: Running, courier: Running, endpoint: Receiver) -> None:
    """One message for the article, one for each claim, all signed; then their end."""
    with api.client() as client:
        body = {"url": endpoint.url, "events": EVENTS}
        hook = client.request("POST", "/v1/webhooks", json=body)
        article = client.submit(TEXT)
        (first,) = endpoint.wait(1)[:1]
        claims = list(client.article_claims(article.id))
        got = endpoint.wait(1 + len(claims))
        assert {claim["value"]["raw"] for claim in claims} >= {"$2.9 billion", "500 people"}
        assert sorted(verified(hook["secret"], each) for each in got) == ["article.extracted"] + [
            "claim.created"
        ] * len(claims)
        told = [each.data["data"]["claim"] for each in got if each.data["type"] == "claim.created"]
        assert sorted(told, key=lambda claim: str(claim["id"])) == sorted(claims, key=lambda claim: str(claim["id"]))
        assert first.headers["user-agent"] == "factclaims-webhooks/1"

        client.request("DELETE", f"/v1/articles/{article.id}")
        ends = endpoint.wait(2 * (1 + len(claims)))[1 + len(claims) :]
        assert {verified(hook["secret"], each) for each in ends} == {"claim.erased", "article.erased"}
        assert all(TEXT[:20] not in each.body.decode() for each in ends)

        page = client.request("GET", f"/v1/webhooks/{hook['id']}/deliveries")
        assert {row["state"] for row in page["items"]} == {"delivered"}
    assert not worker.ended
    assert not courier.ended


def test_a_secret_is_changed_without_an_outage(api: Api, courier: Running, endpoint: Receiver) -> None:
    """Receivers with the old and with the new secret accept what is sent in between."""
    with api.client() as client:
        hook = client.request("POST", "/v1/webhooks", json={"url": endpoint.url, "events": EVENTS})
        path = f"/v1/webhooks/{hook['id']}"
        new = client.request("POST", f"{path}:rotate")["secret"]
        client.request("POST", f"{path}:test")
        (got,) = endpoint.wait(1)
    assert verified(hook["secret"], got) == verified(new, got) == "webhook.test"
    assert not courier.ended


def test_a_refused_message_comes_again_and_can_be_replayed(api: Api, courier: Running, endpoint: Receiver) -> None:
    """After five seconds by itself, afterwards by hand; always under the same id."""
    endpoint.moods.append("500")
    with api.client() as client:
        hook = client.request("POST", "/v1/webhooks", json={"url": endpoint.url, "events": EVENTS})
        path = f"/v1/webhooks/{hook['id']}"
        delivery = client.request("POST", f"{path}:test")["id"]
        endpoint.wait(2)
        while (shown := client.request("GET", f"{path}/deliveries/{delivery}"))["state"] != "delivered":
            time.sleep(0.05)
        client.request("POST", f"{path}/deliveries/{delivery}:replay")
        got = endpoint.wait(3)
    assert [attempt["responseStatus"] for attempt in shown["log"]] == [500, 200]
    assert {each.headers["webhook-id"] for each in got} == {shown["messageId"]}
    assert not courier.ended
