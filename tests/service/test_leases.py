"""Handing out claims: the worthiest that fits, to one reviewer at a time."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from tests.service.claimrows import Given
from tests.service.desk import Desk, open_desk, problem
from tests.service.site import Site

QUEUE = {
    "low": Given(worthiness=100, start=0),
    "date": Given(kind="date", value_type="Date", unit=None, worthiness=400, start=10),
    "ja": Given(language="ja", worthiness=500, start=20),
    "herald": Given(publisher="Herald", worthiness=600, start=30),
    "mayor": Given(speaker="the Mayor", text="The mayor said so.", worthiness=700, start=40),
    "top": Given(worthiness=900, start=50),
}


@pytest.fixture
def queue(desk: Desk) -> dict[str, str]:
    """The claims above; their ids by name."""
    return dict(zip(QUEUE, desk.claims(*QUEUE.values()), strict=True))


def test_the_worthiest_comes_first(desk: Desk, queue: dict[str, str]) -> None:
    """One after the other, and at last nothing."""
    anna = desk.person("Anna")
    taken = [anna.take() for _ in queue]
    assert [answer.json()["claim"]["id"] for answer in taken] == list(reversed(queue.values()))
    assert taken[0].headers["Location"] == f"/v1/review/leases/{taken[0].json()['id']}"
    nothing = anna.take()
    assert (nothing.status_code, nothing.content) == (204, b"")


@pytest.mark.parametrize(
    ("filters", "name"),
    [
        ({"kind": "date"}, "date"),
        ({"language": "ja"}, "ja"),
        ({"language": "ja", "kind": "date"}, None),
        ({"publisher": "Herald"}, "herald"),
        ({"publisher": "herald"}, None),
        ({"speaker": "mayor"}, "mayor"),
        ({"speaker": "minister"}, None),
        ({"minWorthiness": "0.9"}, "top"),
        ({"minWorthiness": "0.901"}, None),
        ({"tags": ["election"]}, "low"),
        ({"tags": ["election", "budget"]}, None),
    ],
)
def test_a_filter_hands_out_what_fits(
    desk: Desk, queue: dict[str, str], filters: dict[str, Any], name: str | None
) -> None:
    """And nothing else, however worthy."""
    anna = desk.person("Anna")
    path = f"/v1/claims/{queue['low']}/review"
    tagged = anna.ask("PATCH", path, json={"tags": ["election"]}, headers={"If-Match": '"1"'})
    assert tagged.json()["review"]["tags"] == ["election"]
    answer = anna.take(**filters)
    assert (answer.json()["claim"]["id"] if answer.content else None) == (queue[name] if name else None)


def test_an_article_s_claims_can_be_reviewed_alone(desk: Desk, queue: dict[str, str]) -> None:
    """Whatever else waits."""
    article = desk.article("another")
    (own,) = desk.claims(Given(worthiness=1), article=article)
    anna = desk.person("Anna")
    assert anna.take(articleId=article).json()["claim"]["id"] == own
    assert anna.take(articleId=article).status_code == 204
    assert own not in queue.values()


def test_two_reviewers_never_hold_the_same_claim(desk: Desk) -> None:
    """They ask at the same moment, again and again."""
    people = [desk.person(name) for name in ("Anna", "Ben")]
    for number in range(10):
        desk.claims(Given(start=number))
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda person: person.take(), people))
        assert sorted(answer.status_code for answer in answers) == [201, 204]


def test_a_claim_that_is_held_is_refused_to_others(desk: Desk, queue: dict[str, str]) -> None:
    """Asked for by its id, the answer says why."""
    anna, ben = desk.person("Anna"), desk.person("Ben")
    lease = anna.take(claimId=queue["low"]).json()
    assert lease["claim"]["id"] == queue["low"]
    assert problem(ben.take(claimId=queue["low"])) == (409, "claim-leased")
    assert anna.judge(lease).status_code == 201
    assert problem(anna.take(claimId=queue["low"])) == (409, "invalid-transition")
    assert problem(ben.take(claimId=str(uuid4()))) == (404, "not-found")


def test_a_lease_returns_by_itself(desk: Desk, queue: dict[str, str]) -> None:
    """Nobody has to sweep: when its time is over the claim is handed out again, and the old lease is worth nothing."""
    anna, ben = desk.person("Anna"), desk.person("Ben")
    lost = anna.take(seconds=600).json()
    desk.run("UPDATE claims SET leased_until = now() - interval '1 s' WHERE id = %s", queue["top"])
    found = ben.take().json()
    assert found["claim"]["id"] == lost["claim"]["id"]
    assert problem(anna.judge(lost)) == (409, "lease-not-held")
    assert anna.ask("DELETE", f"/v1/review/leases/{lost['id']}").status_code == 404
    assert anna.ask("POST", f"/v1/review/leases/{lost['id']}:renew", json={}).status_code == 404
    assert ben.judge(found).status_code == 201


def test_a_lease_can_be_renewed_and_given_back(desk: Desk, queue: dict[str, str]) -> None:
    """Renewed it ends later; given back it is the next reviewer's."""
    anna, ben = desk.person("Anna"), desk.person("Ben")
    lease = anna.take(seconds=60).json()
    renewed = anna.ask("POST", f"/v1/review/leases/{lease['id']}:renew", json={"seconds": 600}).json()
    assert (renewed["id"], renewed["endsAt"] > lease["endsAt"]) == (lease["id"], True)
    assert anna.ask("DELETE", f"/v1/review/leases/{lease['id']}").status_code == 204
    assert anna.ask("DELETE", f"/v1/review/leases/{lease['id']}").status_code == 404
    assert ben.take().json()["claim"]["id"] == queue["top"]


def test_an_assigned_claim_waits_for_its_reviewer(desk: Desk, queue: dict[str, str]) -> None:
    """It is handed out to nobody else, and to its reviewer like any other."""
    anna, ben = desk.person("Anna"), desk.person("Ben")
    path = f"/v1/claims/{queue['top']}/review"
    assert anna.ask("PATCH", path, json={"assignedTo": "Ben"}, headers={"If-Match": '"1"'}).status_code == 200
    assert anna.take().json()["claim"]["id"] == queue["mayor"]
    assert ben.take().json()["claim"]["id"] == queue["top"]


def test_what_is_superseded_is_not_handed_out(desk: Desk) -> None:
    """Its article does not say it any more."""
    (gone,) = desk.claims(Given(status="superseded"))
    anna = desk.person("Anna")
    assert anna.take().status_code == 204
    assert problem(anna.take(claimId=gone)) == (409, "claim-not-current")


def test_another_workspace_has_a_queue_of_its_own(site: Site, desk: Desk, queue: dict[str, str]) -> None:
    """Neither its claims nor its leases are seen."""
    stranger = open_desk(site).person("Anna")
    assert stranger.take().status_code == 204
    assert problem(stranger.take(claimId=queue["top"])) == (404, "not-found")
    lease = desk.person("Anna").take().json()
    assert problem(stranger.ask("DELETE", f"/v1/review/leases/{lease['id']}")) == (404, "not-found")
    assert problem(stranger.judge(lease)) == (404, "not-found")


def test_a_person_s_key_speaks_for_that_person_only(desk: Desk, queue: dict[str, str]) -> None:
    """A tool's key names its reviewers; without a name it reviews as itself."""
    anna, tool = desk.person("Anna"), desk.leader
    assert problem(anna.take(reviewer="Ben")) == (403, "reviewer-fixed")
    assert anna.take(reviewer="Anna").json()["reviewer"] == "Anna"
    assert tool.take(reviewer="Ben").json()["reviewer"] == "Ben"
    assert tool.take().json()["reviewer"] == "test"
    assert len(queue) > 3


def test_a_claim_that_repeats_a_checked_one_is_had_by_name_only(desk: Desk) -> None:
    """It is out of the queue; whoever wants to judge it all the same takes it by its id."""
    first, second = desk.claims(Given(start=0), Given(start=5))
    desk.run("UPDATE claims SET review_state = 'alreadyChecked', checked_claim_id = %s WHERE id = %s", first, second)
    anna = desk.person("Anna")
    assert anna.take().json()["claim"]["id"] == first
    assert anna.take().status_code == 204
    assert anna.take(claimId=second).json()["claim"]["review"]["checkedClaim"] == first
