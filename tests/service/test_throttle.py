"""Rate limits over HTTP: headers, refusals, and who is not counted."""

import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from schemas.records import Scope
from service.embedded.postgres import Postgres
from tests.service.conftest import serving
from tests.service.desk import problem
from tests.service.site import Site

KEY, WORKSPACE = 5, 12
LIMITS = {"RATE_LIMIT_KEY": str(KEY), "RATE_LIMIT_WORKSPACE": str(WORKSPACE)}


@pytest.fixture(scope="module")
def narrow(postgres_server: Postgres, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The API with two processes and low limits."""
    with serving(postgres_server, template, tmp_path_factory.mktemp("narrow"), LIMITS) as site:
        yield site


def test_every_answer_says_what_is_left(narrow: Site) -> None:
    """By key and by workspace, also when the answer is a problem of another kind."""
    key = narrow.make_key("told", Scope.CLAIMS_READ)
    answer = narrow.request("GET", "/v1/claims", key=key)
    assert answer.headers["RateLimit-Policy"] == f'"key";q={KEY};w=60, "workspace";q={WORKSPACE};w=60'
    assert re.fullmatch(r'"key";r=4;t=1[12], "workspace";r=11;t=[45]', answer.headers["RateLimit"])
    refused = narrow.request("GET", "/v1/keys", key=key)
    assert (refused.status_code, refused.headers["RateLimit"].split(";")[1]) == (403, "r=3")


def test_two_processes_let_through_exactly_the_quota(narrow: Site) -> None:
    """Twenty at once over twenty connections; the rest is 429 with the time to wait, and nothing was done for it."""
    key = narrow.make_key("exact", Scope.ARTICLES_WRITE)
    with ThreadPoolExecutor(20) as pool:
        sent = [
            pool.submit(narrow.request, "POST", "/v1/articles", key=key, json={"text": f"text {n}"}) for n in range(20)
        ]
        answers = [one.result() for one in sent]
    assert Counter(answer.status_code for answer in answers) == {202: KEY, 429: 20 - KEY}
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert problem(refused) == (429, "rate-limited")
    assert 1 <= int(refused.headers["Retry-After"]) <= 12
    assert refused.headers["RateLimit"].startswith('"key";r=0;')


def test_the_keys_of_a_workspace_share_its_quota(narrow: Site) -> None:
    """A third key does not help; another workspace is not touched."""
    keys = [narrow.make_key("shared", Scope.CLAIMS_READ) for _ in range(3)]
    answers = [narrow.request("GET", "/v1/claims", key=key).status_code for key in keys for _ in range(KEY)]
    assert Counter(answers) == {200: WORKSPACE, 429: 3 * KEY - WORKSPACE}
    other = narrow.make_key("another", Scope.CLAIMS_READ)
    assert narrow.request("GET", "/v1/claims", key=other).status_code == 200


def test_what_asks_for_no_key_is_not_counted(narrow: Site) -> None:
    """A load balancer looks at /healthz as often as it likes; a wrong key is 401, never 429."""
    assert {narrow.raw("GET", "/healthz", {}, None).status for _ in range(3 * KEY)} == {200}
    wrong = {"Authorization": "Bearer fc_wrong"}
    assert {narrow.raw("GET", "/v1/claims", wrong, None).status for _ in range(3 * KEY)} == {401}
    assert "RateLimit" not in narrow.raw("GET", "/healthz", {}, None).headers
