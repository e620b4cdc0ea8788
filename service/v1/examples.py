"""The examples that the documentation shows."""

import json
from typing import Any

from schemas.claimjson import ClaimRow

ARTICLE_ID = "01a20af3-c960-7572-b765-b48055a4f474"
CLAIM_ID = "01a20af3-caab-7b16-8f38-02b3500ea465"
KEY_ID = "01a20aee-1d44-724d-8514-68036af6c303"
TEXT = "The city will spend $2.9 billion on the bridge, the mayor said."

SUBMISSION: dict[str, Any] = {
    "text": TEXT,
    "title": "A bridge at last",
    "language": "en",
    "publishedAt": "2026-01-08T09:30:00+01:00",
    "url": "https://news.example/2026/bridge",
    "externalId": "cms-48213",
    "publisher": "The Example",
    "authors": ["Staff"],
}

ARTICLE: dict[str, Any] = {
    "id": ARTICLE_ID,
    "type": "Article",
    "externalId": "cms-48213",
    "revision": 1,
    "state": "extracted",
    "attempts": 1,
    "problem": None,
    "title": "A bridge at last",
    "language": "en",
    "languageGuessed": False,
    "publishedAt": "2026-01-08T09:30:00+01:00",
    "embargoUntil": None,
    "source": {"format": "text", "sha256": None},
    "url": "https://news.example/2026/bridge",
    "publisher": "The Example",
    "authors": ["Staff"],
    "counts": {"characters": 63, "claims": 1},
    "extractorVersion": "1.0.0",
    "createdAt": "2026-01-08T08:31:02.120000Z",
    "acceptedAt": "2026-01-08T08:31:02.120000Z",
    "startedAt": "2026-01-08T08:31:02.160000Z",
    "finishedAt": "2026-01-08T08:31:02.190000Z",
    "links": {
        "self": f"/v1/articles/{ARTICLE_ID}",
        "text": f"/v1/articles/{ARTICLE_ID}/text?revision=1",
        "claims": f"/v1/articles/{ARTICLE_ID}/claims",
        "revisions": f"/v1/articles/{ARTICLE_ID}/revisions",
    },
}

QUEUED: dict[str, Any] = ARTICLE | {
    "state": "queued",
    "attempts": 0,
    "counts": {"characters": 63, "claims": None},
    "extractorVersion": None,
    "startedAt": None,
    "finishedAt": None,
}

REVISIONS: dict[str, Any] = {
    "items": [
        {
            "revision": 1,
            "state": "extracted",
            "attempts": 1,
            "problem": None,
            "title": "A bridge at last",
            "language": "en",
            "counts": {"characters": 63, "claims": 1},
            "outcomes": {"added": 1, "kept": 0, "changed": 0, "removed": 0},
            "extractorVersion": "1.0.0",
            "acceptedAt": "2026-01-08T08:31:02.120000Z",
            "finishedAt": "2026-01-08T08:31:02.190000Z",
        }
    ]
}

DOCUMENT: dict[str, Any] = {
    "text": "The city will spend $2.9 billion on the bridge",
    "target": {
        "sentence": {"start": 0, "end": 63},
        "clause": {"start": 0, "end": 46},
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": "$2.9 billion",
                "prefix": "The city will spend ",
                "suffix": " on the bridge, the mayor said.",
            },
            {"type": "TextPositionSelector", "start": 20, "end": 32},
        ],
    },
    "value": {
        "type": "Money",
        "raw": "$2.9 billion",
        "amount": "2900000000",
        "lowerBound": "2900000000",
        "upperBound": "2900000000",
        "comparator": None,
        "approximate": False,
        "unit": {"system": "ISO4217", "code": "USD", "text": "$"},
    },
    "period": None,
    "subject": None,
    "attribution": {
        "speaker": {"text": "the mayor", "start": 48, "end": 57},
        "role": {"text": "mayor", "start": 52, "end": 57},
        "cue": {"text": "said", "start": 58, "end": 62},
        "mode": "reported",
    },
    "change": None,
    "worthiness": {"score": "0.81", "reasons": ["money", "attributed"]},
    "extraction": {
        "extractorVersion": "1.0.0",
        "pattern": "en/amount.money",
        "confidence": "0.96",
        "warnings": [],
        "alternatives": [],
    },
    "facts": {"group": None, "checks": []},
}

CLAIM: dict[str, Any] = {
    "id": CLAIM_ID,
    "type": "Claim",
    "version": 1,
    "status": "current",
    "kind": "amount",
    "language": "en",
    "articleId": ARTICLE_ID,
    "revision": 1,
    **DOCUMENT,
    "review": {
        "state": "open",
        "required": 1,
        "submitted": 0,
        "verdict": None,
        "assignedTo": None,
        "tags": [],
        "checkedClaim": None,
    },
    "links": {
        "self": f"/v1/claims/{CLAIM_ID}",
        "article": f"/v1/articles/{ARTICLE_ID}",
        "history": f"/v1/claims/{CLAIM_ID}/history",
        "similar": f"/v1/claims/{CLAIM_ID}/similar",
        "conflicts": f"/v1/claims/{CLAIM_ID}/conflicts",
    },
}

CHANGE: dict[str, Any] = {
    "position": 2,
    "type": "claim.created",
    "at": "2026-01-08T08:31:02.190000Z",
    "articleId": ARTICLE_ID,
    "claimId": CLAIM_ID,
    "claimVersion": 1,
    "claim": CLAIM,
    "article": None,
}

KEY_REQUEST: dict[str, Any] = {"name": "newsroom", "scopes": ["articles:write", "claims:read"]}

KEY: dict[str, Any] = {
    "id": KEY_ID,
    "name": "newsroom",
    "prefix": "fc_7q2mzk4d",
    "scopes": ["articles:write", "claims:read"],
    "reviewer": None,
    "createdAt": "2026-01-08T08:30:00Z",
    "expiresAt": None,
    "revokedAt": None,
}

NEW_KEY: dict[str, Any] = KEY | {"key": "fc_7q2mzk4d_" + "x" * 32 + "y" * 7}

CLAIM_ROW = ClaimRow(
    *(CLAIM_ID, 1, "current", "amount", "en", ARTICLE_ID, 1, "open", 1, 0, None, 810, 20),
    *(None, [], None, json.dumps(DOCUMENT)),
)
