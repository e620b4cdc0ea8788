"""Every link of the contract, followed: its operation takes what the answer before it has said, and succeeds."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pytest
import requests
import schemathesis
import yaml
from schemathesis.core.result import Ok

from service.app import create_app
from service.config import Config
from tests.service.claimrows import Given
from tests.service.desk import Desk, open_desk
from tests.service.site import Site

DOCUMENT: dict[str, Any] = yaml.safe_load(
    create_app(Config(database_url="postgresql://nowhere.invalid/")).extensions["openapi"]
)
OPERATIONS: dict[str, Any] = {
    each.ok().definition.raw["operationId"]: each.ok()
    for each in schemathesis.openapi.from_dict(DOCUMENT).get_all_operations()
    if isinstance(each, Ok)
}


class Link(NamedTuple):
    """From an answer of one operation to another one."""

    source: str
    status: int
    target: str
    given: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answered:
    """A call and what came back."""

    case: Any
    response: requests.Response


def links() -> Iterator[Link]:
    """All of them, in the order of the document."""
    for name, operation in OPERATIONS.items():
        for status, answer in operation.definition.raw["responses"].items():
            for given in answer.get("links", {}).values():
                yield Link(name, int(status), given["operationId"], given)


LINKS = list(links())


# What nobody has judged has no ClaimReview yet, and what is under way is not sent again.
NOT_YET = {"getClaimReview": 409, "postReplayDelivery": 409}
# A stream that goes on for a minute: tests/service/test_progress.py follows it.
UNLINKED = {"getArticleEvents"}


@pytest.mark.parametrize("link", LINKS, ids=lambda link: f"{link.source} to {link.target}")
def test_a_link_leads_on(site: Site, link: Link) -> None:
    """The answer it begins with is had by links too; all on the way are what the contract says."""
    desk = open_desk(site)
    desk.claims(*(Given(start=number) for number in range(3)))
    status = follow(desk, link).response.status_code
    assert status == NOT_YET.get(link.target, status)
    assert status < 300 or link.target in NOT_YET


def test_whatever_takes_an_id_is_reached_by_a_link() -> None:
    """A new operation wants a link that leads to it."""
    with_id = {name for name, operation in OPERATIONS.items() if "{" in operation.path}
    assert with_id - {link.target for link in LINKS} == UNLINKED


def follow(desk: Desk, link: Link) -> Answered:
    """Get the answer that the link begins with, and go on from it."""
    before = reach(desk, link.source)
    assert before.response.status_code == link.status, before.response.text
    parameters = {name: resolve(value, before) for name, value in link.given.get("parameters", {}).items()}
    body = {name: resolve(value, before) for name, value in link.given.get("requestBody", {}).items()}
    return call(desk, link.target, parameters, body)


def reach(desk: Desk, name: str) -> Answered:
    """An answer of this operation: at once if it needs no id, else by the first link that leads to it."""
    if "{" not in OPERATIONS[name].path:
        return call(desk, name, {}, {})
    return follow(desk, next(link for link in LINKS if link.target == name))


def call(desk: Desk, name: str, parameters: dict[str, Any], body: dict[str, Any]) -> Answered:
    """One call with the contract's own example of a body, checked against the contract."""
    operation = OPERATIONS[name]
    in_path = {one: value for one, value in parameters.items() if f"{{{one}}}" in operation.path}
    query = {one: value for one, value in parameters.items() if one not in in_path}
    content = operation.definition.raw.get("requestBody", {}).get("content", {})
    made: dict[str, Any] = {}
    if "application/json" in content:
        made = {"body": body or content["application/json"]["example"], "media_type": "application/json"}
    case = operation.Case(path_parameters=in_path, query=query, headers={"If-Match": "*"}, **made)
    response = case.call(base_url=desk.site.url, headers={"Authorization": f"Bearer {desk.leader.key}"}, timeout=20)
    case.validate_response(response)
    return Answered(case, response)


def resolve(expression: Any, before: Answered) -> Any:
    """A runtime expression of OpenAPI, as far as the contract uses them; anything else is meant as it stands."""
    source, _, pointer = str(expression).partition("#")
    if source == "$response.body":
        value = before.response.json()
        for part in pointer.split("/")[1:]:
            value = value[int(part)] if isinstance(value, list) else value[part]
        return value
    if source.startswith("$request.path."):
        return before.case.path_parameters[source.removeprefix("$request.path.")]
    return expression
