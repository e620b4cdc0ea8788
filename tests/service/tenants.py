"""Two workspaces that talk to one service: each has a canary in all that it says, and listens for the other's."""

import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import requests

from schemas.records import Scope
from tests.service.site import Site

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CLAIMANT = {"claimant": {"name": "The Mayor", "type": "Person"}}
# What both say in the same words; only the canary differs, so likenesses, digests and searches meet.
SHARED = "The bridge cost 10 dollars"


class Tenant:
    """A workspace: its canary is in everything that it says."""

    def __init__(self, site: Site, name: str) -> None:
        """A new workspace with a key of every scope."""
        self.canary = f"canary{name}{uuid4().hex[:12]}"
        self.key = site.make_key(f"workspace {self.canary}", *Scope)
        self.articles: list[str] = []
        self.claims: list[str] = []
        self.leases: list[dict[str, Any]] = []
        self.webhooks: list[str] = []
        self.deliveries: list[str] = []


class Talk:
    """What the two say, and what they are answered."""

    site: Site
    tenants: tuple[Tenant, Tenant]
    answered: dict[tuple[str, str], set[int]]  # which operations were asked, and how they were answered
    number: int

    def ask(self, who: int, method: str, path: str, **options: Any) -> requests.Response:
        """One request; neither head nor body of its answer may hold the other's canary."""
        answer = self.site.request(method, path, key=self.tenants[who].key, **options)
        heard = answer.content
        self.answered.setdefault((method, _ID.sub("{id}", path.partition("?")[0])), set()).add(answer.status_code)
        canary = self.tenants[1 - who].canary
        # What the caller says itself comes back: the words it looks for, in the address of no answer.
        assert canary.encode() not in heard, (method, path)
        assert canary not in json.dumps(dict(answer.headers)), (method, path)
        assert answer.status_code < 500 or answer.status_code == 503, answer.text
        return answer

    def taken(self, who: int, form: str, text: str, external_id: str) -> str:
        """The id of an article that was sent in one of its forms."""
        me = self.tenants[who]
        known: dict[str, Any] = {
            "title": me.canary,
            "url": f"https://{me.canary}.example/{self.number}",
            "publisher": me.canary,
        }
        known |= {"publishedAt": "2026-01-08T09:30:00Z", "authors": [me.canary], "externalId": external_id}
        item = {"uri": external_id, "bodies": [{"contenttype": "text/plain", "value": text}], "by": me.canary}
        sources: dict[str, dict[str, Any]] = {"html": {"html": f"<p>{text}</p>"}, "ninjs": {"ninjs": item}}
        source = sources.get(form, {"text": text})
        if form != "batch":
            answer = self.ask(
                who, "POST", "/v1/articles", json={**known, **source}, headers={"Idempotency-Key": f"k{self.number}"}
            )
            return str(answer.json()["id"])
        line = json.dumps({**known, **source})
        answer = self.ask(
            who, "POST", "/v1/articles:batch", data=line, headers={"Content-Type": "application/x-ndjson"}
        )
        return str(json.loads(answer.text)["id"])

    def with_lease(
        self, who: int, lease: dict[str, Any], claim: str, thing: str, reviewer: str = "Anna"
    ) -> requests.Response:
        """What can be done with a lease."""
        me = self.tenants[who]
        if thing == "renew":
            return self.ask(who, "POST", f"/v1/review/leases/{lease['id']}:renew", json={})
        if thing == "release":
            return self.ask(who, "DELETE", f"/v1/review/leases/{lease['id']}")
        source = {"url": f"https://{me.canary}.example/", "title": me.canary, "quote": me.canary}
        body = {"lease": lease["id"], "rating": "false", "explanation": me.canary, "sources": [source], **CLAIMANT}
        return self.ask(
            who, "POST", f"/v1/claims/{claim}/verdicts", json=body | {"reviewer": f"{reviewer} {me.canary}"}
        )

    @staticmethod
    def call(path: str, how: str) -> tuple[str, str]:
        """Method and address of an action."""
        return ("POST", path + how) if how.startswith(":") else (how, path)

    @staticmethod
    def one(things: list[Any], which: int) -> Iterator[Any]:
        """One of them, when there are some."""
        if things:
            yield things[which % len(things)]
