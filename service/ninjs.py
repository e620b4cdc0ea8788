"""News items in ninjs, the IPTC's JSON, versions 2 and 3: what of them becomes an article.

The two versions differ in the case of their names (`versioncreated` and `versionCreated`), so names are compared
without it. https://www.iptc.org/std/ninjs/userguide/ says what each means. What is not listed here is left alone.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from schemas.wire.fields import Filled, Instant, Label, Text, WebAddress, at_most, language_tag, one_of
from service import errors, webpage
from service.errors import Flaw
from service.parsing import flaws
from service.plainhtml import TooMuchMarkupError

_HTML = ("text/html", "application/xhtml+xml", "application/nitf+xml")
_MOST = 100


class _Part(Schema):
    """A headline or a body in one of several roles."""

    class Meta:
        """Leave alone what is not asked for."""

        unknown = EXCLUDE

    role = Text()
    contenttype = Text()
    value = Text()


class _Item(Schema):
    """What is read of an item; names in lower case."""

    class Meta:
        """Leave alone what is not asked for."""

        unknown = EXCLUDE

    uri = Label(required=True, validate=at_most(255))
    type = Text(validate=validate.Equal("text", error="is not text"))
    pubstatus = Text(validate=one_of("usable"))
    language = Text(validate=language_tag)
    versioncreated = Instant()
    contentcreated = Instant()
    firstcreated = Instant()
    embargoed = Instant()
    by = Label(validate=at_most(200))
    copyrightholder = Label(validate=at_most(200))
    headlines = fields.List(fields.Nested(_Part), validate=validate.Length(max=_MOST))
    bodies = fields.List(fields.Nested(_Part), required=True, validate=validate.Length(min=1, max=_MOST))


_ITEM = _Item()
_TITLE = Filled(validate=at_most(1000))
_ADDRESS = WebAddress()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What an item says of an article."""

    text: str
    external_id: str
    title: str | None
    language: str | None
    published_at: datetime | None
    embargo_until: datetime | None
    publisher: str | None
    authors: tuple[str, ...]
    url: str | None


def read(data: dict[str, Any]) -> Item:
    """The article in an item. Raises ValidationFailed with pointers below /ninjs, in the item's own spelling."""
    spelling: dict[str, str] = {}
    try:
        found = _ITEM.load(_lowered(data, spelling))
    except ValidationError as error:
        raise errors.ValidationFailed(
            flaws=tuple(Flaw("/ninjs" + _spelled(flaw.where, spelling), flaw.detail) for flaw in flaws(error.messages))
        ) from None
    return Item(
        text=_text(found["bodies"]),
        external_id=found["uri"],
        title=_headline(found.get("headlines", [])),
        language=found.get("language"),
        published_at=found.get("versioncreated") or found.get("contentcreated") or found.get("firstcreated"),
        embargo_until=found.get("embargoed"),
        publisher=found.get("copyrightholder"),
        authors=(found["by"],) if "by" in found else (),
        url=_url(found["uri"]),
    )


def _lowered(node: Any, spelling: dict[str, str]) -> Any:
    """The names that we read, and those of their parts, in lower case; `spelling` remembers how they were written."""
    if isinstance(node, dict):
        spelling |= {str(name).lower(): str(name) for name in node}
        return {str(name).lower(): _lowered(value, spelling) for name, value in node.items()}
    return [_lowered(value, spelling) for value in node] if isinstance(node, list) else node


def _spelled(pointer: str, spelling: dict[str, str]) -> str:
    return "/".join(spelling.get(step, step) for step in pointer.split("/"))


def _url(uri: str) -> str | None:
    """An item's id, where it is an address as `url` takes it."""
    try:
        url: str = _ADDRESS.deserialize(uri)
    except ValidationError:
        return None
    return url


def _headline(headlines: list[dict[str, str]]) -> str | None:
    """The main headline, else the first; one that cannot be a title is none."""
    ordered = sorted(headlines, key=lambda part: part.get("role") != "main")
    for part in ordered:
        try:
            title: str = _TITLE.deserialize(
                webpage.everything(part["value"]) if "<" in part["value"] else part["value"]
            )
        except (KeyError, ValidationError, TooMuchMarkupError):
            continue
        return title
    return None


def _text(bodies: list[dict[str, str]]) -> str:
    """The article: a body of plain text, else one of HTML."""
    filled = [part for part in bodies if part.get("value", "").strip()]
    for part in filled:
        if part.get("contenttype", "text/plain").partition(";")[0].strip() == "text/plain":
            return part["value"]
    for part in filled:
        if part.get("contenttype", "").partition(";")[0].strip() in _HTML:
            try:
                text = webpage.everything(part["value"])
            except TooMuchMarkupError as error:
                raise errors.ValidationFailed(flaws=(Flaw("/ninjs/bodies", str(error)),)) from error
            if text:
                return text
    raise errors.ValidationFailed(flaws=(Flaw("/ninjs/bodies", "holds no text: plain, HTML or NITF"),))
