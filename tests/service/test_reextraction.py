"""Extracting again: claims keep their ids, revisions show what they did, the command goes on where it stopped."""

from typing import Any

import psycopg
import pytest
from click.testing import CliRunner, Result

from schemas.wire.claims import ClaimPage
from service.cli import main
from service.client import Client
from service.embedded.processes import Running
from tests.databases import Database
from tests.http import Api

COST, CROWD = "The bridge cost $3 million.", "Some 500 people came."


def revise(client: Client, text: str) -> str:
    """One more revision of one article, extracted; its id."""
    body = {"text": text, "externalId": "bridge", "language": "en"}
    sent: dict[str, Any] = client.request("POST", "/v1/articles", json=body)
    assert list(client.follow(client.article(sent["id"]), 30))[-1].state == "extracted"
    article_id: str = sent["id"]
    return article_id


def quotes(page: dict[str, Any]) -> dict[str, str]:
    """Quote -> id."""
    assert ClaimPage().validate(page) == {}
    return {claim["value"]["raw"]: claim["id"] for claim in page["items"]}


def reextract(api: Api, *options: str) -> Result:
    """The command with the service's address and key."""
    environment = {"FACTCLAIMS_URL": api.url, "FACTCLAIMS_KEY": api.key}
    return CliRunner(env=environment).invoke(main, ["reextract", *options])


@pytest.mark.usefixtures("worker")
def test_revisions_tell_what_they_did_to_the_claims(api: Api) -> None:
    """Counts in the list of revisions, the claims themselves by outcome, the old picture by revision."""
    with api.client() as client:
        article = revise(client, COST)
        revise(client, f"{CROWD} {COST}")
        revise(client, CROWD)
        listed = client.request("GET", f"/v1/articles/{article}/revisions")["items"]
        assert [revision["outcomes"] for revision in listed] == [
            {"added": 0, "kept": 1, "changed": 0, "removed": 1},
            {"added": 1, "kept": 1, "changed": 0, "removed": 0},
            {"added": 1, "kept": 0, "changed": 0, "removed": 0},
        ]
        here = f"/v1/articles/{article}/claims"
        first, second = (client.request("GET", f"{here}?revision={number}") for number in (1, 2))
        removed = client.request("GET", f"{here}?revision=3&outcome=removed")
    assert quotes(first)["$3 million"] == quotes(second)["$3 million"] == quotes(removed)["$3 million"]
    starts = [page["items"][-1]["target"]["selector"][1]["start"] for page in (first, second)]
    assert starts == [16, 38]
    assert [page["items"][-1]["revision"] for page in (first, second)] == [1, 2]


def test_an_outcome_without_a_revision_is_refused(api: Api) -> None:
    """Kept since when?"""
    with api.client() as client:
        sent = client.request("POST", "/v1/articles", json={"text": COST})
        answer = client.session.get(f"{api.url}/v1/articles/{sent['id']}/claims?outcome=kept")
    assert answer.status_code == 400
    assert "needs a revision" in answer.text


def test_an_article_is_extracted_again_and_keeps_its_claims(api: Api, worker: Running) -> None:
    """202, then the same claims under the same ids and versions."""
    with api.client() as client:
        article = revise(client, f"{CROWD} {COST}")
        before = list(client.article_claims(article))
        state = client.reextract(article)
        assert state.state == "queued"
        assert list(client.follow(state, 30))[-1].state == "extracted"
        assert list(client.article_claims(article)) == before
    assert not worker.ended


def test_a_pending_article_stays_pending(api: Api) -> None:
    """Asking again for what is asked for already changes nothing."""
    with api.client() as client:
        sent = client.request("POST", "/v1/articles", json={"text": COST})
        assert client.reextract(sent["id"]).state == "queued"
        assert client.request("GET", f"/v1/articles/{sent['id']}")["acceptedAt"] == sent["acceptedAt"]


@pytest.mark.usefixtures("worker")
def test_the_command_leaves_out_what_the_present_extractor_has_read(api: Api, database: Database) -> None:
    """A second run after a stop reads only what is left."""
    with api.client() as client:
        for number in range(4):
            client.submit(f"{number + 2} people came.")
        for article in list(client.pages("/v1/articles", {})):
            list(client.follow(client.article(article["id"]), 30))
        with psycopg.connect(database.superuser_url) as db:
            db.execute("UPDATE revisions SET extractor_version = '0.1' WHERE text LIKE '3%' OR text LIKE '4%'")
        first, second, third = (reextract(api, *options) for options in ((), (), ("--all",)))
        assert first.exit_code == 0, first.output
        assert "2 articles extracted again, 0 failed." in first.output
        assert "0 articles extracted again" in second.output
        assert "3 articles extracted again" in third.output
        versions = {article["extractorVersion"] for article in client.pages("/v1/articles", {})}
    assert len(versions) == 1
    assert versions != {"0.1"}


def test_the_command_without_articles_has_nothing_to_do(api: Api) -> None:
    """An empty service is no error."""
    result = reextract(api)
    assert result.exit_code == 0, result.output
    assert "0 articles extracted again, 0 failed." in result.output
