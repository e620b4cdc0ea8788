"""Where to go from an answer, as the `links` of OpenAPI: clients and testers follow them from call to call."""

from typing import Any

_ID = "$response.body#/id"
_CLAIM = "$response.body#/claim/id"

# The operation and the status of its answer; then where to: the operation there, its parameters, its body.
_LINKS: dict[tuple[str, str], tuple[tuple[str, dict[str, str], dict[str, Any] | None], ...]] = {
    ("postArticles", "202"): (
        ("getOneArticle", {"article_id": _ID}, None),
        ("getArticleText", {"article_id": _ID}, None),
        ("getArticleClaims", {"article_id": _ID}, None),
        ("getRevisions", {"article_id": _ID}, None),
        ("postReextraction", {"article_id": _ID}, None),
        ("postWithdrawArticle", {"article_id": _ID}, None),
        ("deleteOneArticle", {"article_id": _ID}, None),
    ),
    ("getArticles", "200"): (("getArticleClaims", {"article_id": "$response.body#/items/0/id"}, None),),
    ("getClaims", "200"): (("getOneClaim", {"claim_id": "$response.body#/items/0/id"}, None),),
    ("getArticleClaims", "200"): (("getOneClaim", {"claim_id": "$response.body#/items/0/id"}, None),),
    ("getOneClaim", "200"): (
        ("getHistory", {"claim_id": _ID}, None),
        ("getSimilar", {"claim_id": _ID}, None),
        ("getConflicts", {"claim_id": _ID}, None),
        ("getClaimReview", {"claim_id": _ID}, None),
        ("postLeases", {}, {"claimId": _ID}),
        ("postComments", {"claim_id": _ID}, None),
        ("patchArrangements", {"claim_id": _ID}, None),
        ("postDismissals", {"claim_id": _ID}, None),
    ),
    ("postLeases", "201"): (
        ("postRenewals", {"lease_id": _ID}, None),
        ("deleteOneLease", {"lease_id": _ID}, None),
        ("postVerdicts", {"claim_id": _CLAIM}, {"lease": _ID, "rating": "true"}),
    ),
    ("postVerdicts", "201"): (
        ("postPublications", {"claim_id": _CLAIM}, None),
        ("postCorrections", {"claim_id": _CLAIM}, None),
        ("postReopenings", {"claim_id": _CLAIM}, None),
    ),
    ("postWebhooks", "201"): (
        ("getOneWebhook", {"webhook_id": _ID}, None),
        ("patchOneWebhook", {"webhook_id": _ID}, None),
        ("postRotateWebhook", {"webhook_id": _ID}, None),
        ("postTestWebhook", {"webhook_id": _ID}, None),
        ("getDeliveries", {"webhook_id": _ID}, None),
        ("postReplayFailed", {"webhook_id": _ID}, None),
        ("deleteOneWebhook", {"webhook_id": _ID}, None),
    ),
    ("postTestWebhook", "202"): (
        ("getOneDelivery", {"webhook_id": "$request.path.webhook_id", "delivery_id": _ID}, None),
        ("postReplayDelivery", {"webhook_id": "$request.path.webhook_id", "delivery_id": _ID}, None),
    ),
    ("postKeys", "201"): (("deleteOneKey", {"key_id": _ID}, None),),
    ("getChanges", "200"): (("getChanges", {"cursor": "$response.body#/next"}, None),),
}


def add(document: dict[str, Any]) -> None:
    """Put the links into the contract. Raises KeyError for an operation that is not there."""
    operations = {
        operation["operationId"]: operation
        for item in document["paths"].values()
        for operation in item.values()
        if isinstance(operation, dict)
    }
    for (source, status), links in _LINKS.items():
        found = operations[source]["responses"][status]
        found["links"] = {
            target: _link(operations[target]["operationId"], parameters, body) for target, parameters, body in links
        }


def _link(operation: str, parameters: dict[str, str], body: dict[str, Any] | None) -> dict[str, Any]:
    link: dict[str, Any] = {"operationId": operation}
    if parameters:
        link["parameters"] = parameters
    if body is not None:
        link["requestBody"] = body
    return link
