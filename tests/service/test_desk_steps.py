"""The steps around a verdict: publishing, correcting, reopening, dismissing; tags, comments and the history."""

import itertools

import pytest

from tests.service.claimrows import Given
from tests.service.desk import Desk, Person, problem


def test_publishing_correcting_reopening(desk: Desk, anna: Person, ben: Person) -> None:
    """Each step with the version that was seen; the history keeps everything, newest first."""
    (claim,) = desk.claims(Given())
    anna.judge(anna.take().json(), "false")
    published = anna.step(claim, "publish", 2)
    assert (published.headers["ETag"], published.json()["review"]["state"]) == ('"3"', "published")
    corrected = ben.step(claim, "correct", 3, rating="mostlyFalse", note="One source was old.", explanation="newer")
    review = corrected.json()["review"]
    assert (review["state"], review["verdict"]) == ("published", "mostlyFalse")
    reopened = ben.step(claim, "reopen", 4, note="New figures are out.").json()["review"]
    assert (reopened["state"], reopened["verdict"], reopened["submitted"]) == ("open", None, 0)
    assert anna.judge(anna.take().json(), "true").status_code == 201  # a new round: Anna may judge again
    entries = anna.history(claim)
    assert [entry["action"] for entry in entries] == ["decide", "reopen", "correct", "publish", "decide"]
    assert [entry["reviewer"] for entry in entries] == ["Anna", "Ben", "Ben", "Anna", "Anna"]
    assert [entry["after"]["version"] for entry in entries] == [6, 5, 4, 3, 2]
    assert all(entry["before"] == older["after"] for entry, older in itertools.pairwise(entries))
    assert entries[2]["verdict"]["corrects"] == entries[4]["verdict"]["id"]
    assert (entries[2]["note"], entries[4]["verdict"]["rating"]) == ("One source was old.", "false")
    assert all(entry["requestId"] for entry in entries)


@pytest.mark.parametrize(
    ("made", "steps"),
    [
        ("open", ["publish", "correct", "reopen"]),
        ("judged", ["dismiss"]),
        ("published", ["publish", "dismiss"]),
        ("dismissed", ["publish", "correct", "dismiss"]),
        ("disputed", ["publish", "correct"]),
        ("alreadyChecked", ["publish", "correct"]),
    ],
)
def test_a_step_that_the_table_does_not_have_is_refused(desk: Desk, anna: Person, made: str, steps: list[str]) -> None:
    """409, and neither version nor history moves."""
    (claim,) = desk.claims(Given())
    desk.run("UPDATE claims SET review_state = %s WHERE id = %s", made, claim)
    for step in steps:
        body = {"rating": "true"} if step == "correct" else {}
        assert problem(anna.step(claim, step, 1, **body)) == (409, "invalid-transition"), step
    if made not in ("open", "disputed", "alreadyChecked"):
        late = anna.ask("POST", f"/v1/claims/{claim}/verdicts", json={"rating": "true"}, headers={"If-Match": '"1"'})
        assert problem(late) == (409, "invalid-transition")
    assert (anna.claim(claim)["version"], anna.history(claim)) == (1, [])


@pytest.mark.parametrize("step", ["publish", "correct", "reopen", "dismiss"])
def test_every_step_needs_the_version_that_was_seen(desk: Desk, anna: Person, step: str) -> None:
    """428 without, 412 with an old one."""
    (claim,) = desk.claims(Given())
    body = {"rating": "true"} if step == "correct" else {}
    assert problem(anna.step(claim, step, None, **body)) == (428, "precondition-required")
    assert problem(anna.step(claim, step, 2, **body)) == (412, "precondition-failed")
    assert problem(anna.step(claim, step, "abc", **body)) == (412, "precondition-failed")


def test_a_workspace_can_publish_at_once(desk: Desk, anna: Person) -> None:
    """Decided and published in one transaction, as two steps of the history."""
    desk.settle(publishWhenJudged=True)
    (claim,) = desk.claims(Given())
    review = anna.judge(anna.take().json(), "false").json()["claim"]["review"]
    assert (review["state"], review["verdict"]) == ("published", "false")
    assert [entry["action"] for entry in anna.history(claim)] == ["publish", "decide"]


def test_events_tell_of_every_change(desk: Desk, anna: Person) -> None:
    """In the same transaction, with the version that each change made; comments are nobody's business outside."""
    (claim,) = desk.claims(Given())
    anna.judge(anna.take().json(), "false")
    anna.ask("POST", f"/v1/claims/{claim}/comments", json={"text": "a word"})
    anna.step(claim, "publish", 2)
    anna.step(claim, "correct", 3, rating="true")
    found = desk.run("SELECT type, claim_version FROM events WHERE claim_id = %s ORDER BY id", claim)
    assert found == [
        ("claim.changed", 2), ("claim.changed", 3), ("verdict.published", 3), ("claim.changed", 4),
        ("verdict.published", 4),
    ]  # fmt: skip


def test_a_claim_that_was_superseded_meanwhile_is_not_judged(desk: Desk, anna: Person) -> None:
    """The reviewer is told, instead of judging what no article says."""
    (claim,) = desk.claims(Given())
    lease = anna.take().json()
    desk.run("UPDATE claims SET status = 'superseded', version = version + 1 WHERE id = %s", claim)
    assert problem(anna.judge(lease)) == (409, "claim-not-current")


def test_dismissing_ends_the_lease_of_whoever_holds_it(desk: Desk, anna: Person, ben: Person) -> None:
    """A late verdict finds the lease gone."""
    (claim,) = desk.claims(Given())
    lease = anna.take().json()
    assert ben.step(claim, "dismiss", 1, note="A page number.").json()["review"]["state"] == "dismissed"
    assert problem(anna.judge(lease)) == (409, "lease-not-held")
    assert ben.history(claim)[0]["note"] == "A page number."


def test_comments_are_kept_in_the_history(desk: Desk, anna: Person) -> None:
    """They change neither version nor state."""
    (claim,) = desk.claims(Given())
    made = anna.ask("POST", f"/v1/claims/{claim}/comments", json={"text": "Look at <b>page 7</b>."})
    assert (made.status_code, made.json()["note"]) == (201, "Look at <b>page 7</b>.")
    assert anna.history(claim) == [made.json()]
    assert anna.claim(claim)["version"] == 1
    assert problem(anna.ask("POST", f"/v1/claims/{claim}/comments", json={"text": " "})) == (422, "validation-failed")


def test_tags_and_assignment_are_changed_alone(desk: Desk, anna: Person) -> None:
    """What is absent stays, what is the same changes nothing, and the tag finds the claim."""
    (claim,) = desk.claims(Given())
    path = f"/v1/claims/{claim}/review"
    anna.ask("PATCH", path, json={"tags": ["a", "b"]}, headers={"If-Match": '"1"'})
    both = anna.ask("PATCH", path, json={"assignedTo": "Ben"}, headers={"If-Match": '"2"'}).json()
    assert (both["review"]["tags"], both["review"]["assignedTo"], both["version"]) == (["a", "b"], "Ben", 3)
    same = anna.ask("PATCH", path, json={"assignedTo": "Ben"}, headers={"If-Match": '"3"'}).json()
    assert same["version"] == 3
    assert problem(anna.ask("PATCH", path, json={"tags": ["a", "a"]}, headers={"If-Match": '"3"'}))[0] == 422
    assert problem(anna.ask("PATCH", path, json={"tags": []}))[0] == 428
    found = anna.ask("GET", "/v1/claims?tag=a").json()["items"]
    assert [item["id"] for item in found] == [claim]
    assert anna.ask("GET", "/v1/claims?tag=c").json()["items"] == []
    cleared = anna.ask("PATCH", path, json={"assignedTo": None}, headers={"If-Match": '"3"'}).json()
    assert cleared["review"]["assignedTo"] is None
    assert [entry["action"] for entry in anna.history(claim)] == ["assign", "assign", "tag"]


def test_listings_filter_by_state_and_verdict(desk: Desk, anna: Person) -> None:
    """What the desk has done is found by it, and by nothing else."""
    judged, other = desk.claims(Given(worthiness=900), Given(worthiness=800, start=5))
    anna.judge(anna.take().json(), "false")
    anna.judge(anna.take().json(), "mixed")
    desk.claims(Given(start=9))
    found = {
        query: {item["id"] for item in anna.ask("GET", f"/v1/claims?{query}").json()["items"]}
        for query in ("state=judged", "verdict=false", "state=judged&verdict=mixed", "verdict=true", "state=published")
    }
    assert found == {
        "state=judged": {judged, other},
        "verdict=false": {judged},
        "state=judged&verdict=mixed": {other},
        "verdict=true": set(),
        "state=published": set(),
    }


def test_a_history_is_paged(desk: Desk, anna: Person) -> None:
    """Newest first, every line once."""
    (claim,) = desk.claims(Given())
    for number in range(5):
        anna.ask("POST", f"/v1/claims/{claim}/comments", json={"text": str(number)})
    notes: list[str] = []
    path = f"/v1/claims/{claim}/history?limit=2"
    following: str | None = ""
    while following is not None:
        page = anna.ask("GET", path + (f"&cursor={following}" if following else "")).json()
        notes += [entry["note"] for entry in page["items"]]
        following = page["next"]
    assert notes == ["4", "3", "2", "1", "0"]
    assert problem(anna.ask("GET", f"{path}&cursor=abc")) == (400, "invalid-cursor")


def test_erasing_the_article_erases_what_was_said_of_it(desk: Desk, anna: Person) -> None:
    """Verdicts and history can hold the article's words."""
    article = desk.article()
    (claim,) = desk.claims(Given(), article=article)
    anna.judge(anna.take().json(), "false", explanation="secret words")
    assert desk.leader.ask("DELETE", f"/v1/articles/{article}").status_code == 204
    assert anna.ask("GET", f"/v1/claims/{claim}/history").status_code == 404
    for table in ("verdicts", "review_history"):
        assert desk.run(f"SELECT count(*) FROM {table} WHERE claim_id = %s", claim) == [(0,)]  # noqa: S608 - named above
