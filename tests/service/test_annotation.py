"""A claim as a Web Annotation, by Accept."""

import pytest

from service.annotation import MEDIA_TYPE
from tests.service.claimrows import Given
from tests.service.desk import Desk, problem


@pytest.mark.parametrize("accept", [MEDIA_TYPE, "application/ld+json", f"{MEDIA_TYPE};q=0.9, application/json;q=0.5"])
def test_a_claim_is_an_annotation_of_its_text(desk: Desk, accept: str) -> None:
    """Its target is the stored text, in which the selectors count."""
    article = desk.article("The city will spend $2.9 billion on the bridge, the mayor said.")
    (claim,) = desk.claims(Given(), article=article)
    answer = desk.leader.ask("GET", f"/v1/claims/{claim}", headers={"Accept": accept})
    assert answer.headers["Content-Type"] == MEDIA_TYPE
    assert answer.headers["Vary"] == "Accept"
    body = answer.json()
    assert (body["@context"], body["type"], body["motivation"]) == (
        "http://www.w3.org/ns/anno.jsonld", "Annotation", "identifying",
    )  # fmt: skip
    assert body["id"] == f"{desk.site.url}/v1/claims/{claim}"
    source = body["target"]["source"].removeprefix(desk.site.url)
    text = desk.leader.ask("GET", source).text
    quote, position = body["target"]["selector"]
    assert text[position["start"] : position["end"]] == quote["exact"] == "$2.9 billion"


def test_only_a_published_verdict_is_part_of_it(desk: Desk) -> None:
    """Readers see what the desk published."""
    anna = desk.person("Anna")
    (claim,) = desk.claims(Given())
    accept = {"Accept": MEDIA_TYPE}
    anna.judge(anna.take().json(), "false")
    judged = anna.ask("GET", f"/v1/claims/{claim}", headers=accept).json()
    assert [body["purpose"] for body in judged["body"]] == ["identifying", "describing"]
    anna.step(claim, "publish", 2)
    shown = anna.ask("GET", f"/v1/claims/{claim}", headers=accept).json()
    assert (shown["motivation"], shown["body"][-1]["value"]) == ("assessing", "false")


@pytest.mark.parametrize(
    "accept", ["*/*", "application/json", "application/*", "application/json, application/ld+json;q=0.5"]
)
def test_without_a_wish_it_is_our_own_json(desk: Desk, accept: str) -> None:
    """As always."""
    (claim,) = desk.claims(Given())
    answer = desk.leader.ask("GET", f"/v1/claims/{claim}", headers={"Accept": accept})
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json()["type"] == "Claim"


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "text/plain"])
def test_a_form_that_nobody_gives_is_refused(desk: Desk, accept: str) -> None:
    """406; and other routes give no annotations."""
    (claim,) = desk.claims(Given())
    refused = desk.leader.ask("GET", f"/v1/claims/{claim}", headers={"Accept": accept})
    assert problem(refused) == (406, "not-acceptable")
    elsewhere = desk.leader.ask("GET", "/v1/claims", headers={"Accept": MEDIA_TYPE})
    assert problem(elsewhere) == (406, "not-acceptable")
