"""HTML before it is parsed: what costs a parser time without saying anything is taken out or refused.

The parser looks at each attribute of a tag for every other one, and finding the article in a page looks at every tag several
times. So tags are written anew with the few attributes that are looked at, scripts and comments go, and a `<` that begins no
tag becomes text: whatever was sent, the parser sees only what was written here. Each pass is linear, and bounded per tag.
"""

import re

MOST_TAGS = 20_000
_MOST_ATTRIBUTES = 64
_LONGEST_VALUE = 2_000

# What decides where the article is (trafilatura looks at these), and nothing that makes text.
_KEPT = frozenset(
    (
        *("aria-hidden", "class", "content", "data-component", "data-testid", "hidden", "href", "id", "itemprop"),
        *("lang", "name", "property", "rel", "role", "style", "type"),
    )
)
_UNREAD = re.compile(r"<!--.*?(?:--!?>|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_NAME = r"[^\s/><=][^\s/><=]*+"
_VALUE = r"\"[^\"]*+\"|'[^']*+'|[^\s><]*+"
_ATTRIBUTE = re.compile(rf"({_NAME})(?:\s*+=\s*+({_VALUE}))?")
_TAG = re.compile(
    rf"<(/?[a-zA-Z][^\s/><]*+)((?:[\s/=]*+{_NAME}(?:\s*+=\s*+(?:{_VALUE}))?+){{0,{_MOST_ATTRIBUTES}}}+)[\s/=]*+>"
    r"|<[!?][^<>]*+>?|<"
)


class TooMuchMarkupError(ValueError):
    """The HTML has more markup than an article."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}: send the article's own part of the page, or its text")


def plain(html: str) -> str:
    """The same document for a parser that must not be kept busy. Raises TooMuchMarkupError."""
    read = _UNREAD.sub(" ", html)
    if read.count("<") > MOST_TAGS:
        raise TooMuchMarkupError(f"has more than {MOST_TAGS} tags")
    return _TAG.sub(_written, read)


def _written(found: re.Match[str]) -> str:
    name, attributes = found.group(1), found.group(2)
    if name is None:
        return "" if found.group().startswith(("<!", "<?")) else "&lt;"
    kept = [_attribute(said.group(1).lower(), said.group(2)) for said in _ATTRIBUTE.finditer(attributes or "")]
    return f"<{name}{''.join(kept)}>"


def _attribute(name: str, value: str | None) -> str:
    if name not in _KEPT or len(value or "") > _LONGEST_VALUE:
        return ""
    bare = (value or "").strip("\"'")
    return f' {name}="' + bare.replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;") + '"'
