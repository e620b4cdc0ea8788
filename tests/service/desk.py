"""A desk as tests drive it: workspaces of their own, people with keys, claims in the queue."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import psycopg
import requests

from schemas.records import Scope
from tests.service import claimrows
from tests.service.claimrows import Given
from tests.service.site import Site


@dataclass(frozen=True, slots=True)
class Person:
    """A reviewer with a key of their own."""

    site: Site
    key: str
    name: str

    def ask(self, method: str, path: str, **options: Any) -> requests.Response:
        """One request with this person's key."""
        return self.site.request(method, path, key=self.key, **options)

    def take(self, **filters: Any) -> requests.Response:
        """Ask for the next claim."""
        return self.ask("POST", "/v1/review/leases", json=filters)

    def judge(self, lease: dict[str, Any], rating: str = "true", **more: Any) -> requests.Response:
        """Judge the claim of a lease."""
        path = f"/v1/claims/{lease['claim']['id']}/verdicts"
        return self.ask("POST", path, json={"lease": lease["id"], "rating": rating, **more})

    def step(self, claim: str, action: str, version: int | str | None, **body: Any) -> requests.Response:
        """A step with If-Match (None: without)."""
        headers = {} if version is None else {"If-Match": f'"{version}"'}
        return self.ask("POST", f"/v1/claims/{claim}:{action}", json=body, headers=headers)

    def claim(self, claim: str) -> dict[str, Any]:
        """The claim as it stands."""
        found: dict[str, Any] = self.ask("GET", f"/v1/claims/{claim}").json()
        return found

    def history(self, claim: str) -> list[dict[str, Any]]:
        """What happened to it, newest first."""
        items: list[dict[str, Any]] = self.ask("GET", f"/v1/claims/{claim}/history").json()["items"]
        return items


@dataclass(frozen=True, slots=True)
class Desk:
    """A workspace of its own with a desk leader's key."""

    site: Site
    workspace: str
    leader: Person

    def person(self, name: str) -> Person:
        """A reviewer with a key of their own."""
        asked = {"name": f"{name}'s key", "reviewer": name, "scopes": ["review:write", "claims:read"]}
        return Person(self.site, self.leader.ask("POST", "/v1/keys", json=asked).json()["key"], name)

    def article(self, text: str = "It cost 10 dollars.", **fields: Any) -> str:
        """An article without claims."""
        sent = {"text": f"{text} {uuid4()}", **fields}
        article: str = self.leader.ask("POST", "/v1/articles", json=sent).json()["id"]
        return article

    def claims(self, *given: Given, article: str | None = None) -> list[str]:
        """Claims in the queue; their ids."""
        ids = claimrows.put(self.site.database.worker_url, article or self.article(), *given)
        return [str(claim) for claim in ids]

    def settle(self, **settings: Any) -> None:
        """Change how the workspace reviews."""
        answer = self.leader.ask("PUT", "/v1/review/settings", json=settings)
        assert answer.status_code == 200, answer.text

    def run(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """SQL as the owner of the tables, for what no request can do or see."""
        with psycopg.connect(self.site.database.migrator_url) as db:
            cursor = db.execute(statement, values)
            return cursor.fetchall() if cursor.description else []


def open_desk(site: Site) -> Desk:
    """A fresh workspace."""
    name = f"desk {uuid4()}"
    return Desk(site, name, Person(site, site.make_key(name, *Scope), "test"))


def problem(answer: requests.Response) -> tuple[int, str]:
    """Status and the last part of the problem's type."""
    return answer.status_code, str(answer.json()["type"]).rpartition("/")[2]
