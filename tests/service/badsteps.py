"""Bad requests that need something before them: a lease, a version, a key, another tenant, a database that is away."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import psycopg
import requests

from schemas.records import Scope
from service import apikey
from tests.schemas.test_targets import FORBIDDEN
from tests.service.claimrows import Given
from tests.service.desk import Desk, Person

QUOTA = 60
ANOTHER = "00000000-0000-7000-8000-000000000000"


@dataclass(frozen=True, slots=True)
class Scene:
    """A workspace of the case's own."""

    desk: Desk

    @property
    def anna(self) -> Person:
        """A reviewer."""
        return self.desk.person("Anna")

    def post(self, text: str = "12 people.", key: str | None = None, **headers: str) -> requests.Response:
        """Submit an article."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.desk.site.request(
            "POST", "/v1/articles", json={"text": text}, headers=named, key=key or self.desk.leader.key
        )

    def get(self, path: str, authorization: str) -> requests.Response:
        """Ask with this header."""
        headers = {"Authorization": authorization} if authorization else {}
        return requests.get(self.desk.site.url + path, headers=headers, timeout=20)

    def claim(self) -> str:
        """A claim in the queue."""
        return self.desk.claims(Given())[0]

    def verdict(self, claim: str, who: Person, headers: dict[str, str] | None = None, **body: str) -> requests.Response:
        """A verdict as somebody might send it."""
        return who.ask("POST", f"/v1/claims/{claim}/verdicts", json={"rating": "true", **body}, headers=headers or {})

    def other(self) -> str:
        """A key of another workspace."""
        return self.desk.site.make_key(f"not {self.desk.workspace}", *Scope)


@dataclass(frozen=True, slots=True)
class Step:
    """What is done, its last answer, and whether that says when to come again. No code: it is accepted."""

    name: str
    status: int
    code: str
    act: Callable[[Scene], requests.Response]
    later: bool = False


def _with_key(**times: str) -> Callable[[Scene], requests.Response]:
    return lambda scene: scene.get(
        "/v1/articles", f"Bearer {scene.desk.site.make_key(scene.desk.workspace, *Scope, **times)}"
    )


def _reader(scene: Scene) -> requests.Response:
    return scene.post(key=scene.desk.site.make_key(scene.desk.workspace, Scope.CLAIMS_READ))


def _theirs(scene: Scene) -> requests.Response:
    article = scene.post().json()["id"]
    return scene.get(f"/v1/articles/{article}", f"Bearer {scene.other()}")


def _erased(scene: Scene) -> requests.Response:
    path = scene.post().headers["Location"]
    assert scene.desk.leader.ask("DELETE", path).ok
    return scene.desk.leader.ask("GET", path)


def _not_held(scene: Scene) -> requests.Response:
    return scene.verdict(scene.claim(), scene.anna, lease=ANOTHER)


def _held(scene: Scene) -> requests.Response:
    claim = scene.claim()
    assert scene.anna.take(claimId=claim).status_code == 201
    return scene.desk.person("Ben").take(claimId=claim)


def _twice(scene: Scene) -> requests.Response:
    scene.desk.settle(required=2)
    claim, anna = scene.claim(), scene.anna
    assert scene.verdict(claim, anna, {"If-Match": "*"}).status_code == 201
    return scene.verdict(claim, anna, {"If-Match": "*"})


def _unfit(scene: Scene) -> requests.Response:
    return scene.anna.step(scene.claim(), "publish", "1")


def _superseded(scene: Scene) -> requests.Response:
    (claim,) = scene.desk.claims(Given(status="superseded"))
    return scene.verdict(claim, scene.anna, {"If-Match": "*"})


def _as_another(scene: Scene) -> requests.Response:
    return scene.verdict(scene.claim(), scene.anna, {"If-Match": "*"}, reviewer="Ben")


def _stale(scene: Scene) -> requests.Response:
    return scene.verdict(scene.claim(), scene.anna, {"If-Match": '"7"'})


def _unseen(scene: Scene) -> requests.Response:
    return scene.verdict(scene.claim(), scene.anna)


def _again(scene: Scene) -> requests.Response:
    first, again = (scene.post("Once.", Idempotency_Key="k") for _ in range(2))
    assert (first.content, "Idempotent-Replayed" in first.headers) == (again.content, False)
    assert again.headers["Idempotent-Replayed"] == "true"
    return again


def _reused(scene: Scene) -> requests.Response:
    scene.post("One.", Idempotency_Key="k")
    return scene.post("Another.", Idempotency_Key="k")


def _in_flight(scene: Scene) -> requests.Response:
    ((workspace,),) = scene.desk.run("SELECT id FROM workspaces WHERE name = %s", scene.desk.workspace)
    with psycopg.connect(scene.desk.site.database.api_url) as db:
        db.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{workspace} k"])
        return scene.post(Idempotency_Key="k")


def _same_key_elsewhere(scene: Scene) -> requests.Response:
    scene.post("One.", Idempotency_Key="k")
    return scene.post("Another.", key=scene.other(), Idempotency_Key="k")


def _too_often(scene: Scene) -> requests.Response:
    answers = [scene.get("/v1/keys", f"Bearer {scene.desk.leader.key}") for _ in range(QUOTA + 10)]
    assert answers[0].status_code == 200
    return answers[-1]


def _away(scene: Scene) -> requests.Response:
    name = scene.desk.site.database.name
    server = scene.desk.site.database.superuser_url.replace(name, "postgres")
    with psycopg.connect(server, autocommit=True) as db:
        db.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false".encode())
        db.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        try:
            refused = scene.post()
        finally:
            db.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true".encode())
    end = time.monotonic() + 15  # the pool may still hold what is dead
    while (back := scene.post()).status_code == 503:
        assert time.monotonic() < end
    assert back.status_code == 202
    return refused


def _broken(scene: Scene) -> requests.Response:
    scene.desk.run("ALTER TABLE claims RENAME COLUMN worthiness TO weight")
    try:
        return scene.desk.leader.ask("GET", "/v1/claims")
    finally:
        scene.desk.run("ALTER TABLE claims RENAME COLUMN weight TO worthiness")


def _incomplete(scene: Scene) -> requests.Response:
    return scene.anna.ask("GET", f"/v1/claims/{scene.claim()}/claimreview")


def _one_more_hook(scene: Scene) -> requests.Response:
    scene.desk.run(
        "INSERT INTO webhooks (workspace_id, url, events, secret) SELECT id, 'https://cms.example.com/', '{claim.created}', 'x'"
        " FROM workspaces, generate_series(1, 100) WHERE name = %s",
        scene.desk.workspace,
    )
    return _hook("https://cms.example.com/")(scene)


def _under_way(scene: Scene) -> requests.Response:
    hook = f"/v1/webhooks/{_hook('https://cms.example.com/')(scene).json()['id']}"
    delivery = scene.desk.leader.ask("POST", f"{hook}:test").json()["id"]
    return scene.desk.leader.ask("POST", f"{hook}/deliveries/{delivery}:replay")


def _hook(url: str) -> Callable[[Scene], requests.Response]:
    body = {"url": url, "events": ["claim.created"]}
    return lambda scene: scene.desk.leader.ask("POST", "/v1/webhooks", json=body)


# These are no URLs at all, and answered as a wrong value.
_NO_URL = {"nothing", "too long"}

STEPS = [
    Step("the same request under its Idempotency-Key again", 202, "", _again, later=True),
    Step("another tenant's same Idempotency-Key", 202, "", _same_key_elsewhere, later=True),
    Step("no key", 401, "unauthenticated", lambda scene: scene.get("/v1/articles", "")),
    Step("an unknown key", 401, "unauthenticated", lambda scene: scene.get("/v1/articles", f"Bearer {apikey.make().text}")),
    Step("a malformed key", 401, "unauthenticated", lambda scene: scene.get("/v1/articles", "Bearer fc_short")),
    Step("a revoked key", 401, "unauthenticated", _with_key(revoked="now()")),
    Step("an expired key", 401, "unauthenticated", _with_key(ends="now() - interval '1 s'")),
    Step("a key in the address", 401, "unauthenticated", lambda scene: scene.get(f"/v1/articles?key={scene.desk.leader.key}", "")),
    Step("a key without the scope", 403, "insufficient-scope", _reader),
    Step("a person's key that speaks for somebody else", 403, "reviewer-fixed", _as_another),
    Step("another tenant's id", 404, "not-found", _theirs),
    Step("the lease of nobody", 409, "lease-not-held", _not_held),
    Step("a claim that somebody else holds", 409, "claim-leased", _held),
    Step("a second verdict by the same reviewer", 409, "already-judged", _twice),
    Step("a step that the state does not allow", 409, "invalid-transition", _unfit),
    Step("a verdict on what was superseded", 409, "claim-not-current", _superseded),
    Step("an Idempotency-Key that is being worked on", 409, "idempotency-key-in-use", _in_flight, later=True),
    Step("a ClaimReview of what nobody has judged", 409, "claimreview-incomplete", _incomplete),
    Step("the 101st webhook", 409, "too-many-webhooks", _one_more_hook),
    Step("a delivery that is under way sent again", 409, "delivery-under-way", _under_way),
    Step("an erased article", 410, "gone", _erased),
    Step("If-Match with another version", 412, "precondition-failed", _stale),
    Step("another body under the same Idempotency-Key", 422, "idempotency-key-reused", _reused),
    *(
        Step(f"a webhook to {name}", 422, "webhook-target-forbidden", _hook(url))
        for name, url in FORBIDDEN.items()
        if name not in _NO_URL
    ),
    *(Step(f"a webhook to {name}", 422, "validation-failed", _hook(FORBIDDEN[name])) for name in sorted(_NO_URL)),
    Step("neither a lease nor If-Match", 428, "precondition-required", _unseen),
    Step(f"{QUOTA + 10} requests at once where {QUOTA} a minute are allowed", 429, "rate-limited", _too_often, later=True),
    Step("a fault of our own: a column that is not there", 500, "internal-error", _broken),
    Step("PostgreSQL away", 503, "service-unavailable", _away, later=True),
]  # fmt: skip
