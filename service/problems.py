"""Every error as application/problem+json (RFC 9457), from one table."""

import json
from http import HTTPStatus
from typing import Any

import psycopg
import psycopg_pool
import structlog
from flask import Flask, Response, g
from werkzeug.exceptions import HTTPException

from service import errors
from service.errors import Flaw, Refusal

MEDIA_TYPE = "application/problem+json"
LONGEST_DETAIL = 200
MOST_FLAWS = 50
RETRY_SOON = 1

# Stable: clients decide by the last part of `type`.
TABLE: dict[type[Refusal], tuple[HTTPStatus, str]] = {
    errors.MalformedJson: (HTTPStatus.BAD_REQUEST, "malformed-json"),
    errors.DuplicateKey: (HTTPStatus.BAD_REQUEST, "duplicate-key"),
    errors.JsonTooDeep: (HTTPStatus.BAD_REQUEST, "json-too-deep"),
    errors.InvalidEncoding: (HTTPStatus.BAD_REQUEST, "invalid-encoding"),
    errors.MalformedRequest: (HTTPStatus.BAD_REQUEST, "malformed-request"),
    errors.TooSlow: (HTTPStatus.REQUEST_TIMEOUT, "request-timeout"),
    errors.AddressTooLong: (HTTPStatus.REQUEST_URI_TOO_LONG, "address-too-long"),
    errors.HeadersTooLarge: (HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "headers-too-large"),
    errors.UnknownTransferCoding: (HTTPStatus.NOT_IMPLEMENTED, "unknown-transfer-coding"),
    errors.UnknownExpectation: (HTTPStatus.EXPECTATION_FAILED, "unknown-expectation"),
    errors.InvalidParameter: (HTTPStatus.BAD_REQUEST, "invalid-parameter"),
    errors.InvalidCursor: (HTTPStatus.BAD_REQUEST, "invalid-cursor"),
    errors.InvalidIdempotencyKey: (HTTPStatus.BAD_REQUEST, "idempotency-key-invalid"),
    errors.Unauthenticated: (HTTPStatus.UNAUTHORIZED, "unauthenticated"),
    errors.InsufficientScope: (HTTPStatus.FORBIDDEN, "insufficient-scope"),
    errors.NotFound: (HTTPStatus.NOT_FOUND, "not-found"),
    errors.MethodNotAllowed: (HTTPStatus.METHOD_NOT_ALLOWED, "method-not-allowed"),
    errors.NotAcceptable: (HTTPStatus.NOT_ACCEPTABLE, "not-acceptable"),
    errors.ReviewerFixed: (HTTPStatus.FORBIDDEN, "reviewer-fixed"),
    errors.LeaseNotHeld: (HTTPStatus.CONFLICT, "lease-not-held"),
    errors.ClaimLeased: (HTTPStatus.CONFLICT, "claim-leased"),
    errors.AlreadyJudged: (HTTPStatus.CONFLICT, "already-judged"),
    errors.InvalidTransition: (HTTPStatus.CONFLICT, "invalid-transition"),
    errors.ClaimNotCurrent: (HTTPStatus.CONFLICT, "claim-not-current"),
    errors.ClaimReviewIncomplete: (HTTPStatus.CONFLICT, "claimreview-incomplete"),
    errors.PreconditionFailed: (HTTPStatus.PRECONDITION_FAILED, "precondition-failed"),
    errors.PreconditionRequired: (HTTPStatus.PRECONDITION_REQUIRED, "precondition-required"),
    errors.IdempotencyKeyInUse: (HTTPStatus.CONFLICT, "idempotency-key-in-use"),
    errors.Gone: (HTTPStatus.GONE, "gone"),
    errors.CursorExpired: (HTTPStatus.GONE, "cursor-expired"),
    errors.TextForgotten: (HTTPStatus.GONE, "text-forgotten"),
    errors.PayloadTooLarge: (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "payload-too-large"),
    errors.UnsupportedMediaType: (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type"),
    errors.ValidationFailed: (HTTPStatus.UNPROCESSABLE_ENTITY, "validation-failed"),
    errors.InvalidText: (HTTPStatus.UNPROCESSABLE_ENTITY, "invalid-text"),
    errors.IdempotencyKeyReused: (HTTPStatus.UNPROCESSABLE_ENTITY, "idempotency-key-reused"),
    errors.WebhookTargetForbidden: (HTTPStatus.UNPROCESSABLE_ENTITY, "webhook-target-forbidden"),
    errors.TooManyWebhooks: (HTTPStatus.CONFLICT, "too-many-webhooks"),
    errors.DeliveryUnderWay: (HTTPStatus.CONFLICT, "delivery-under-way"),
    errors.WebhooksNotConfigured: (HTTPStatus.NOT_IMPLEMENTED, "webhooks-not-configured"),
    errors.RateLimited: (HTTPStatus.TOO_MANY_REQUESTS, "rate-limited"),
    errors.InternalError: (HTTPStatus.INTERNAL_SERVER_ERROR, "internal-error"),
    errors.Busy: (HTTPStatus.SERVICE_UNAVAILABLE, "busy"),
    errors.ServiceUnavailable: (HTTPStatus.SERVICE_UNAVAILABLE, "service-unavailable"),
}

# What Flask and werkzeug raise by themselves, in our words.
_FOREIGN: dict[int, type[Refusal]] = {
    HTTPStatus.NOT_FOUND: errors.NotFound,
    HTTPStatus.METHOD_NOT_ALLOWED: errors.MethodNotAllowed,
    HTTPStatus.NOT_ACCEPTABLE: errors.NotAcceptable,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: errors.PayloadTooLarge,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: errors.UnsupportedMediaType,
    HTTPStatus.UNPROCESSABLE_ENTITY: errors.ValidationFailed,
}

# Postgres is away, or went away during COMMIT, or took longer than a request may.
DATABASE_AWAY = (psycopg.OperationalError, psycopg.InterfaceError, psycopg_pool.PoolTimeout, psycopg_pool.PoolClosed)

log = structlog.get_logger(__name__)


def register(app: Flask) -> None:
    """Answer whatever is raised while a request is handled as a problem."""
    app.register_error_handler(Refusal, response)
    app.register_error_handler(HTTPException, _foreign)
    for away in DATABASE_AWAY:
        app.register_error_handler(away, _database_away)
    app.register_error_handler(Exception, _unexpected)


def response(refusal: Refusal) -> Response:
    """The problem that says this refusal."""
    status, code = TABLE[type(refusal)]
    answer = Response(json.dumps(body(refusal), ensure_ascii=False), status=status, content_type=MEDIA_TYPE)
    if refusal.retry_after is not None:
        answer.headers["Retry-After"] = str(refusal.retry_after)
    if status is HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="factclaims"'
    g.problem = code
    return answer


def body(refusal: Refusal) -> dict[str, Any]:
    """The problem's members, in the current request."""
    return document(refusal, g.get("request_id"))


def document(refusal: Refusal, request_id: str | None) -> dict[str, Any]:
    """The problem's members, without Python's words and never with more than 200 characters of an echo.

    A 404 carries no request id: another tenant's id, an unknown one and a malformed one must look
    the same to the last byte. Its id is in the X-Request-Id header like every answer's.
    """
    status, code = TABLE[type(refusal)]
    members: dict[str, Any] = {
        "type": f"/problems/{code}",
        "title": status.phrase,
        "status": int(status),
        "detail": _short(str(refusal)),
    }
    if not isinstance(refusal, errors.NotFound):
        members["requestId"] = request_id
    if refusal.flaws:
        place = "parameter" if isinstance(refusal, errors.InvalidParameter) else "pointer"
        members["errors"] = [_flaw(flaw, place) for flaw in refusal.flaws[:MOST_FLAWS]]
    return members


def _flaw(flaw: Flaw, place: str) -> dict[str, str]:
    return {place: _short(flaw.where), "detail": _short(flaw.detail)}


def _short(text: str) -> str:
    """At most 200 characters, and none that UTF-8 cannot carry."""
    printable = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return printable if len(printable) <= LONGEST_DETAIL else printable[: LONGEST_DETAIL - 1] + "…"


def _foreign(error: HTTPException) -> Response:
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return Response(status=error.code, headers=error.get_headers())
    kind = _FOREIGN.get(error.code)
    if kind is None:
        kind = errors.InternalError if error.code >= HTTPStatus.INTERNAL_SERVER_ERROR else errors.MalformedRequest
    answer = response(kind())
    valid_methods = getattr(error, "valid_methods", None)
    if valid_methods:
        answer.headers["Allow"] = ", ".join(sorted(valid_methods))
    return answer


def _database_away(error: Exception) -> Response:
    log.warning("database away", error=type(error).__name__)
    return response(errors.ServiceUnavailable(retry_after=RETRY_SOON))


def _unexpected(error: Exception) -> Response:
    log.error("unexpected", exc_info=error)
    return response(errors.InternalError())
