"""From what was sent (text, HTML, ninjs) to the one form in which articles are stored."""

import hashlib
import json
from dataclasses import replace

from schemas.wire.articles import Sent, Submission
from schemas.wire.fields import UNSTORABLE_TEXT
from service import errors, ninjs, webpage
from service.errors import Flaw
from service.ninjs import Item
from service.plainhtml import TooMuchMarkupError


def submission(sent: Sent, most_bytes: int) -> Submission:
    """The article. Raises ValidationFailed when there is no text in it, or more than `most_bytes` bytes of UTF-8.

    What its sender says beside a ninjs item goes before what the item says.
    """
    if sent.html is not None:
        _check_size(sent.html, "/html", most_bytes)
        try:
            text = webpage.text_of(sent.html)
        except TooMuchMarkupError as error:
            raise errors.ValidationFailed(flaws=(Flaw("/html", str(error)),)) from error
        if not text:
            raise errors.ValidationFailed(flaws=(Flaw("/html", "holds no text"),))
        made = _made(sent, text, "html", sent.html)
    elif sent.ninjs is not None:
        item = ninjs.read(sent.ninjs)
        written = json.dumps(sent.ninjs, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        _check_storable(written)
        made = _filled(_made(sent, item.text, "ninjs", written), item)
    else:
        made = _made(sent, sent.text or "", "text", None)
    _check_size(made.text, "/text" if made.source_format == "text" else f"/{made.source_format}", most_bytes)
    return made


def _made(sent: Sent, text: str, source_format: str, source: str | None) -> Submission:
    return Submission(
        text=text,
        source_format=source_format,
        source_digest=None if source is None else hashlib.sha256(source.encode()).digest(),
        title=sent.title,
        language=sent.language,
        published_at=sent.published_at,
        embargo_until=sent.embargo_until,
        url=sent.url,
        external_id=sent.external_id,
        publisher=sent.publisher,
        authors=sent.authors,
    )


def _filled(made: Submission, item: Item) -> Submission:
    return replace(
        made,
        title=made.title or item.title,
        language=made.language or item.language,
        published_at=made.published_at or item.published_at,
        embargo_until=made.embargo_until or item.embargo_until,
        url=made.url or item.url,
        external_id=made.external_id or item.external_id,
        publisher=made.publisher or item.publisher,
        authors=made.authors or item.authors,
    )


def _check_storable(item: str) -> None:
    """What nobody reads of an item still goes into its digest."""
    try:
        item.encode()
    except UnicodeEncodeError:
        raise errors.InvalidText(flaws=(Flaw("/ninjs", UNSTORABLE_TEXT),)) from None


def _check_size(text: str, pointer: str, most_bytes: int) -> None:
    if len(text) > most_bytes or len(text.encode()) > most_bytes:
        raise errors.ValidationFailed(flaws=(Flaw(pointer, f"is longer than {most_bytes} bytes of UTF-8"),))
