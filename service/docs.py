"""/openapi.yaml and /docs: the contract, and a page to read and try it on that needs no other server."""

from importlib import resources

from flask import Blueprint, Response, current_app
from flask.views import MethodView

from service import errors
from service.auth import open_to_all

blueprint = Blueprint("docs", __name__)

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>factclaims API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="icon" href="/docs/favicon-32x32.png">
</head>
<body>
<noscript>The contract is at <a href="/openapi.yaml">/openapi.yaml</a>.</noscript>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""
_START = 'SwaggerUIBundle({url: "/openapi.yaml", dom_id: "#swagger-ui", deepLinking: true, validatorUrl: null});\n'
_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"
_ASSETS = {
    "swagger-ui.css": "text/css; charset=utf-8",
    "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
    "favicon-32x32.png": "image/png",
}


class Contract(MethodView):
    """The contract."""

    @open_to_all
    def get(self) -> Response:
        """The OpenAPI document of this service."""
        return Response(current_app.extensions["openapi"], content_type="application/yaml")


class Page(MethodView):
    """The page."""

    @open_to_all
    def get(self) -> Response:
        """Swagger UI over the contract."""
        return Response(_PAGE, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": _POLICY})


class Asset(MethodView):
    """A file of Swagger UI."""

    @open_to_all
    def get(self, name: str) -> Response:
        """One of the few files that the page needs, from the installed package."""
        if name == "start.js":
            return Response(_START, content_type="text/javascript; charset=utf-8")
        if name not in _ASSETS:
            raise errors.NotFound
        data = resources.files("flask_swagger_ui").joinpath("dist", name).read_bytes()
        return Response(data, content_type=_ASSETS[name], headers={"Cache-Control": "public, max-age=3600"})


blueprint.add_url_rule("/openapi.yaml", view_func=Contract.as_view("contract"))
blueprint.add_url_rule("/docs", view_func=Page.as_view("page"))
blueprint.add_url_rule("/docs/<name>", view_func=Asset.as_view("asset"))
