"""A published verdict as schema.org ClaimReview, with what search engines require and recommend.

https://schema.org/ClaimReview, https://schema.org/Claim, and the structured data guidelines for fact checks
(developers.google.com/search/docs/appearance/structured-data/factcheck).
"""

from datetime import datetime, timedelta, timezone
from typing import Any

from schemas.wire.fields import Instant
from schemas.wire.reviewsettings import CLAIM_PLACE, Publisher, Rating, Settings
from service.errors import Flaw
from service.store.claimreviews import PublishedRow

CONTEXT = "https://schema.org"
MEDIA_TYPE = "application/ld+json"

_INSTANT = Instant()
_IN_SETTINGS = "comes from publisher.{} in /v1/review/settings, which has none"
# What must be there, and where it would come from.
_NEEDED = {
    "/url": _IN_SETTINGS.format("urlTemplate"),
    "/author/name": _IN_SETTINGS.format("name"),
    "/author/url": _IN_SETTINGS.format("url"),
    "/datePublished": "is there when the verdict is published",
    "/reviewRating/alternateName": "is the label of the verdict's rating: none is published, or the settings lost it",
    "/itemReviewed/author/name": "is the claim's speaker or the article's publisher; a verdict can name a claimant",
    "/itemReviewed/datePublished": "comes from the publishedAt of the article, which has none",
    "/itemReviewed/appearance/url": "comes from the url of the article, which has none",
    "/itemReviewed/firstAppearance/url": "comes from the verdict's firstAppearance or the article's url",
}


def build(row: PublishedRow, settings: Settings) -> tuple[dict[str, Any], tuple[Flaw, ...]]:
    """The ClaimReview without `@context`, and what it lacks: a JSON Pointer and the reason for each missing member."""
    publisher = settings.publisher
    rating = settings.rating(row.rating) if row.rating else None
    url = publisher.url_template.replace(CLAIM_PLACE, str(row.id)) if publisher.url_template else None
    document = _filled(
        {
            "@type": "ClaimReview",
            "@id": url,
            "url": url,
            "claimReviewed": row.text,
            "inLanguage": row.language,
            "author": organisation(publisher),
            "datePublished": _time(row.published_at) if rating else None,
            "dateModified": _time(row.judged_at) if _changed(row) else None,
            "reviewRating": rating and _rating(rating, settings, row.explanation),
            "reviewBody": row.explanation,
            "citation": [_citation(source) for source in row.sources or []] or None,
            "itemReviewed": _claim(row),
        }
    )
    flaws = tuple(Flaw(pointer, reason) for pointer, reason in _NEEDED.items() if not _at(document, pointer))
    return document, flaws


def organisation(publisher: Publisher) -> dict[str, Any]:
    """Who publishes the verdicts."""
    return _filled({"@type": "Organization", "name": publisher.name, "url": publisher.url, "logo": publisher.logo})


def _rating(rating: Rating, settings: Settings, explanation: str | None) -> dict[str, Any]:
    scale = settings.scale if rating.value is not None else None
    return _filled(
        {
            "@type": "Rating",
            "alternateName": rating.label,
            "ratingValue": rating.value,
            "worstRating": scale and scale[0],
            "bestRating": scale and scale[1],
            "ratingExplanation": explanation,
        }
    )


def _claim(row: PublishedRow) -> dict[str, Any]:
    article = _article(row)
    first = row.first_appearance and {"@type": "CreativeWork", "url": row.first_appearance}
    return _filled(
        {
            "@type": "Claim",
            "text": row.text,
            "author": _claimant(row),
            "datePublished": article.get("datePublished"),
            "appearance": article,
            "firstAppearance": first or article,
        }
    )


def _claimant(row: PublishedRow) -> dict[str, Any]:
    """Who said it: as the reviewer says, else the speaker, else the publisher in whose own voice it stands."""
    if row.claimant is not None:
        return {"@type": row.claimant["type"], "name": row.claimant["name"]}
    if row.speaker is not None:
        return {"@type": "Person", "name": row.speaker}
    return _filled({"@type": "Organization", "name": row.article_publisher})


def _article(row: PublishedRow) -> dict[str, Any]:
    publisher = row.article_publisher and {"@type": "Organization", "name": row.article_publisher}
    moment = row.article_published_at
    if moment is not None and row.article_published_offset is not None:
        moment = moment.astimezone(timezone(timedelta(minutes=row.article_published_offset)))
    return _filled(
        {
            "@type": "NewsArticle",
            "url": row.article_url,
            "headline": row.article_title,
            "datePublished": _time(moment),
            "publisher": publisher,
        }
    )


def _citation(source: dict[str, Any]) -> dict[str, Any]:
    members = {"url": source["url"], "name": source.get("title"), "text": source.get("quote")}
    return _filled({"@type": "CreativeWork", **members})


def _changed(row: PublishedRow) -> bool:
    """Whether the verdict was given after the claim was first published: a correction."""
    return row.judged_at is not None and row.published_at is not None and row.judged_at > row.published_at


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else _INSTANT.serialize("moment", {"moment": moment})


def _filled(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}


def _at(document: dict[str, Any], pointer: str) -> Any:
    node: Any = document
    for step in pointer.split("/")[1:]:
        node = node.get(step) if isinstance(node, dict) else None
    return node
