"""From HTML to the text that is stored and that all offsets refer to.

A whole page has navigation, teasers and footers, so the article in it is looked for (trafilatura). A fragment,
as a CMS or an agency sends it, is the article: everything in it is kept, in its order.
"""

import re

import lxml.etree
import lxml.html
import trafilatura

from service.plainhtml import TooMuchMarkupError, plain

_PAGE = re.compile(r"<\s*(html|body)[\s>]", re.IGNORECASE)
_HEAD = 4096  # characters in which a page says that it is one
_DEPTHS = 300_000  # of all elements together
_DROPPED = frozenset({"script", "style", "noscript", "template", "head", "title", "svg", "math", "iframe", "object"})
# HTML's, and NITF's headlines and body.
_BLOCKS = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "block",
            "body",
            "body.content",
            "br",
            "caption",
            "center",
            "dd",
        ),
        *("details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2"),
        *("h3", "h4", "h5", "h6", "header", "hl1", "hl2", "hr", "li", "main", "nav"),
        *("ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"),
    )
)
_CELLS = frozenset({"td", "th"})
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_SPACES = re.compile(r" {2,}")
_LINES = re.compile(r"[ ]*\n[ \n]*")


def text_of(html: str) -> str:
    """The article's text; "" when there is none. Lines are paragraphs. Raises TooMuchMarkupError."""
    html = plain(html)
    if _PAGE.search(html[:_HEAD]):
        _check_depth(html)
        # Recall before precision: a missed paragraph is a missed claim, a teaser is only noise.
        found = trafilatura.extract(html, include_comments=False, include_tables=True, favor_recall=True)
        if found:
            return found
    return _everything(html)


def everything(html: str) -> str:
    """All text of a document or fragment, a line for each block. Raises TooMuchMarkupError."""
    return _everything(plain(html))


def _check_depth(html: str) -> None:
    """Looking for the article costs each element's depth; pages of news have some 10,000 elements, 15 deep."""
    depth = depths = 0
    root = _parsed(html)
    for event, _ in () if root is None else lxml.etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        depths += depth if event == "start" else 0
    if depths > _DEPTHS:
        raise TooMuchMarkupError("is nested too deeply")


def _parsed(html: str) -> lxml.html.HtmlElement | None:
    """The document; None when there is none in it."""
    try:
        return lxml.html.document_fromstring(html)
    except (lxml.etree.LxmlError, ValueError):
        return None


def _everything(html: str) -> str:
    root = _parsed(html)
    if root is None:
        return ""
    pieces: list[str] = []
    dropped = 0  # how many dropped elements we are in
    for event, element in lxml.etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            pieces += [element.tail or ""] if not dropped else []
            continue
        name = element.tag.rpartition("}")[2].lower()
        hidden = name in _DROPPED
        dropped += hidden if event == "start" else -hidden
        if dropped and event == "start":
            continue
        edge = "\n" if name in _BLOCKS else " " if name in _CELLS else ""
        if event == "start":
            pieces += [edge, _SPACE.sub(" ", element.text or "")]
        elif not dropped:
            pieces += [edge, _SPACE.sub(" ", element.tail or "")]
    return _LINES.sub("\n", _SPACES.sub(" ", "".join(pieces))).strip()
