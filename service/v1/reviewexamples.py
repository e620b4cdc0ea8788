"""The examples that the documentation of the desk shows."""

from typing import Any

from service.v1.examples import CLAIM

LEASE_ID = "7c0f2c0e-7f3c-4a53-9d6e-0a5f3f7f5a11"
VERDICT_ID = "01a20af4-0d3a-7b60-9f55-1c3b6a7e4d20"
WHEN = "2026-01-08T09:12:44.310000Z"

LEASE_REQUEST: dict[str, Any] = {"language": "en", "minWorthiness": "0.5", "seconds": 900}

LEASE: dict[str, Any] = {
    "id": LEASE_ID,
    "reviewer": "R. Kimura",
    "endsAt": "2026-01-08T09:27:44.310000Z",
    "claim": CLAIM | {"similar": 2},
}

OPINION: dict[str, Any] = {
    "rating": "mostlyTrue",
    "explanation": "The council approved 2.7 billion for the bridge; 0.2 billion more is for the roads to it.",
    "sources": [
        {"url": "https://city.example/budget-2026", "title": "Budget 2026", "quote": "Bridge: $2.7 billion"},
    ],
    "correctedValue": {"text": "$2.7 billion", "amount": "2700000000", "unit": "USD"},
    "claimant": {"name": "The mayor", "type": "Person"},
    "firstAppearance": "https://city.example/press/2026-01-07",
}

VERDICT_REQUEST: dict[str, Any] = {**OPINION, "lease": LEASE_ID, "next": {"language": "en"}}

CORRECTION_REQUEST: dict[str, Any] = {**OPINION, "rating": "true", "note": "The roads are part of the contract."}

VERDICT: dict[str, Any] = {
    **OPINION,
    "id": VERDICT_ID,
    "round": 1,
    "corrects": None,
    "reviewer": "R. Kimura",
    "createdAt": WHEN,
}

_OPEN: dict[str, Any] = CLAIM["review"]
JUDGED: dict[str, Any] = _OPEN | {"state": "judged", "submitted": 1, "verdict": "mostlyTrue"}
DISMISSED: dict[str, Any] = _OPEN | {"state": "dismissed"}
ARRANGED: dict[str, Any] = _OPEN | {"assignedTo": "R. Kimura", "tags": ["election"]}

VERDICT_ANSWER: dict[str, Any] = {
    "verdict": VERDICT,
    "claim": CLAIM | {"version": 2, "review": JUDGED},
    "next": None,
}


def _snapshot(review: dict[str, Any], version: int) -> dict[str, Any]:
    """A review as the history shows it: which other claim was checked is no part of it."""
    return {name: part for name, part in review.items() if name != "checkedClaim"} | {"round": 1, "version": version}


_ENTRY: dict[str, Any] = {
    "reviewer": "R. Kimura",
    "note": None,
    "sealed": False,
    "requestId": "0b5ccf6f",
    "createdAt": WHEN,
}

CALL: dict[str, Any] = _ENTRY | {
    "id": "4711",
    "action": "decide",
    "verdict": VERDICT,
    "before": _snapshot(_OPEN, 1),
    "after": _snapshot(JUDGED, 2),
}

COMMENT: dict[str, Any] = _ENTRY | {
    "id": "4710",
    "action": "comment",
    "note": "The budget of 2025 says 2.7 billion.",
    "verdict": None,
    "before": _snapshot(_OPEN, 1),
    "after": _snapshot(_OPEN, 1),
}

SETTINGS: dict[str, Any] = {
    "ratings": [
        {"name": "true", "label": "True", "value": 5, "dismisses": False},
        {"name": "mixed", "label": "Half true", "value": 3, "dismisses": False},
        {"name": "false", "label": "False", "value": 1, "dismisses": False},
        {"name": "notAClaim", "label": "Not a claim", "value": None, "dismisses": True},
    ],
    "required": 1,
    "rules": [{"required": 2, "kind": None, "language": "ja", "publisher": None, "minWorthiness": "0.8"}],
    "leaseSeconds": 900,
    "publishWhenJudged": False,
    "publisher": {
        "name": "The Example",
        "url": "https://news.example/",
        "logo": "https://news.example/logo.png",
        "urlTemplate": "https://news.example/checks/{claimId}",
    },
}

_AGREEMENT: dict[str, Any] = {"pairs": 50, "raw": "0.7000", "kappa": "0.4000"}

STATS: dict[str, Any] = {
    "queue": {
        "open": 41,
        "disputed": 2,
        "held": 1,
        "oldestSeconds": 5400,
        "parts": [
            {"kind": "amount", "language": "en", "state": "open", "claims": 41, "oldestSeconds": 5400},
            {"kind": "amount", "language": "en", "state": "disputed", "claims": 2, "oldestSeconds": 3600},
        ],
    },
    "leases": [{"claimId": CLAIM["id"], "reviewer": "R. Kimura", "endsAt": "2026-01-08T09:27:44.310000Z"}],
    "days": 30,
    "verdicts": 120,
    "perDay": [{"day": "2026-01-08", "verdicts": 120}],
    "agreement": _AGREEMENT,
    "kinds": [{"kind": "amount", "verdicts": 120, "agreement": _AGREEMENT}],
    "reviewers": [{"reviewer": "R. Kimura", "verdicts": 60, "agreement": _AGREEMENT}],
}

_CLAIM_REVIEW: dict[str, Any] = {
    "@type": "ClaimReview",
    "@id": f"https://news.example/checks/{CLAIM['id']}",
    "url": f"https://news.example/checks/{CLAIM['id']}",
    "claimReviewed": CLAIM["text"],
    "inLanguage": "en",
    "author": {"@type": "Organization", "name": "The Example", "url": "https://news.example/"},
    "datePublished": WHEN,
    "reviewRating": {
        "@type": "Rating",
        "alternateName": "Mostly true",
        "ratingValue": 4,
        "worstRating": 1,
        "bestRating": 5,
    },
    "itemReviewed": {
        "@type": "Claim",
        "text": CLAIM["text"],
        "author": {"@type": "Person", "name": "The mayor"},
        "datePublished": "2026-01-08T09:30:00+01:00",
        "appearance": {"@type": "NewsArticle", "url": "https://news.example/2026/bridge"},
        "firstAppearance": {"@type": "CreativeWork", "url": "https://city.example/press/2026-01-07"},
    },
}
CLAIM_REVIEW: dict[str, Any] = {"@context": "https://schema.org", **_CLAIM_REVIEW}

FEED: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "DataFeed",
    "name": "ClaimReview",
    "publisher": {"@type": "Organization", "name": "The Example", "url": "https://news.example/"},
    "dataFeedElement": [{"@type": "DataFeedItem", "dateCreated": WHEN, "item": _CLAIM_REVIEW}],
}
