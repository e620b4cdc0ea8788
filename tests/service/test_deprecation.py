"""The announcement of an end, ready before it is needed."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from service import deprecation, errors, problems
from service.app import create_app
from service.auth import open_to_all
from service.config import Config
from service.deprecation import EndsTooEarly, deprecated

SINCE, SUNSET = datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def app() -> Flask:
    """A small application with an old way, a failing one, one that has no end yet, and a new one."""
    made = Flask("test")
    made.url_map.strict_slashes = True
    problems.register(made)
    deprecation.register(made)

    @made.get("/old")
    @deprecated(since=SINCE, sunset=SUNSET, link="/docs#old")
    @open_to_all
    def old() -> str:
        return "old"

    @made.get("/refusing")
    @deprecated(since=SINCE, link="/docs#refusing")
    @open_to_all
    def refusing() -> str:
        raise errors.NotFound

    @made.get("/new")
    @open_to_all
    def new() -> str:
        return "new"

    return made


def test_an_old_way_says_since_when_and_until_when(app: Flask) -> None:
    """RFC 9745 wants a structured date, RFC 8594 an HTTP date, and both a link."""
    answer = app.test_client().get("/old")
    assert (answer.status_code, answer.text) == (200, "old")
    assert answer.headers["Deprecation"] == "@1798761600"
    assert answer.headers["Sunset"] == "Thu, 01 Jul 2027 12:00:00 GMT"
    assert answer.headers["Link"] == '</docs#old>; rel="deprecation"; type="text/html"'


def test_a_refusal_says_it_too(app: Flask) -> None:
    """Also without a date of its end."""
    answer = app.test_client().get("/refusing")
    assert (answer.status_code, "Deprecation" in answer.headers, "Sunset" in answer.headers) == (404, True, False)


@pytest.mark.parametrize("path", ["/new", "/unknown"])
def test_other_ways_say_nothing(app: Flask, path: str) -> None:
    """No false alarm."""
    assert "Deprecation" not in app.test_client().get(path).headers


def test_an_end_before_the_announcement_is_refused() -> None:
    """A typing error in a date must not reach anybody."""
    with pytest.raises(EndsTooEarly):
        deprecated(since=SUNSET, sunset=SINCE, link="/docs")


def test_nothing_is_deprecated_today() -> None:
    """The changelog has to say it when that changes."""
    served = create_app(Config(database_url="postgresql://nowhere.invalid/"))
    for rule in served.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            assert deprecation.notice_of(served, rule.endpoint, method) is None
