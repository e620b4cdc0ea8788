"""Verdicts as ClaimReview: what search engines ask for, what is missing and where it would come from, the feed."""

import json
from typing import Any

import pytest

from service.v1 import claimreviews
from service.v1.reviewexamples import SETTINGS
from tests.service.claimrows import Given
from tests.service.desk import Desk, Person, problem

ARTICLE = {
    "url": "https://herald.example/bridge",
    "title": "A bridge at last",
    "publisher": "Herald",
    "publishedAt": "2026-01-08T09:30:00+01:00",
}
OPINION: dict[str, Any] = {
    "explanation": "The budget says 9.",
    "sources": [{"url": "https://city.example/budget", "title": "Budget", "quote": "9 dollars"}],
}


@pytest.fixture
def anna(desk: Desk) -> Person:
    """A reviewer."""
    return desk.person("Anna")


def published(desk: Desk, person: Person, article: dict[str, Any], rating: str = "false", **opinion: Any) -> str:
    """A claim of such an article with a published verdict; its id."""
    (claim,) = desk.claims(Given(text="It cost 10 dollars."), article=desk.article(**article))
    assert person.judge(person.take(claimId=claim).json(), rating, **opinion).status_code == 201
    assert person.step(claim, "publish", 2).status_code == 200
    return claim


def test_a_verdict_has_every_property_that_search_engines_ask_for(desk: Desk, anna: Person) -> None:
    """Required and recommended, from settings, verdict and article."""
    desk.settle(publisher=SETTINGS["publisher"])
    claim = published(desk, anna, ARTICLE, **OPINION)
    answer = anna.ask("GET", f"/v1/claims/{claim}/claimreview")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/ld+json")
    document = answer.json()
    article = {
        "@type": "NewsArticle",
        "url": ARTICLE["url"],
        "headline": ARTICLE["title"],
        "datePublished": ARTICLE["publishedAt"],
        "publisher": {"@type": "Organization", "name": "Herald"},
    }
    (published_at,) = desk.run("SELECT published_at FROM claims WHERE id = %s", claim)[0]
    assert document.pop("datePublished") == published_at.isoformat().replace("+00:00", "Z")
    assert document == {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "@id": f"https://news.example/checks/{claim}",
        "url": f"https://news.example/checks/{claim}",
        "claimReviewed": "It cost 10 dollars.",
        "inLanguage": "en",
        "author": {
            "@type": "Organization",
            "name": "The Example",
            "url": "https://news.example/",
            "logo": "https://news.example/logo.png",
        },
        "reviewRating": {
            "@type": "Rating",
            "alternateName": "False",
            "ratingValue": 1,
            "worstRating": 1,
            "bestRating": 5,
            "ratingExplanation": "The budget says 9.",
        },
        "reviewBody": "The budget says 9.",
        "citation": [
            {"@type": "CreativeWork", "url": "https://city.example/budget", "name": "Budget", "text": "9 dollars"}
        ],
        "itemReviewed": {
            "@type": "Claim",
            "text": "It cost 10 dollars.",
            "author": {"@type": "Person", "name": "the mayor"},
            "datePublished": ARTICLE["publishedAt"],
            "appearance": article,
            "firstAppearance": article,
        },
    }


def test_the_reviewer_knows_better_who_said_it_first(desk: Desk, anna: Person) -> None:
    """Claimant and first appearance of the verdict stand before those of the article."""
    desk.settle(publisher=SETTINGS["publisher"])
    claimant, first = {"name": "City of Example", "type": "Organization"}, "https://city.example/press"
    claim = published(desk, anna, ARTICLE, claimant=claimant, firstAppearance=first)
    item = anna.ask("GET", f"/v1/claims/{claim}/claimreview").json()["itemReviewed"]
    assert item["author"] == {"@type": "Organization", "name": "City of Example"}
    assert item["firstAppearance"] == {"@type": "CreativeWork", "url": first}
    assert item["appearance"]["url"] == ARTICLE["url"]


def test_a_correction_is_dated(desk: Desk, anna: Person) -> None:
    """The first date stays, dateModified tells when the verdict was corrected."""
    desk.settle(publisher=SETTINGS["publisher"])
    claim = published(desk, anna, ARTICLE)
    before = anna.ask("GET", f"/v1/claims/{claim}/claimreview").json()
    assert "dateModified" not in before
    anna.step(claim, "correct", 3, rating="mixed")
    after = anna.ask("GET", f"/v1/claims/{claim}/claimreview").json()
    assert after["datePublished"] == before["datePublished"] < after["dateModified"]
    assert after["reviewRating"]["alternateName"] == "Mixed"


def test_a_rating_beside_the_scale_has_no_number(desk: Desk, anna: Person) -> None:
    """Unverifiable is no point between true and false."""
    ratings = [*SETTINGS["ratings"], {"name": "unverifiable", "label": "Unverifiable"}]
    desk.settle(publisher=SETTINGS["publisher"], ratings=ratings)
    claim = published(desk, anna, ARTICLE, "unverifiable")
    rating = anna.ask("GET", f"/v1/claims/{claim}/claimreview").json()["reviewRating"]
    assert rating == {"@type": "Rating", "alternateName": "Unverifiable"}


def test_what_is_missing_is_listed_with_its_path(desk: Desk, anna: Person) -> None:
    """409, and each pointer says where the member would come from."""
    (claim,) = desk.claims(Given())
    answer = anna.ask("GET", f"/v1/claims/{claim}/claimreview")
    assert problem(answer) == (409, "claimreview-incomplete")
    assert [error["pointer"] for error in answer.json()["errors"]] == [
        *("/url", "/author/name", "/author/url", "/datePublished", "/reviewRating/alternateName"),
        *("/itemReviewed/datePublished", "/itemReviewed/appearance/url", "/itemReviewed/firstAppearance/url"),
    ]
    desk.settle(publisher=SETTINGS["publisher"])
    claim = published(desk, anna, {key: value for key, value in ARTICLE.items() if key != "url"})
    missing = anna.ask("GET", f"/v1/claims/{claim}/claimreview").json()["errors"]
    assert [error["pointer"] for error in missing] == [
        "/itemReviewed/appearance/url",
        "/itemReviewed/firstAppearance/url",
    ]


def test_a_verdict_that_is_not_public_is_not_shown(desk: Desk, anna: Person) -> None:
    """Judged is not published, and reopened is not any more."""
    desk.settle(publisher=SETTINGS["publisher"])
    (claim,) = desk.claims(Given(), article=desk.article(**ARTICLE))
    anna.judge(anna.take().json(), "false", explanation="not yet public")
    answer = anna.ask("GET", f"/v1/claims/{claim}/claimreview")
    assert problem(answer) == (409, "claimreview-incomplete")
    assert "not yet public" not in answer.text
    anna.step(claim, "publish", 2)
    assert anna.ask("GET", f"/v1/claims/{claim}/claimreview").status_code == 200
    anna.step(claim, "reopen", 3)
    assert problem(anna.ask("GET", f"/v1/claims/{claim}/claimreview")) == (409, "claimreview-incomplete")


def test_a_withdrawn_article_takes_its_verdicts_along(desk: Desk, anna: Person) -> None:
    """Neither by itself nor in the feed; a claim that was only superseded stays."""
    desk.settle(publisher=SETTINGS["publisher"])
    withdrawn, superseded = (published(desk, anna, ARTICLE) for _ in range(2))
    desk.run("UPDATE claims SET status = 'withdrawn' WHERE id = %s", withdrawn)
    desk.run("UPDATE claims SET status = 'superseded' WHERE id = %s", superseded)
    assert problem(anna.ask("GET", f"/v1/claims/{withdrawn}/claimreview")) == (409, "claimreview-incomplete")
    elements = anna.ask("GET", "/v1/exports/claimreviews.jsonld").json()["dataFeedElement"]
    assert [element["item"]["url"].rpartition("/")[2] for element in elements] == [superseded]


def test_the_feed_has_every_published_verdict_once(desk: Desk, anna: Person) -> None:
    """Over several pages, in the order of publication, without what is incomplete or not published."""
    desk.settle(publisher=SETTINGS["publisher"], publishWhenJudged=True)
    count = claimreviews.PAGE + 5
    claims = desk.claims(*(Given(start=number) for number in range(count)), article=desk.article(**ARTICLE))
    lease = anna.take().json()
    while lease is not None:
        lease = anna.judge(lease, "false", next={}).json()["next"]
    desk.claims(Given(), article=desk.article(**ARTICLE))  # open
    incomplete = desk.claims(Given(), article=desk.article())
    anna.judge(anna.take(claimId=incomplete[0]).json(), "false")
    answer = anna.ask("GET", "/v1/exports/claimreviews.jsonld")
    assert answer.headers["Content-Type"] == "application/ld+json"
    feed = json.loads(answer.content)
    elements = feed["dataFeedElement"]
    addresses = [element["item"]["url"].rpartition("/")[2] for element in elements]
    assert (feed["@type"], len(addresses), set(addresses)) == ("DataFeed", count, set(claims))
    dates = [element["dateCreated"] for element in elements]
    assert dates == sorted(dates)
    single = anna.ask("GET", f"/v1/claims/{claims[0]}/claimreview").json()
    assert {"@context": "https://schema.org", **elements[addresses.index(claims[0])]["item"]} == single


def test_an_empty_feed_is_a_feed(desk: Desk) -> None:
    """And another workspace's verdicts are not in it."""
    feed = desk.leader.ask("GET", "/v1/exports/claimreviews.jsonld").json()
    assert feed == {
        "@context": "https://schema.org", "@type": "DataFeed", "name": "ClaimReview", "dataFeedElement": [],
    }  # fmt: skip
