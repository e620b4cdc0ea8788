"""/review: the fact-checkers' page. Plain files that talk to the API with the reader's own key; no other server."""

from importlib import resources

from flask import Blueprint, Response
from flask.views import MethodView

from service import errors
from service.auth import open_to_all

blueprint = Blueprint("reviewpage", __name__)

# Nothing inline, nothing from elsewhere, no frame around it; Trusted Types refuse strings that would become code.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
_TYPES = {
    "desk.css": "text/css; charset=utf-8",
    "icon.svg": "image/svg+xml",
    **dict.fromkeys(
        (
            *("main.js", "api.js", "dom.js", "prose.js", "card.js", "notes.js", "reader.js", "queue.js"),
            *("arrange.js", "claims.js", "context.js", "help.js", "verdict.js"),
        ),
        "text/javascript; charset=utf-8",
    ),
}


class Page(MethodView):
    """The page."""

    @open_to_all
    def get(self) -> Response:
        """The page itself holds nothing of a tenant: the key is entered in it."""
        return _file("index.html", "text/html; charset=utf-8")


class Asset(MethodView):
    """A file of the page."""

    @open_to_all
    def get(self, name: str) -> Response:
        """One of the few files that the page needs."""
        if name not in _TYPES:
            raise errors.NotFound
        return _file(name, _TYPES[name])


def _file(name: str, content_type: str) -> Response:
    data = resources.files("service").joinpath("review", name).read_bytes()
    answer = Response(data, content_type=content_type, headers=_HEADERS)
    answer.add_etag()
    return answer


blueprint.add_url_rule("/review", view_func=Page.as_view("page"))
blueprint.add_url_rule("/review/<name>", view_func=Asset.as_view("asset"))
