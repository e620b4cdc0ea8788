"""Two workspaces doing what they like, step by step: no byte that one gets holds a word of the other."""

import re
from typing import Any
from uuid import uuid4

import pytest
import requests
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.service import claimrows
from tests.service.claimrows import Given
from tests.service.site import Site
from tests.service.tenants import SHARED, Talk, Tenant
from tests.service.test_access import CONTRACT
from tests.service.test_progress import placed

TENANTS = st.integers(0, 1)
CHOICE = st.integers(0, 2**16)
COLLECTIONS = (
    *("/v1/articles", "/v1/claims", "/v1/claims?q=bridge", "/v1/claims?sort=time&limit=1", "/v1/keys", "/v1/webhooks"),
    *("/v1/changes", "/v1/changes?start=latest", "/v1/exports/claims.ndjson", "/v1/exports/claims.csv"),
    *(
        "/v1/exports/claimreviews.jsonld",
        "/v1/review/stats",
        "/v1/review/settings",
        "/openapi.yaml",
        "/metrics",
        "/readyz",
    ),
)
OF_AN_ARTICLE = ("", "/text", "/claims", "/revisions")
OF_A_CLAIM = ("", "/history", "/similar", "/conflicts", "/claimreview")
WEBHOOK_CALLS = (
    *(("GET", ""), ("PATCH", ""), ("POST", ":rotate"), ("POST", ":test"), ("POST", ":replay"), ("GET", "/deliveries")),
    ("DELETE", ""),
)
STEPS = ("/comments", "/review", ":publish", ":reopen", ":dismiss", ":correct")
REVISED = "revised"
# Only what has ended is sent again, and no courier runs here.
NEVER_WELL = {("POST", "/v1/webhooks/{id}/deliveries/{id}:replay")}


class TwoTenants(Talk, RuleBasedStateMachine):
    """Every step is one tenant's; every answer is looked through."""

    def __init__(self) -> None:
        """Two fresh workspaces in the database of the running service."""
        super().__init__()
        self.tenants = (Tenant(self.site, "a"), Tenant(self.site, "b"))
        self.number = 0

    @initialize(form=st.sampled_from(["text", "html", "ninjs", "batch"]))
    def move_in(self, form: str) -> None:
        """Each has something that the other must not see."""
        for who in (0, 1):
            self.settle(who, 1)
            self.submit(who, form)
            self.judge(who)
            self.hook(who)

    @rule(who=TENANTS, form=st.sampled_from(["text", "html", "ninjs", "batch"]))
    def submit(self, who: int, form: str) -> None:
        """A new article, with the canary wherever words can be; its claims come with it."""
        me = self.tenants[who]
        self.number += 1
        article = self.taken(who, form, f"{SHARED} {me.canary}.", f"{me.canary}-{self.number}")
        found = claimrows.put(
            self.site.database.worker_url,
            article,
            Given(text=f"{SHARED} {me.canary}.", speaker=f"Mayor {me.canary}", subject=f"bridge {me.canary}", publisher=me.canary),
            Given(kind="percentage", value_type="Percentage", unit="%", text=f"{me.canary} 10%", start=20),
        )  # fmt: skip
        me.articles.append(article)
        me.claims += [str(claim) for claim in found]

    @rule(who=TENANTS, which=CHOICE)
    def submit_what_the_other_has(self, who: int, which: int) -> None:
        """The same external id, to the letter, makes an article of one's own."""
        me, other = self.tenants[who], self.tenants[1 - who]
        answer = self.ask(who, "POST", "/v1/articles", json={"text": SHARED, "externalId": f"shared-{which % 3}"})
        assert answer.status_code in {200, 202}
        assert answer.json()["id"] not in other.articles
        if answer.status_code == 202 and answer.json()["id"] not in me.articles:
            me.articles.append(answer.json()["id"])

    @rule(who=TENANTS, which=CHOICE, changes=st.permutations(["DELETE", ":withdraw", ":reextract", REVISED]))
    def change_an_article(self, who: int, which: int, changes: list[str]) -> None:
        """Erase it, take it back, read it again, revise it; the other's is none of ours."""
        me, other = self.tenants[who], self.tenants[1 - who]
        for article in self.one(other.articles, which):
            for how in (":withdraw", ":reextract", "DELETE"):
                assert self.ask(who, *self.call(f"/v1/articles/{article}", how)).status_code == 404
            assert self.ask(who, "GET", f"/v1/articles/{article}/events").status_code == 404
        for article in self.one(me.articles, which):
            for how in changes:
                if how == REVISED:
                    sent = {"text": f"{me.canary} {uuid4()}", "externalId": f"{me.canary}-1"}
                    self.ask(who, "POST", "/v1/articles", json=sent)
                else:
                    self.ask(who, *self.call(f"/v1/articles/{article}", how))
                if how == ":withdraw":  # then the stream of its events has an end
                    placed(self.site)
                    self.ask(who, "GET", f"/v1/articles/{article}/events")

    @rule(who=TENANTS)
    def take(self, who: int) -> None:
        """The next claim, which is never the other's."""
        me, other = self.tenants[who], self.tenants[1 - who]
        answer = self.ask(who, "POST", "/v1/review/leases", json={"reviewer": f"Anna {me.canary}"})
        if answer.status_code == 201:
            assert answer.json()["claim"]["id"] not in other.claims
            me.leases.append(answer.json())

    @rule(who=TENANTS, which=CHOICE, things=st.permutations(["renew", "release", "verdict"]))
    def use_a_lease(self, who: int, which: int, things: list[str]) -> None:
        """Judge under it, hold it longer, give it back; with the other's none of it works."""
        self.take(who)
        me, other = self.tenants[who], self.tenants[1 - who]
        for thing in things:
            for mine in me.leases[-1:]:
                answer = self.with_lease(who, mine, mine["claim"]["id"], thing)
                assert answer.status_code in {200, 201, 204, 404, 409}
            for theirs in self.one(other.leases, which):
                assert self.with_lease(who, theirs, theirs["claim"]["id"], thing).status_code == 404
                for claim in self.one(me.claims, which):
                    if thing == "verdict":
                        assert self.with_lease(who, theirs, claim, thing).status_code in {404, 409}

    @rule(who=TENANTS, which=CHOICE, steps=st.permutations(STEPS))
    def take_steps(self, who: int, which: int, steps: list[str]) -> None:
        """Comment, assign and tag, publish, reopen, dismiss, correct: some are possible, none with the other's claim."""
        me, other = self.tenants[who], self.tenants[1 - who]
        bodies: dict[str, dict[str, Any]] = {
            "/comments": {"text": f"I doubt it, {me.canary}."},
            "/review": {"assignedTo": f"Ben {me.canary}", "tags": [f"tag-{me.canary}"]},
            ":correct": {"rating": "false", "explanation": me.canary, "note": me.canary},
        }
        for claims, foreign in ((me.claims, False), (other.claims, True)):
            for claim in self.one(claims, which):
                for step in steps:
                    body = bodies.get(step, {"note": me.canary}) | {"reviewer": f"Ben {me.canary}"}
                    method = "PATCH" if step == "/review" else "POST"
                    answer = self.ask(who, method, f"/v1/claims/{claim}{step}", json=body, headers={"If-Match": "*"})
                    assert answer.status_code == 404 if foreign else answer.status_code in {200, 201, 404, 409}

    @rule(who=TENANTS)
    def hook(self, who: int) -> None:
        """A webhook, with a message on its way."""
        me = self.tenants[who]
        body = {"url": f"https://cms.example.com/{me.canary}", "description": me.canary, "events": ["claim.created"]}
        made = self.ask(who, "POST", "/v1/webhooks", json=body | {"filters": {"publishers": [me.canary]}})
        if made.status_code == 201:
            me.webhooks.append(made.json()["id"])
            sent = self.ask(who, "POST", f"/v1/webhooks/{made.json()['id']}:test")
            me.deliveries.append(f"{made.json()['id']}/deliveries/{sent.json()['id']}")
            assert self.ask(who, "GET", f"/v1/webhooks/{me.deliveries[-1]}").status_code == 200

    @rule(who=TENANTS, which=CHOICE, calls=st.permutations(WEBHOOK_CALLS))
    def use_a_webhook(self, who: int, which: int, calls: list[tuple[str, str]]) -> None:
        """Look at it, change, rotate, test, replay, delete; nothing of it with the other's."""
        bodies = {("POST", ":replay"): {"since": "2026-01-01T00:00:00Z"}, ("PATCH", ""): {"enabled": True}}
        for owner in (who, 1 - who):
            for webhook in self.one(self.tenants[owner].webhooks, which):
                for method, behind in calls:
                    answer = self.ask(who, method, f"/v1/webhooks/{webhook}{behind}", json=bodies.get((method, behind)))
                    assert owner == who or answer.status_code == 404
            for delivery in self.one(self.tenants[owner].deliveries, which):
                for verb, end in (("GET", ""), ("POST", ":replay")):
                    answer = self.ask(who, verb, f"/v1/webhooks/{delivery}{end}")
                    assert owner == who or answer.status_code == 404

    @rule(who=TENANTS)
    def judge(self, who: int) -> None:
        """The next claim from the queue to its readers: verdicts until it is judged, published, corrected."""
        me, other = self.tenants[who], self.tenants[1 - who]
        claim = ""
        for reviewer in ("Anna", "Ben"):
            answer = self.ask(who, "POST", "/v1/review/leases", json={"reviewer": f"{reviewer} {me.canary}"})
            if answer.status_code != 201:
                return
            lease = answer.json()
            assert lease["claim"]["id"] not in other.claims
            claim = f"/v1/claims/{lease['claim']['id']}"
            judged = self.with_lease(who, lease, lease["claim"]["id"], "verdict", reviewer)
            if judged.json()["claim"]["review"]["state"] == "judged":
                break
        for step, body in ((":publish", {}), (":correct", {"rating": "mixed", "explanation": me.canary})):
            self.ask(who, "POST", claim + step, json=body | {"reviewer": me.canary}, headers={"If-Match": "*"})
        self.ask(who, "GET", f"{claim}/claimreview")

    @rule(who=TENANTS, required=st.integers(1, 2))
    def settle(self, who: int, required: int) -> None:
        """How the workspace reviews, and who publishes; a key with a name."""
        me = self.tenants[who]
        publisher = {
            "name": me.canary,
            "url": f"https://{me.canary}.example/",
            "urlTemplate": "https://x.example/{claimId}",
        }
        self.ask(who, "PUT", "/v1/review/settings", json={"required": required, "publisher": publisher})
        made = self.ask(
            who, "POST", "/v1/keys", json={"name": me.canary, "scopes": ["claims:read"], "reviewer": me.canary}
        )
        assert self.ask(1 - who, "DELETE", f"/v1/keys/{made.json()['id']}").status_code == 404
        assert self.ask(who, "DELETE", f"/v1/keys/{made.json()['id']}").status_code == 200

    @rule(who=TENANTS, which=CHOICE)
    def look_at_one(self, who: int, which: int) -> None:
        """All there is of an article and a claim: one's own, and not the other's."""
        for owner in (who, 1 - who):
            tenant = self.tenants[owner]
            for article in self.one(tenant.articles, which):
                for part in OF_AN_ARTICLE:
                    answer = self.ask(who, "GET", f"/v1/articles/{article}{part}")
                    assert owner == who or answer.status_code == 404
            for claim in self.one(tenant.claims, which):
                for part in OF_A_CLAIM:
                    answer = self.ask(who, "GET", f"/v1/claims/{claim}{part}")
                    assert owner == who or answer.status_code == 404

    @rule(who=TENANTS)
    def look_around(self, who: int) -> None:
        """All listings, exports, feeds and figures; and what is searched for by the other's very words."""
        other = self.tenants[1 - who]
        placed(self.site)
        for path in COLLECTIONS:
            assert self.ask(who, "GET", path).status_code == 200
        for name in ("q", "speaker", "subject", "publisher", "tag"):
            answer = self.ask(who, "GET", f"/v1/claims?{name}={other.canary}")
            assert answer.json() == {"items": [], "next": None}
        assert self.ask(who, "GET", f"/v1/articles?externalId={other.canary}-1").json()["items"] == []

    @invariant()
    def nobody_is_named_in_the_open(self) -> None:
        """What needs no key says nothing of anybody."""
        text = requests.get(f"{self.site.url}/healthz", timeout=20).text
        assert not any(tenant.canary in text for tenant in self.tenants)


def test_no_word_of_a_workspace_reaches_another(site: Site) -> None:
    """Whatever the two do, in whatever order; and every operation of the contract was among it, and went well."""
    answered: dict[tuple[str, str], set[int]] = {}
    machine = type("Bound", (TwoTenants,), {"site": site, "answered": answered})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=24,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        ),
    )
    heard = {operation for operation, statuses in answered.items() if min(statuses) < 300}
    documented = {
        (method.upper(), re.sub(r"\{\w+\}", "{id}", path))
        for path, item in CONTRACT["paths"].items()
        for method in set(item) - {"parameters"}
    }
    assert documented - heard == NEVER_WELL


def test_the_machine_would_find_a_leak(site: Site) -> None:
    """Its own words come back to whoever said them: a canary can be heard."""
    machine = type("Bound", (TwoTenants,), {"site": site, "answered": {}})()
    machine.submit(0, "text")
    machine.tenants = (machine.tenants[0], machine.tenants[0])  # the same workspace on both sides
    with pytest.raises(AssertionError):
        machine.look_around(1)
