"""Who hears of an event: one message for each endpoint that wants it, and what the message holds."""

import json
from typing import Any
from uuid import UUID

import pytest
from standardwebhooks import Webhook

from tests.workers.postoffice import SECRET, PostOffice


def test_an_event_is_delivered_once_to_each_endpoint_that_wants_it(post: PostOffice) -> None:
    """Made in the transaction that gave it its position; a second turn of the relay makes nothing."""
    post.endpoint()
    post.endpoint(post.receiver.url + "/2")
    post.endpoint(events=["verdict.published"])
    post.endpoint(enabled=False, disabled_reason="owner")
    post.happen()
    post.place()
    assert post.deliver() == 2
    assert post.states() == [("delivered", 1)] * 2
    assert sorted(got.path for got in post.receiver.got) == ["/hook", "/hook/2"]
    assert len({got.headers["webhook-id"] for got in post.receiver.got}) == 2
    for got in post.receiver.got:
        assert Webhook(SECRET).verify(got.body, got.headers)["type"] == "claim.created"
    assert post.deliver() == 0


def test_another_workspace_hears_nothing(post: PostOffice) -> None:
    """Fan-out crosses no border."""
    theirs = post.queue.one("INSERT INTO workspaces (name) VALUES ('theirs') RETURNING id")
    post.endpoint(workspace_id=theirs)
    post.happen()
    assert post.states() == []


@pytest.mark.parametrize(
    ("filters", "heard"),
    [
        ({"kinds": ["amount"]}, True),
        ({"kinds": ["date"]}, False),
        ({"languages": ["ja", "en"]}, True),
        ({"languages": ["de"]}, False),
        ({"min_worthiness": 100}, True),
        ({"min_worthiness": 999}, False),
        ({"publishers": ["Herald"]}, True),
        ({"publishers": ["Times"]}, False),
    ],
    ids=str,
)
def test_a_filter_asks_about_the_claim(post: PostOffice, filters: dict[str, Any], heard: bool) -> None:  # noqa: FBT001 - a table's column
    """And about the article's publisher."""
    post.endpoint(**filters)
    revision, claim = _claim(post)
    post.happen(revision_id=revision, claim_id=claim)
    assert bool(post.states()) is heard


def test_what_was_erased_passes_every_filter(post: PostOffice) -> None:
    """Who has kept the claim must hear that it is gone."""
    post.endpoint(kinds=["date"], publishers=["Times"], min_worthiness=999)
    post.happen("claim.erased", claim_id=UUID(int=1))
    assert post.deliver() == 1
    assert post.receiver.got[0].data["data"]["claim"] is None


def test_a_message_holds_the_claim_as_the_api_shows_it(post: PostOffice) -> None:
    """So a receiver need not ask again."""
    post.endpoint()
    revision, claim = _claim(post)
    post.happen(revision_id=revision, claim_id=claim, article_id=post.queue.article_of(revision), claim_version=1)
    post.deliver()
    told = post.receiver.got[0].data["data"]
    assert (told["position"], told["claimId"], told["claim"]["id"]) == (1, str(claim), str(claim))
    assert (told["claim"]["kind"], told["claim"]["status"]) == ("amount", "current")


def _claim(post: PostOffice) -> tuple[UUID, UUID]:
    """A revision of the Herald with a claim: an amount in English."""
    revision = post.queue.add("It cost 3 dollars.")
    post.queue.connection.execute("UPDATE revisions SET publisher = 'Herald' WHERE id = %s", [revision])
    claim: UUID = post.queue.one(
        "INSERT INTO claims (workspace_id, article_id, revision_id, revision_number, extractor_version, kind,"
        " value_type, quote_start, quote_end, language, worthiness, document) SELECT workspace_id, article_id, id, 1,"
        " 'v', 'amount', 'Money', 0, 1, 'en', 500, %s FROM revisions WHERE id = %s RETURNING id",
        json.dumps({"text": "It cost 3 dollars."}),
        revision,
    )
    return revision, claim
