"""A claim as a W3C Web Annotation (https://www.w3.org/TR/annotation-model/): its quote in the text, and what it says."""

import json
from typing import Any

from schemas.claimjson import ClaimRow

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = f'application/ld+json; profile="{CONTEXT}"'


def build(row: ClaimRow, base: str) -> dict[str, Any]:
    """The annotation; `base` is the address of this service, without a slash at its end.

    Its target is the stored text, in which the selectors count: code points, as the model asks for. A
    verdict that is published is a second body, with the purpose of assessing.
    """
    document = json.loads(row.document)
    address = f"{base}/v1/claims/{row.id}"
    bodies: list[dict[str, Any]] = [
        {"id": address, "type": "Dataset", "format": "application/json", "purpose": "identifying"},
        {"type": "TextualBody", "value": document["text"], "language": row.language, "purpose": "describing"},
    ]
    published = row.review_state == "published"
    if published and row.verdict is not None:
        bodies.append({"type": "TextualBody", "value": row.verdict, "format": "text/plain", "purpose": "assessing"})
    return {
        "@context": CONTEXT,
        "id": address,
        "type": "Annotation",
        "motivation": "assessing" if published else "identifying",
        "body": bodies,
        "target": {
            "type": "SpecificResource",
            "source": f"{base}/v1/articles/{row.article_id}/text?revision={row.revision}",
            "selector": document["target"]["selector"],
        },
    }
