"""Twenty reviewers on one queue, all at once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.service.claimrows import Given
from tests.service.desk import Person, open_desk
from tests.service.site import Site

REVIEWERS, CLAIMS = 20, 500


@pytest.mark.parametrize("required", [1, 2])
def test_twenty_reviewers_judge_every_claim_as_often_as_required(site: Site, required: int) -> None:
    """Each claim once, or twice (a third time where they differ), none twice by one person, no lease given out twice."""
    desk = open_desk(site)
    desk.settle(required=required)
    claims = desk.claims(*(Given(worthiness=number % 1000, start=number) for number in range(CLAIMS)))
    people = [desk.person(f"Reviewer {number}") for number in range(REVIEWERS)]
    with ThreadPoolExecutor(REVIEWERS) as pool:
        leases = [lease for some in pool.map(_work, people) for lease in some]
    # Who found nothing has gone; a claim that was disputed after that still waits for a third call.
    leases += [lease for person in people for lease in _work(person)]
    assert len(set(leases)) == len(leases)
    given = desk.run("SELECT claim_id::text, reviewer FROM verdicts WHERE claim_id::text = ANY (%s)", claims)
    assert len(set(given)) == len(given) == len(leases)
    times = Counter(claim for claim, _ in given)
    dispute = "SELECT claim_id::text FROM review_history WHERE action = 'dispute' AND claim_id::text = ANY (%s)"
    disputed = {claim for (claim,) in desk.run(dispute, claims)}
    assert times == {claim: required + (claim in disputed) for claim in claims}
    assert len(disputed) < CLAIMS
    assert bool(disputed) is (required > 1)
    left = "SELECT DISTINCT review_state, lease_token FROM claims WHERE id::text = ANY (%s)"
    assert desk.run(left, claims) == [("judged", None)]


def _work(person: Person) -> list[str]:
    """Judge until nothing is left; two of twenty say something else than the rest."""
    rating = "false" if person.name.endswith("9") else "true"
    leases: list[str] = []
    answer = person.take()
    lease = answer.json() if answer.content else None
    while lease is not None:
        leases.append(lease["id"])
        judged = person.judge(lease, rating, next={})
        assert judged.status_code == 201, judged.text
        lease = judged.json()["next"]
    return leases
