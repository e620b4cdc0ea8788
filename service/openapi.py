"""The contract as OpenAPI 3.1, from the routes and schemas: `python -m service.openapi > openapi.yaml`."""

import sys
from collections.abc import Mapping
from typing import Any

import flask_smorest  # type: ignore[import-untyped]  # published without type information
import yaml
from flask import Flask

from schemas.wire import fields
from schemas.wire.problems import Problem
from service import errors, openapi_links, openapi_webhooks
from service.auth import Access, access_of, handler_of
from service.deprecation import notice_of
from service.errors import Refusal
from service.problems import MEDIA_TYPE, TABLE

SETTINGS = {
    "API_TITLE": "factclaims",
    "API_VERSION": "v1",
    "OPENAPI_VERSION": "3.1.0",
    "API_SPEC_OPTIONS": {
        "info": {
            "description": "Article in, quantified claims out: dates, amounts and percentages with their exact place, "
            "ready to be checked. Numbers are decimal strings, offsets code points (end exclusive), times RFC 3339. "
            "Every answer to a key says in RateLimit how many requests are left, by the policies in RateLimit-Policy.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
    },
}

# What any request to the API may be answered with, and what one with a body may be.
_ALWAYS: tuple[type[Refusal], ...] = (
    errors.MalformedRequest,
    errors.TooSlow,
    errors.AddressTooLong,
    errors.HeadersTooLarge,
    errors.UnknownExpectation,
    errors.InvalidParameter,
    errors.Unauthenticated,
    errors.InsufficientScope,
    errors.NotAcceptable,
    errors.RateLimited,
    errors.InternalError,
    errors.ServiceUnavailable,
)
_WITH_BODY: tuple[type[Refusal], ...] = (
    errors.MalformedJson,
    errors.DuplicateKey,
    errors.JsonTooDeep,
    errors.InvalidEncoding,
    errors.PayloadTooLarge,
    errors.UnsupportedMediaType,
    errors.UnknownTransferCoding,
    errors.ValidationFailed,
    errors.InvalidText,
)
_IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "1 to 255 visible ASCII characters, new for each thing that is done; the same request again does "
    "nothing and gets the same answer for seven days (if the operator sets nothing else), with `Idempotent-Replayed: true`. "
    "A refusal is not kept.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
}
_IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of what was looked at: nothing happens to a newer version. A lease can stand for it.",
    "schema": {"type": "string"},
}


class Api(flask_smorest.Api):  # type: ignore[misc]  # published without type information
    """The documented routes; errors are answered by service.problems."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def __init__(self, app: Flask) -> None:
        """Register the API's own field types."""
        super().__init__(app)
        self.register_field(fields.Exact, "string", "decimal")
        self.register_field(fields.WebAddress, "string", "uri")
        self.register_field(fields.Names, "string", None)
        self.spec.components.security_scheme(
            "key", {"type": "http", "scheme": "bearer", "description": "An API key: `Authorization: Bearer fc_…`"}
        )
        self.spec.components.schema("Problem", schema=Problem)
        openapi_webhooks.register(self.spec)

    def _register_error_handlers(self) -> None:
        """None: flask-smorest's own answers are not RFC 9457."""


def text(app: Flask, api: Api) -> str:
    """The contract as YAML."""
    document = api.spec.to_dict()
    for rule in app.url_map.iter_rules():
        path = document["paths"].get(_path(rule.rule))
        for method in (rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"} if path else ():
            access = access_of(app, rule.endpoint, method)
            if path is not None and access is not None:
                _complete(path[method.lower()], rule.endpoint, method, access)
                if notice_of(app, rule.endpoint, method) is not None:
                    path[method.lower()]["deprecated"] = True
                _add_forms(path[method.lower()], getattr(handler_of(app, rule.endpoint, method), "forms", {}))
    openapi_links.add(document)
    document["webhooks"] = openapi_webhooks.described()
    document["components"].pop("responses", None)
    return yaml.dump(_plain(document), Dumper=_Plain, sort_keys=False, allow_unicode=True, width=110)


class _Plain(yaml.SafeDumper):
    """Repeats an example instead of pointing at it."""

    def ignore_aliases(self, data: Any) -> bool:
        """Never an alias."""
        del data
        return True


def _path(rule: str) -> str:
    return rule.replace("<uuid:", "{").replace("<", "{").replace(">", "}")


def _add_forms(operation: dict[str, Any], forms: Mapping[str, dict[str, Any]]) -> None:
    """The other forms of the answer that Accept can ask for."""
    for media_type, example in forms.items():
        operation["responses"]["200"]["content"][media_type] = {"schema": {"type": "object"}, "example": example}


def _complete(operation: dict[str, Any], endpoint: str, method: str, access: Access) -> None:
    """Name, scope and problems, which the decorators of flask-smorest know nothing of."""
    operation["operationId"] = f"{method.lower()}{endpoint.rpartition('.')[2]}"
    operation["security"] = [{"key": []}]
    said = operation.get("description", "")
    operation["description"] = f"{said}\n\nScope: `{access.scope}`.".strip()
    possible = _ALWAYS + access.refusals + (_WITH_BODY if "requestBody" in operation else ())
    if errors.IdempotencyKeyInUse in possible:
        operation.setdefault("parameters", []).append(_IDEMPOTENCY_KEY)
    if errors.PreconditionFailed in possible:
        operation.setdefault("parameters", []).append(_IF_MATCH)
    by_status: dict[int, list[str]] = {}
    for refusal in possible:
        answered, code = TABLE[refusal]
        by_status.setdefault(int(answered), []).append(f"`{code}`: {refusal.__doc__}")
    for status in sorted(by_status):
        operation["responses"][str(status)] = {
            "description": "\n".join(by_status[status]),
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    # flask-smorest names a 422 of its own for every schema.
    operation["responses"] = {
        status: answer
        for status, answer in operation["responses"].items()
        if isinstance(answer, dict) and not (status == "422" and "requestBody" not in operation)
    }


def _plain(node: Any) -> Any:
    if isinstance(node, dict):
        plain = {str(key): _plain(value) for key, value in node.items()}
        if "type" in plain and isinstance(plain.get("pattern"), str):  # a claim has a pattern, too
            plain["pattern"] = _whole(plain["pattern"])
        return plain
    if isinstance(node, list | tuple):
        return [_plain(value) for value in node]
    return node


def _whole(pattern: str) -> str:
    """A pattern that takes all of a string, as JSON Schema's do not by themselves."""
    inner = pattern.removeprefix("^").removesuffix(r"\Z").removesuffix("$")
    return f"^({inner})$" if "|" in inner else f"^{inner}$"


def main() -> None:
    """Print the contract; no database is needed."""
    from service.app import create_app  # noqa: PLC0415 - the application imports this module
    from service.config import Config  # noqa: PLC0415 - as above

    sys.stdout.write(create_app(Config(database_url="postgresql://unused")).extensions["openapi"])


if __name__ == "__main__":
    main()
