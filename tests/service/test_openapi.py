"""The contract: the file is what the code says, and the code does what the examples show."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from schemas.wire.articles import Article, ArticlePage, ArticleSubmission, RevisionList
from schemas.wire.base import WireSchema
from schemas.wire.changes import FeedChange
from schemas.wire.claims import Claim, ClaimDocument, ClaimPage
from schemas.wire.keys import Key, KeyList, KeySubmission, NewKey
from schemas.wire.leases import Lease, LeaseSubmission
from schemas.wire.reviewsettings import ReviewSettings
from schemas.wire.reviewstats import Stats
from schemas.wire.verdicts import CorrectionSubmission, HistoryPage, VerdictAnswer, VerdictSubmission
from service import apikey
from service.app import create_app
from service.auth import access_of
from service.config import Config
from service.problems import TABLE
from service.v1 import examples, reviewexamples
from tests.service.site import Site

APP = create_app(Config(database_url="postgresql://nowhere.invalid/"))
CONTRACT: dict[str, Any] = yaml.safe_load(APP.extensions["openapi"])
OPERATIONS = [(method, path) for path, item in CONTRACT["paths"].items() for method in item if method != "parameters"]


def test_the_committed_contract_is_the_code_s() -> None:
    """After a change: `python -m service.openapi > openapi.yaml`."""
    committed = Path(__file__).parents[2] / "openapi.yaml"
    assert committed.read_text(encoding="utf-8") == APP.extensions["openapi"]


def test_every_route_of_the_api_is_in_the_contract() -> None:
    """A route that nobody can read of is not finished."""
    documented = {(method.upper(), path) for method, path in OPERATIONS}
    for rule in APP.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            if rule.rule.startswith("/v1/"):
                assert (method, rule.rule.replace("<uuid:", "{").replace(">", "}")) in documented


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=[f"{m} {p}" for m, p in OPERATIONS])
def test_every_operation_says_scope_problems_and_an_example(method: str, path: str) -> None:
    """What a reader needs to call it."""
    operation = CONTRACT["paths"][path][method]
    assert operation["summary"]
    assert "Scope: `" in operation["description"]
    assert operation["security"] == [{"key": []}]
    assert {"401", "403", "503"} <= set(operation["responses"])
    for status, answer in operation["responses"].items():
        for media, content in answer.get("content", {}).items():
            assert media == "application/problem+json" if status >= "400" else "example" in content
    for content in operation.get("requestBody", {}).get("content", {}).values():
        assert "example" in content


@pytest.mark.parametrize(
    ("schema", "example"),
    [
        (ArticleSubmission, examples.SUBMISSION),
        (Article, examples.ARTICLE),
        (Article, examples.QUEUED),
        (ArticlePage, {"items": [examples.ARTICLE], "next": None}),
        (RevisionList, examples.REVISIONS),
        (ClaimDocument, examples.DOCUMENT),
        (Claim, examples.CLAIM),
        (ClaimPage, {"items": [examples.CLAIM], "next": None}),
        (FeedChange, examples.CHANGE),
        (KeySubmission, examples.KEY_REQUEST),
        (Key, examples.KEY),
        (KeyList, {"items": [examples.KEY]}),
        (NewKey, examples.NEW_KEY),
        (LeaseSubmission, reviewexamples.LEASE_REQUEST),
        (Lease, reviewexamples.LEASE),
        (VerdictSubmission, reviewexamples.VERDICT_REQUEST),
        (VerdictAnswer, reviewexamples.VERDICT_ANSWER),
        (CorrectionSubmission, reviewexamples.CORRECTION_REQUEST),
        (HistoryPage, {"items": [reviewexamples.CALL, reviewexamples.COMMENT], "next": None}),
        (ReviewSettings, reviewexamples.SETTINGS),
        (Stats, reviewexamples.STATS),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_an_example_is_valid(schema: type[WireSchema], example: dict[str, Any]) -> None:
    """An example that the schema refuses would teach the wrong thing."""
    assert schema().validate(example) == {}


def test_the_example_s_offsets_are_true() -> None:
    """Also in the documentation, a span is what the reader sees."""
    text, selector = examples.TEXT, examples.DOCUMENT["target"]["selector"]
    assert text[selector[1]["start"] : selector[1]["end"]] == selector[0]["exact"]
    attribution = examples.DOCUMENT["attribution"]
    for phrase in (attribution["speaker"], attribution["cue"]):
        assert text[phrase["start"] : phrase["end"]] == phrase["text"]


def test_the_example_s_key_is_no_key() -> None:
    """Nobody can use what the documentation shows."""
    assert apikey.parse(examples.NEW_KEY["key"]) is None


def test_every_refusal_has_a_message_and_a_type_of_its_own() -> None:
    """Clients decide by the type; people read the message."""
    codes = [code for _, code in TABLE.values()]
    assert len(set(codes)) == len(codes)
    assert all(refusal.__doc__ and len(refusal.__doc__) <= 200 for refusal in TABLE)


def test_no_pattern_needs_python() -> None:
    """Patterns in the contract are anchored and in the dialect of JSON Schema."""
    patterns = _find("pattern", CONTRACT["components"]["schemas"])
    assert patterns
    assert all(pattern.startswith("^") and pattern.endswith("$") and "\\Z" not in pattern for pattern in patterns)


def test_the_contract_and_its_page_are_served(site: Site) -> None:
    """Offline: nothing on the page comes from another host."""
    served = site.raw("GET", "/openapi.yaml", {}, None)
    assert served.body.decode() == APP.extensions["openapi"]
    page = site.raw("GET", "/docs", {}, None)
    assert page.status == 200
    assert b"//" not in page.body.replace(b"<!doctype html>", b"")
    for asset in ("swagger-ui.css", "swagger-ui-bundle.js", "start.js", "favicon-32x32.png"):
        assert site.raw("GET", f"/docs/{asset}", {}, None).status == 200
    assert site.raw("GET", "/docs/other.js", {}, None).status == 404


def test_routes_without_a_declared_access_do_not_start() -> None:
    """access_of() answers None for what declares nothing."""
    app = create_app(Config(database_url="postgresql://nowhere.invalid/"))
    app.add_url_rule("/v1/forgotten", "forgotten", lambda: "")
    assert access_of(app, "forgotten", "GET") is None


def _find(name: str, node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node[name]] if isinstance(node.get(name), str) else []
        return own + [found for value in node.values() for found in _find(name, value)]
    if isinstance(node, list):
        return [found for value in node for found in _find(name, value)]
    return []


def test_every_problem_is_documented_with_its_status() -> None:
    """docs/problems.md lists what can come, and nothing else."""
    lines = (Path(__file__).parents[2] / "docs" / "problems.md").read_text(encoding="utf-8").splitlines()
    rows = [line.split(" | ") for line in lines if line.startswith("| ") and line[2].isdigit()]
    documented = [(row[0].removeprefix("| "), row[1].strip("`")) for row in rows]
    assert sorted(documented) == sorted((str(int(status)), code) for status, code in TABLE.values())
