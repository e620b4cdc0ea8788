"""The examples that the documentation shows of webhooks."""

from typing import Any

from service.v1.examples import ARTICLE_ID, CLAIM, CLAIM_ID

WEBHOOK_ID = "01a20af4-0a10-7c11-9d20-0d6f6a0f8a01"
DELIVERY_ID = "01a20af4-1b20-7e31-8e10-6a2f40c1d2b7"

SUBMISSION: dict[str, Any] = {
    "url": "https://cms.example.com/hooks/factclaims",
    "description": "The CMS",
    "events": ["article.extracted", "claim.created", "verdict.published"],
    "filters": {"languages": ["ja"], "minWorthiness": "0.5"},
}

WEBHOOK: dict[str, Any] = {
    "id": WEBHOOK_ID,
    "url": "https://cms.example.com/hooks/factclaims",
    "description": "The CMS",
    "events": ["article.extracted", "claim.created", "verdict.published"],
    "filters": {"kinds": None, "languages": ["ja"], "publishers": None, "minWorthiness": "0.5"},
    "embargoed": False,
    "enabled": True,
    "disabledReason": None,
    "failures": 0,
    "failingSince": None,
    "pausedUntil": None,
    "previousSecretUntil": None,
    "createdAt": "2026-01-08T08:30:00Z",
    "updatedAt": "2026-01-08T08:30:00Z",
}

NEW: dict[str, Any] = WEBHOOK | {"secret": "whsec_" + "x" * 43 + "="}

DELIVERED: dict[str, Any] = {
    "id": DELIVERY_ID,
    "messageId": "msg_" + DELIVERY_ID.replace("-", ""),
    "type": "claim.created",
    "state": "delivered",
    "attempts": 2,
    "responseStatus": 200,
    "problem": None,
    "occurredAt": "2026-01-08T08:31:02.190000Z",
    "dueAt": "2026-01-08T08:31:08Z",
    "finishedAt": "2026-01-08T08:31:08.110000Z",
    "articleId": ARTICLE_ID,
    "claimId": CLAIM_ID,
}

DELIVERY: dict[str, Any] = DELIVERED | {
    "log": [
        {
            "startedAt": "2026-01-08T08:31:03Z",
            "milliseconds": 10000,
            "responseStatus": None,
            "problem": "The endpoint did not answer in time.",
        },
        {"startedAt": "2026-01-08T08:31:08Z", "milliseconds": 86, "responseStatus": 200, "problem": None},
    ]
}

QUEUED: dict[str, Any] = DELIVERED | {"state": "queued", "attempts": 0, "finishedAt": None}
QUEUED_TEST: dict[str, Any] = QUEUED | {
    "type": "webhook.test",
    "responseStatus": None,
    "articleId": None,
    "claimId": None,
}

CLAIM_MESSAGE: dict[str, Any] = {
    "type": "claim.created",
    "timestamp": "2026-01-08T08:31:02.190000Z",
    "data": {"position": 2, "articleId": ARTICLE_ID, "claimId": CLAIM_ID, "claimVersion": 1, "claim": CLAIM},
}

ARTICLE_MESSAGE: dict[str, Any] = {
    "type": "article.extracted",
    "timestamp": "2026-01-08T08:31:02.190000Z",
    "data": {
        "position": 3,
        "articleId": ARTICLE_ID,
        "article": {
            "id": ARTICLE_ID,
            "externalId": "cms-48213",
            "revision": 1,
            "state": "extracted",
            "problem": None,
            "claims": 1,
            "links": {"self": f"/v1/articles/{ARTICLE_ID}", "claims": f"/v1/articles/{ARTICLE_ID}/claims"},
        },
    },
}
