"""The desk's figures: queue, leases, throughput, agreement."""

from tests.service.claimrows import Given
from tests.service.desk import Desk, problem


def test_an_empty_desk_has_figures_too(desk: Desk) -> None:
    """Zeros and nulls, no division by them."""
    body = desk.leader.ask("GET", "/v1/review/stats").json()
    assert body["queue"] == {"open": 0, "disputed": 0, "held": 0, "oldestSeconds": None, "parts": []}
    assert body["agreement"] == {"pairs": 0, "raw": None, "kappa": None}
    assert (body["verdicts"], body["leases"], body["reviewers"]) == (0, [], [])


def test_the_queue_is_counted_by_what_waits(desk: Desk) -> None:
    """Open claims with their age, those that are held with their holder; what is done waits no more."""
    desk.claims(
        Given(start=0, worthiness=900), Given(start=1, worthiness=800), Given(kind="date", start=2), Given(start=3)
    )
    desk.run("UPDATE claims SET created_at = now() - interval '1 hour' WHERE kind = 'date' AND worthiness = 500")
    anna = desk.person("Anna")
    anna.take()
    anna.judge(anna.take().json())
    body = desk.leader.ask("GET", "/v1/review/stats").json()
    parts = {part["kind"]: part for part in body["queue"]["parts"]}
    assert (body["queue"]["open"], body["queue"]["held"], body["verdicts"]) == (3, 1, 1)
    assert (parts["amount"]["claims"], parts["date"]["claims"]) == (2, 1)
    assert 3600 <= body["queue"]["oldestSeconds"] == parts["date"]["oldestSeconds"] < 3700
    assert [lease["reviewer"] for lease in body["leases"]] == ["Anna"]
    assert sum(day["verdicts"] for day in body["perDay"]) == 1


def test_agreement_counts_the_blind_calls_only(desk: Desk) -> None:
    """Four claims judged by two: three agree; the third call on the fourth was not blind and does not count."""
    desk.settle(required=2)
    desk.claims(*(Given(start=number, worthiness=900 - number) for number in range(4)))
    anna, ben, carla = (desk.person(name) for name in ("Anna", "Ben", "Carla"))
    for one, two in (("true", "true"), ("true", "true"), ("false", "false"), ("true", "false")):
        anna.judge(anna.take().json(), one)
        ben.judge(ben.take().json(), two)
    assert carla.judge(carla.take().json(), "mixed").status_code == 201
    body = desk.leader.ask("GET", "/v1/review/stats").json()
    expected = {"pairs": 4, "raw": "0.7500", "kappa": "0.5000"}  # pe = (3·2 + 1·2) / 16
    assert (body["agreement"], body["kinds"]) == (expected, [{"kind": "amount", "verdicts": 9, "agreement": expected}])
    by_name = {row["reviewer"]: (row["verdicts"], row["agreement"]["pairs"]) for row in body["reviewers"]}
    assert by_name == {"Anna": (4, 4), "Ben": (4, 4), "Carla": (1, 0)}


def test_a_running_round_tells_nothing(desk: Desk) -> None:
    """Agreement over an unfinished claim would give away the first verdict."""
    desk.settle(required=3)
    desk.claims(Given())
    for name in ("Anna", "Ben"):
        person = desk.person(name)
        person.judge(person.take().json(), "true")
    assert desk.leader.ask("GET", "/v1/review/stats").json()["agreement"]["pairs"] == 0


def test_the_days_are_checked(desk: Desk) -> None:
    """400 for what is no number of days."""
    for wrong in ("0", "367", "-1", "many"):
        assert problem(desk.leader.ask("GET", f"/v1/review/stats?days={wrong}")) == (400, "invalid-parameter")
    assert desk.leader.ask("GET", "/v1/review/stats?days=7").json()["days"] == 7
