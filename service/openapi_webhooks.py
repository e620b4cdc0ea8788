"""The messages that are posted to webhooks, as the `webhooks` of OpenAPI 3.1."""

from typing import Any

from apispec import APISpec

from schemas.wire.webhooks import EVENTS, ArticleMessage, ClaimMessage
from service.v1 import webhookexamples as examples

_HEADERS = {
    "webhook-id": "The same at every attempt: keep it, and what comes twice is known.",
    "webhook-timestamp": "When it was sent, in seconds since 1970. Refuse what is older than five minutes.",
    "webhook-signature": "`v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64; two of them while a secret changes.",
}


def register(spec: APISpec) -> None:
    """Make the messages' schemas known."""
    spec.components.schema("ClaimMessage", schema=ClaimMessage)
    spec.components.schema("ArticleMessage", schema=ArticleMessage)


def described() -> dict[str, Any]:
    """One entry an event type."""
    return {event: {"post": _operation(event)} for event in EVENTS}


def _operation(event: str) -> dict[str, Any]:
    about_article = event.startswith("article.")
    schema = "ArticleMessage" if about_article else "ClaimMessage"
    example = examples.ARTICLE_MESSAGE if about_article else examples.CLAIM_MESSAGE
    return {
        "operationId": "on" + "".join(word[:1].upper() + word[1:] for word in event.split(".")),
        "summary": f"`{event}` has happened.",
        "parameters": [
            {"name": name, "in": "header", "required": True, "description": text, "schema": {"type": "string"}}
            for name, text in _HEADERS.items()
        ],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {"$ref": f"#/components/schemas/{schema}"},
                    "example": example | {"type": event},
                }
            },
        },
        "responses": {
            "2XX": {"description": "Arrived. Answer within ten seconds, and work afterwards."},
            "410": {"description": "Not wanted any more: the endpoint is disabled."},
            "429": {"description": "Too much: Retry-After is obeyed."},
            "503": {"description": "Not now: Retry-After is obeyed."},
        },
        "security": [],
    }
