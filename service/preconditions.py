"""If-Match: whoever changes something has seen its current version (RFC 9110, section 13.1.1)."""

import re

from flask import request

from service import errors

_VERSION = re.compile(r"[0-9]{1,9}")  # no row is changed more often


def given() -> bool:
    """Whether the request has an If-Match header."""
    return "If-Match" in request.headers


def check(version: int) -> None:
    """Raise PreconditionRequired without an If-Match, PreconditionFailed with one of another version."""
    if not given():
        raise errors.PreconditionRequired
    # An ETag may count more than the version behind a point: what changes there changes nothing that is acted on.
    seen = {str(tag).partition(".")[0] for tag in request.if_match.as_set()}
    if not (request.if_match.star_tag or str(version) in seen):
        raise errors.PreconditionFailed


def version_seen() -> int | None:
    """The version that If-Match names; None when it names none or any. Raises PreconditionFailed for no version."""
    if not given() or request.if_match.star_tag:
        return None
    tags = [str(tag) for tag in request.if_match.as_set()]  # an empty header has a tag that is None
    if len(tags) != 1 or not _VERSION.fullmatch(tags[0]):
        raise errors.PreconditionFailed
    return int(tags[0])
