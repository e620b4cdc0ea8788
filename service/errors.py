"""What can go wrong for a caller, in the words of the domain; each docstring is the message sent.

`service.problems` maps every class to its HTTP status and its stable problem type.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong with a request: where (a JSON Pointer into the body, or a parameter's name), and what."""

    where: str
    detail: str


class Refusal(Exception):
    """The request was refused."""

    def __init__(
        self, detail: str | None = None, *, flaws: tuple[Flaw, ...] = (), retry_after: int | None = None
    ) -> None:
        """`detail` replaces the docstring as the message; `retry_after` is in seconds."""
        super().__init__(detail or self.__doc__)
        self.flaws = flaws
        self.retry_after = retry_after


class MalformedJson(Refusal):
    """The body is not JSON."""


class DuplicateKey(Refusal):
    """An object in the body has the same key twice."""


class JsonTooDeep(Refusal):
    """The body is nested more than 32 levels deep."""


class InvalidEncoding(Refusal):
    """The body is not UTF-8 without a byte order mark."""


class MalformedRequest(Refusal):
    """The request is not one that HTTP allows."""


class TooSlow(Refusal):
    """The request came too slowly: its bytes must hurry."""


class AddressTooLong(Refusal):
    """The first line of the request, with method and address, is longer than 8,190 bytes."""


class HeadersTooLarge(Refusal):
    """The request has more than 100 headers, or one of more than 8,190 bytes."""


class UnknownTransferCoding(Refusal):
    """The only transfer coding that is known here is chunked."""


class UnknownExpectation(Refusal):
    """The only expectation that is known here is 100-continue."""


class InvalidParameter(Refusal):
    """A query parameter is unknown, repeated or has no valid value."""


class InvalidCursor(Refusal):
    """The cursor does not come from this listing with these filters: begin again without one."""


class CursorExpired(Refusal):
    """Changes behind this cursor are no longer kept: take one with start=latest, read the export of claims, go on from there."""


class InvalidIdempotencyKey(Refusal):
    """An Idempotency-Key is 1 to 255 visible ASCII characters."""


class Unauthenticated(Refusal):
    """A valid API key is needed, as `Authorization: Bearer fc_…`."""


class InsufficientScope(Refusal):
    """The API key lacks the scope that this needs."""


class NotFound(Refusal):
    """There is nothing at this address."""


class MethodNotAllowed(Refusal):
    """This address has no such method."""


class NotAcceptable(Refusal):
    """The answer is JSON, which the Accept header rules out."""


class Gone(Refusal):
    """This was here and has been erased."""


class TextForgotten(Refusal):
    """The texts of earlier revisions are no longer kept; the latest one is, and so are the claims."""


class IdempotencyKeyInUse(Refusal):
    """A request with this Idempotency-Key is still being worked on."""


class IdempotencyKeyReused(Refusal):
    """This Idempotency-Key was used for another request."""


class ReviewerFixed(Refusal):
    """This API key is one person's: its requests cannot speak for another reviewer."""


class LeaseNotHeld(Refusal):
    """This lease has ended, was given back or is another reviewer's: take the claim again."""


class ClaimLeased(Refusal):
    """Another reviewer holds this claim; it is free again when the lease ends."""


class AlreadyJudged(Refusal):
    """This reviewer has judged this claim already."""


class InvalidTransition(Refusal):
    """The claim's review is not in a state that allows this."""


class ClaimNotCurrent(Refusal):
    """The claim was superseded or withdrawn: its article does not say this any more."""


class ClaimReviewIncomplete(Refusal):
    """The claim cannot be shown as ClaimReview yet: `errors` lists what is missing."""


class PreconditionFailed(Refusal):
    """What If-Match names is not the current version: look at it again."""


class PreconditionRequired(Refusal):
    """This needs a lease or an If-Match header with the ETag of what was looked at."""


class PayloadTooLarge(Refusal):
    """The body is larger than this service takes."""


class UnsupportedMediaType(Refusal):
    """The body must be of the media type that is documented, in UTF-8, without a content encoding."""


class ValidationFailed(Refusal):
    """The body does not have the right shape."""


class InvalidText(Refusal):
    """A text holds characters that cannot be stored or shown truthfully."""


class WebhookTargetForbidden(Refusal):
    """A webhook must be an https URL of a public host name on port 443 or 8443, and lead to public addresses only."""


class TooManyWebhooks(Refusal):
    """A workspace has at most 100 webhooks."""


class DeliveryUnderWay(Refusal):
    """The delivery has not ended yet."""


class WebhooksNotConfigured(Refusal):
    """Webhooks are switched off here: no key is set to seal their secrets with (WEBHOOK_KEYS)."""


class Busy(Refusal):
    """All places for answers that take long are taken: try again in a moment."""


class RateLimited(Refusal):
    """Too many requests from this key or workspace: wait as long as Retry-After says."""


class ServiceUnavailable(Refusal):
    """The service cannot reach its database; whether the request took effect is unknown. Sending it again is safe."""


class InternalError(Refusal):
    """Something went wrong here. The request id finds it in the log."""
