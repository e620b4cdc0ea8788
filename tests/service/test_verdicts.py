"""Verdicts: what they need, what they do, what is refused, and what is kept of it all."""

from typing import Any

import pytest

from tests.service.claimrows import Given
from tests.service.desk import Desk, Person, problem

OPINION = {
    "explanation": "The budget says otherwise.",
    "sources": [{"url": "https://city.example/budget", "title": "Budget", "quote": "9 dollars"}],
    "correctedValue": {"text": "9 dollars", "amount": "9", "unit": "USD"},
    "claimant": {"name": "The mayor", "type": "Person"},
    "firstAppearance": "https://city.example/press",
}


def test_one_key_press_judges_and_advances(desk: Desk, anna: Person) -> None:
    """The answer carries the verdict, the claim as it stands now, and the next lease."""
    first, second = desk.claims(Given(worthiness=2, start=0), Given(worthiness=1, start=5))
    lease = anna.take().json()
    answer = anna.judge(lease, "false", next={}, **OPINION)
    body = answer.json()
    assert answer.status_code == 201
    assert (body["verdict"]["rating"], body["verdict"]["reviewer"], body["verdict"]["round"]) == ("false", "Anna", 1)
    assert {name: body["verdict"][name] for name in OPINION} == OPINION
    assert body["claim"]["id"] == first
    assert body["claim"]["review"] == {
        "state": "judged", "required": 1, "submitted": 1, "verdict": "false", "assignedTo": None, "tags": [],
        "checkedClaim": None,
    }  # fmt: skip
    assert body["next"]["claim"]["id"] == second
    assert anna.judge(body["next"], next={}).json()["next"] is None


def test_a_verdict_without_lease_and_if_match_is_refused(desk: Desk, anna: Person) -> None:
    """428: nobody judges what they have not looked at."""
    (claim,) = desk.claims(Given())
    path = f"/v1/claims/{claim}/verdicts"
    assert problem(anna.ask("POST", path, json={"rating": "true"})) == (428, "precondition-required")
    stale = anna.ask("POST", path, json={"rating": "true"}, headers={"If-Match": '"7"'})
    assert problem(stale) == (412, "precondition-failed")
    seen = anna.ask("GET", f"/v1/claims/{claim}").headers["ETag"]
    assert anna.ask("POST", path, json={"rating": "true"}, headers={"If-Match": seen}).status_code == 201


def test_a_lease_of_another_claim_or_reviewer_is_none(desk: Desk, anna: Person, ben: Person) -> None:
    """409, and the claim is untouched."""
    first, second = desk.claims(Given(worthiness=2, start=0), Given(worthiness=1, start=5))
    lease = anna.take().json()
    assert problem(ben.judge(lease)) == (409, "lease-not-held")
    assert problem(anna.judge(lease | {"claim": {"id": second}})) == (409, "lease-not-held")
    held = ben.ask("POST", f"/v1/claims/{first}/verdicts", json={"rating": "true"}, headers={"If-Match": '"1"'})
    assert problem(held) == (409, "claim-leased")
    assert anna.claim(first)["version"] == 1


def test_a_second_verdict_is_refused(desk: Desk, anna: Person) -> None:
    """A reviewer judges a claim once a round, also without a lease."""
    desk.settle(required=2)
    (claim,) = desk.claims(Given())
    assert anna.judge(anna.take().json()).status_code == 201
    assert anna.take().status_code == 204
    again = anna.ask("POST", f"/v1/claims/{claim}/verdicts", json={"rating": "true"}, headers={"If-Match": '"2"'})
    assert problem(again) == (409, "already-judged")
    assert problem(anna.take(claimId=claim)) == (409, "already-judged")


def test_a_lease_is_used_up_by_its_verdict(desk: Desk, anna: Person) -> None:
    """Sending the same again changes nothing and says so."""
    (claim,) = desk.claims(Given())
    lease = anna.take().json()
    assert anna.judge(lease).status_code == 201
    assert problem(anna.judge(lease)) == (409, "lease-not-held")
    assert anna.claim(claim)["version"] == 2


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"rating": "perhaps"}, "/rating"),
        ({"rating": "Not a name"}, "/rating"),
        ({}, "/rating"),
        ({"rating": "true", "sources": [{"url": "javascript:alert(1)"}]}, "/sources/0/url"),
        ({"rating": "true", "sources": [{"title": "no address"}]}, "/sources/0/url"),
        ({"rating": "true", "correctedValue": {"text": "9", "amount": 9}}, "/correctedValue/amount"),
        ({"rating": "true", "correctedValue": {"text": "9", "amount": "1e9999999"}}, "/correctedValue/amount"),
        ({"rating": "true", "claimant": {"name": "X", "type": "Robot"}}, "/claimant/type"),
        ({"rating": "true", "explanation": " "}, "/explanation"),
        ({"rating": "true", "state": "published"}, "/state"),
        ({"rating": "true", "next": {"kind": "colour"}}, "/next/kind"),
    ],
)
def test_a_verdict_of_the_wrong_shape_is_refused(desk: Desk, anna: Person, body: dict[str, Any], pointer: str) -> None:
    """422 with a pointer; the lease lives on."""
    desk.claims(Given())
    lease = anna.take().json()
    path = f"/v1/claims/{lease['claim']['id']}/verdicts"
    answer = anna.ask("POST", path, json={"lease": lease["id"], **body})
    assert problem(answer) == (422, "validation-failed")
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert anna.judge(lease).status_code == 201


def test_two_that_agree_decide(desk: Desk, anna: Person, ben: Person) -> None:
    """With two required, the first changes nothing but the count."""
    desk.settle(required=2)
    (claim,) = desk.claims(Given())
    assert anna.claim(claim)["review"]["required"] == 2
    after_one = anna.judge(anna.take().json(), "false").json()["claim"]["review"]
    assert (after_one["state"], after_one["submitted"], after_one["verdict"]) == ("open", 1, None)
    after_two = ben.judge(ben.take().json(), "false").json()["claim"]["review"]
    assert (after_two["state"], after_two["submitted"], after_two["verdict"]) == ("judged", 2, "false")


def test_a_third_call_decides_a_dispute(desk: Desk, anna: Person, ben: Person) -> None:
    """Neither of the two gets the claim again; whoever comes third decides alone."""
    desk.settle(required=2)
    (claim,) = desk.claims(Given())
    anna.judge(anna.take().json(), "true")
    disputed = ben.judge(ben.take().json(), "false").json()["claim"]["review"]
    assert (disputed["state"], disputed["verdict"]) == ("disputed", None)
    assert (anna.take().status_code, ben.take().status_code) == (204, 204)
    carla = desk.person("Carla")
    decided = carla.judge(carla.take().json(), "mixed").json()["claim"]["review"]
    assert (decided["state"], decided["verdict"], decided["submitted"]) == ("judged", "mixed", 3)
    assert [entry["action"] for entry in anna.history(claim)] == ["decide", "dispute", "call"]


def test_verdicts_are_blind_until_the_round_is_complete(desk: Desk, anna: Person, ben: Person) -> None:
    """The second reviewer can find the first one's rating nowhere, the author can; then everybody."""
    desk.settle(required=2)
    (claim,) = desk.claims(Given())
    anna.judge(anna.take().json(), "mostlyFalse", explanation="a secret reason")
    blind = ben.ask("GET", f"/v1/claims/{claim}/history").text + str(ben.claim(claim)) + ben.take().text
    assert "mostlyFalse" not in blind
    assert "secret" not in blind
    assert ben.history(claim)[0]["sealed"] is True
    assert anna.history(claim)[0]["verdict"]["rating"] == "mostlyFalse"
    lease = ben.take()
    assert lease.status_code == 204  # taken above
    desk.run("UPDATE claims SET leased_until = now() WHERE id = %s", claim)
    ben.judge(ben.take().json(), "true")
    assert [entry["verdict"]["rating"] for entry in ben.history(claim)] == ["true", "mostlyFalse"]


def test_rules_say_which_claims_need_more(desk: Desk, anna: Person) -> None:
    """The first rule that fits counts; a claim made before the rule gets its number with the first verdict."""
    old, *_ = desk.claims(Given(language="ja", worthiness=900))
    desk.settle(
        required=1,
        rules=[{"required": 3, "language": "ja", "minWorthiness": "0.8"}, {"required": 2, "language": "ja"}],
    )
    given = [
        Given(language="ja", worthiness=800, start=1),
        Given(language="ja", worthiness=799, start=2),
        Given(start=3),
    ]
    required = [anna.claim(claim)["review"]["required"] for claim in desk.claims(*given)]
    assert required == [3, 2, 1]
    assert anna.claim(old)["review"]["required"] == 1
    review = anna.judge(anna.take(claimId=old).json()).json()["claim"]["review"]
    assert (review["state"], review["required"]) == ("open", 3)


def test_not_a_claim_takes_it_off_the_desk(desk: Desk, anna: Person) -> None:
    """A rating that dismisses decides like any other, and leaves nothing to publish."""
    (claim,) = desk.claims(Given())
    review = anna.judge(anna.take().json(), "notAClaim").json()["claim"]["review"]
    assert (review["state"], review["verdict"]) == ("dismissed", "notAClaim")
    assert problem(anna.step(claim, "publish", 2)) == (409, "invalid-transition")


def test_ratings_are_the_workspace_s_own(desk: Desk, anna: Person) -> None:
    """What is not on its list is refused, and what is on it need not be ours."""
    desk.settle(ratings=[{"name": "ok", "label": "OK", "value": 1}, {"name": "wrong", "label": "Wrong", "value": 0}])
    desk.claims(Given())
    lease = anna.take().json()
    assert problem(anna.judge(lease, "true")) == (422, "validation-failed")
    assert anna.judge(lease, "wrong").json()["claim"]["review"]["verdict"] == "wrong"


def test_a_claim_that_is_matched_while_held_still_takes_the_verdict(desk: Desk, anna: Person) -> None:
    """What a person has found out goes before the match; the history tells both."""
    checked, claim = desk.claims(Given(worthiness=1, start=0), Given(worthiness=2, start=5))
    lease = anna.take().json()
    match(desk, claim, checked)
    renewed = anna.ask("POST", f"/v1/review/leases/{lease['id']}:renew", json={}).json()["claim"]["review"]
    assert (renewed["state"], renewed["checkedClaim"]) == ("alreadyChecked", checked)
    review = anna.judge(lease, "false").json()["claim"]["review"]
    assert (review["state"], review["verdict"], review["checkedClaim"]) == ("judged", "false", None)
    (entry, *_) = anna.history(claim)
    assert (entry["before"]["state"], entry["after"]["state"]) == ("alreadyChecked", "judged")


def test_a_match_in_the_middle_of_a_blind_round_unseals_nothing(desk: Desk, anna: Person, ben: Person) -> None:
    """The second reviewer still cannot see the first one's call, and the round goes on with theirs."""
    desk.settle(required=2)
    checked, claim = desk.claims(Given(worthiness=1, start=0), Given(worthiness=2, start=5))
    anna.judge(anna.take().json(), "mostlyFalse")
    lease = ben.take().json()
    match(desk, claim, checked)
    assert [entry["sealed"] for entry in ben.history(claim)] == [True]
    assert ben.judge(lease, "true").json()["claim"]["review"]["state"] == "disputed"
    assert [entry["sealed"] for entry in ben.history(claim)] == [False, False]


def match(desk: Desk, claim: str, checked: str) -> None:
    """What a worker does to a claim that repeats a published one; see tests/workers/test_checked.py."""
    desk.run(
        "UPDATE claims SET review_state = 'alreadyChecked', checked_claim_id = %s, version = version + 1 WHERE id = %s",
        *(checked, claim),
    )
