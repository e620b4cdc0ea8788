"""How a workspace reviews: defaults, changes, and what is refused."""

from typing import Any

import pytest

from service.v1.reviewexamples import SETTINGS
from tests.service.claimrows import Given
from tests.service.desk import open_desk, problem
from tests.service.site import Site

PATH = "/v1/review/settings"


def test_a_workspace_begins_with_the_defaults(site: Site) -> None:
    """Seven ratings, one verdict, a quarter of an hour."""
    answer = open_desk(site).leader.ask("GET", PATH)
    assert answer.headers["ETag"] == '"0"'
    body = answer.json()
    names = ["true", "mostlyTrue", "mixed", "mostlyFalse", "false", "unverifiable", "notAClaim"]
    assert [rating["name"] for rating in body["ratings"]] == names
    assert (body["required"], body["leaseSeconds"], body["publishWhenJudged"]) == (1, 900, False)


def test_settings_come_back_as_they_were_put(site: Site) -> None:
    """With a version that tells who was first."""
    leader = open_desk(site).leader
    assert leader.ask("PUT", PATH, json=SETTINGS, headers={"If-Match": '"0"'}).headers["ETag"] == '"1"'
    assert leader.ask("GET", PATH).json() == SETTINGS
    assert problem(leader.ask("PUT", PATH, json={}, headers={"If-Match": '"0"'})) == (412, "precondition-failed")
    assert leader.ask("PUT", PATH, json={}, headers={"If-Match": '"1"'}).headers["ETag"] == '"2"'
    assert leader.ask("PUT", PATH, json={}).headers["ETag"] == '"3"'


def test_a_version_that_never_was_is_refused(site: Site) -> None:
    """Also before there are any settings."""
    leader = open_desk(site).leader
    assert problem(leader.ask("PUT", PATH, json={}, headers={"If-Match": '"4"'})) == (412, "precondition-failed")
    assert leader.ask("GET", PATH).headers["ETag"] == '"0"'


@pytest.mark.parametrize(
    "header", ["", ",", '"', "abc", '""', 'W/"0"', '"7", "8"', '"-1"', '"1e3"', f'"{"9" * 30}"', "9" * 300]
)
def test_an_if_match_that_names_no_version_is_refused(site: Site, header: str) -> None:
    """412 whatever it is, for settings and for steps: nobody has seen such a version."""
    desk = open_desk(site)
    answer = desk.leader.ask("PUT", PATH, json={}, headers={"If-Match": header})
    assert problem(answer) == (412, "precondition-failed")
    (claim,) = desk.claims(Given())
    step = desk.leader.ask("POST", f"/v1/claims/{claim}:dismiss", json={}, headers={"If-Match": header})
    assert problem(step) == (412, "precondition-failed")


def test_another_workspace_keeps_its_own(site: Site) -> None:
    """One desk's double review is not the other's."""
    ours, theirs = open_desk(site), open_desk(site)
    ours.settle(required=3)
    assert theirs.leader.ask("GET", PATH).json()["required"] == 1


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"required": 0}, "/required"),
        ({"required": 10}, "/required"),
        ({"required": "2"}, "/required"),
        ({"leaseSeconds": 5}, "/leaseSeconds"),
        ({"ratings": []}, "/ratings"),
        ({"ratings": [{"name": "a", "label": "A"}, {"name": "a", "label": "B"}]}, "/ratings"),
        ({"ratings": [{"name": "Not a name", "label": "A"}, {"name": "b", "label": "B"}]}, "/ratings/0/name"),
        ({"rules": [{"kind": "date"}]}, "/rules/0/required"),
        ({"rules": [{"required": 2, "kind": "colour"}]}, "/rules/0/kind"),
        ({"publisher": {"urlTemplate": "https://news.example/checks"}}, "/publisher/urlTemplate"),
        ({"publisher": {"urlTemplate": "ftp://news.example/{claimId}"}}, "/publisher/urlTemplate"),
        ({"publisher": {"urlTemplate": "https://news.example/{claimId}/{other}"}}, "/publisher/urlTemplate"),
        ({"publisher": {"url": "javascript:alert(1)"}}, "/publisher/url"),
        ({"colour": "red"}, "/colour"),
    ],
)
def test_settings_of_the_wrong_shape_are_refused(site: Site, body: dict[str, Any], pointer: str) -> None:
    """422 with a pointer."""
    answer = site.request("PUT", PATH, json=body)
    assert problem(answer) == (422, "validation-failed")
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


@pytest.mark.parametrize("tag", ['"", W/"u"', '""', "x", '"99999999999999999999"', '"1", "2"'])
def test_a_tag_that_is_no_version_changes_nothing(site: Site, tag: str) -> None:
    """412 for whatever else an If-Match may hold; some of it is None to the library."""
    leader = open_desk(site).leader
    assert problem(leader.ask("PUT", PATH, json=SETTINGS, headers={"If-Match": tag})) == (412, "precondition-failed")
