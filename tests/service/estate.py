"""One of everything that a workspace can have, with a real id for every place in an address."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from schemas.records import Scope
from tests.service import claimrows
from tests.service.claimrows import Given
from tests.service.site import Site

HOOK = {"url": "https://cms.example.com/hooks", "events": ["claim.created"]}


@dataclass(frozen=True, slots=True)
class Estate:
    """A workspace's key, and the ids of what it has by the names that routes give them."""

    key: str
    ids: dict[str, str]


def settle(site: Site) -> Estate:
    """A new workspace with an article, a claim that is held, a webhook with a delivery, and a second key."""
    key = site.make_key(f"estate {uuid4()}", *Scope)

    def make(path: str, body: Any = None) -> str:
        answer = site.request("POST", path, key=key, json=body)
        assert answer.status_code in {201, 202}, answer.text
        made: str = answer.json()["id"]
        return made

    article = make("/v1/articles", {"text": f"It cost 10 dollars. {uuid4()}"})
    (claim,) = claimrows.put(site.database.worker_url, article, Given())
    webhook = make("/v1/webhooks", HOOK)
    ids = {
        "article_id": article,
        "claim_id": str(claim),
        "lease_id": make("/v1/review/leases", {}),
        "webhook_id": webhook,
        "delivery_id": make(f"/v1/webhooks/{webhook}:test"),
        "key_id": make("/v1/keys", {"name": "second", "scopes": ["claims:read"]}),
    }
    return Estate(key, ids)
