"""Schemathesis over the running service: what the contract allows is answered as the contract says, and so is the rest."""

import json
from typing import Any

import pytest
import schemathesis
import yaml
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from schemas.records import Scope
from service.app import create_app
from service.config import Config
from tests.service import claimrows
from tests.service.claimrows import Given
from tests.service.site import Site

EXAMPLES = 8  # of each operation and mode: one to three minutes in all, by how busy the machine is
RUNS, STEPS = 12, 8  # of the walks along the links
LONGEST = 8000  # characters of an address; beyond 8,190 the server answers before us
MOST_DIGITS = 40

# An article a line is no JSON Schema: lines that are articles, and others, are written down here.
LINES = st.lists(
    st.fixed_dictionaries({"text": st.text(min_size=1, max_size=40)}, optional={"title": st.text(max_size=9)})
    | st.none() | st.text() | st.dictionaries(st.text(), st.integers(), max_size=3),
    max_size=4,
)  # fmt: skip
schemathesis.openapi.media_type(
    "application/x-ndjson", LINES.map(lambda lines: "\n".join(json.dumps(line) for line in lines).encode())
)

APP = create_app(Config(database_url="postgresql://nowhere.invalid/"))
# Data that fit meet what is not there, not free or erased; they are never of the wrong shape.
ACCEPTED = ["2xx", "404", "409", "410", "503"]
CONFIG = schemathesis.Config.from_dict(
    {"generation": {"mode": "positive"}, "checks": {"positive_data_acceptance": {"expected-statuses": ACCEPTED}}}
)
CONTRACT = schemathesis.openapi.from_dict(yaml.safe_load(APP.extensions["openapi"]), config=CONFIG)
OPERATIONS = [each.ok() for each in CONTRACT.get_all_operations() if isinstance(each, Ok)]
MODES = list(GenerationMode)
# What JSON Schema cannot say of a member: what it is instead; None: it is left out.
QUERY: dict[str, Any] = {
    "cursor": None,  # sealed: only an answer has one, and the links follow it
    "fields": lambda names: ",".join(dict.fromkeys(str(names).split(","))),  # each once
    "max": None,  # not below min
    "min": lambda number: number if len(str(number)) <= MOST_DIGITS else None,
    "outcome": None,  # only of a revision
    "q": "people",  # has a word in it
    "to": None,  # not before from
}
BODY: dict[str, Any] = {
    "amount": None,  # of a corrected value: has at most 40 digits
    "html": None,  # has a text in it, and comes alone
    "ninjs": None,  # the same
    "rating": "true",  # one of the workspace's own
    "ratings": None,  # each name once
    "text": "12 people.",  # comes alone, and is not blank
    "urlTemplate": None,  # holds {claimId}
}
HOOK: dict[str, Any] = {"url": "https://cms.example.com/hooks"}  # a public host, port 443 or 8443
QUIET = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)


@pytest.mark.parametrize("mode", MODES, ids=[mode.value for mode in MODES])
@pytest.mark.parametrize("operation", OPERATIONS, ids=[operation.label for operation in OPERATIONS])
def test_the_service_keeps_its_contract(site: Site, operation: Any, mode: GenerationMode) -> None:
    """Every check of a response: statuses, types, headers, bodies; what fits is accepted, and nothing else is."""

    @QUIET
    @given(st.data())
    def ask(data: st.DataObject) -> None:
        case = data.draw(operation.as_strategy(generation_mode=mode))
        be_patient(case)
        if mode is GenerationMode.POSITIVE:
            make_true(case)
        assume(len(str(case.as_transport_kwargs(base_url=site.url)["url"])) + len(str(case.query)) < LONGEST / 3)
        headers = {"Authorization": f"Bearer {site.key}"}
        case.call_and_validate(base_url=site.url, headers=headers, timeout=20)

    ask()


def test_the_links_of_the_contract_lead_on(site: Site) -> None:
    """Article, claim, lease, verdict; webhook, test, delivery: each call with what the one before has answered."""
    article = site.submit("Linked to 9 claims.").json()["id"]
    claimrows.put(site.database.worker_url, article, *(Given(start=number) for number in range(9)))
    followed: set[str] = set()

    # A stream of events goes on for a minute; tests/service/test_progress.py follows it.
    class Walk(CONTRACT.exclude(operation_id="getArticleEvents").as_state_machine()):  # type: ignore[misc]  # made by a library while the test runs
        """Calls that follow the links."""

        def before_call(self, case: Any) -> None:
            be_patient(case)
            make_true(case)
            ask_widely(case)

        def after_call(self, response: Any, case: Any) -> None:
            if response.status_code < 300 and case.path_parameters:
                followed.add(case.operation.definition.raw["operationId"])

        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            del case
            key = site.make_key("ours", *Scope)  # a fresh one: the walk may have revoked the last
            return {"base_url": site.url, "headers": {"Authorization": f"Bearer {key}"}, "timeout": 20}

    Walk.run(settings=settings(QUIET, max_examples=RUNS, stateful_step_count=STEPS))
    assert len(followed) > 2, followed  # only an id from an answer opens these


def ask_widely(case: Any) -> None:
    """Made-up filters find nothing, and nothing leads nowhere: ask without them."""
    if isinstance(case.query, dict):
        case.query.clear()
    if case.operation.path == "/v1/review/leases" and isinstance(case.body, dict):
        case.body = {name: value for name, value in case.body.items() if name == "claimId"}


def be_patient(case: Any) -> None:
    """A request that would wait for up to twenty seconds does not."""
    if isinstance(case.query, dict) and str(case.query.get("wait", "")).isdecimal():
        case.query["wait"] = "0"


def make_true(case: Any) -> None:
    """Put right what JSON Schema cannot say, in data that fit it; the refusals are lines of docs/bad-input.md."""
    if isinstance(case.query, dict):
        put_right(case.query, QUERY)
    if case.operation.label == "POST /v1/articles":
        case.body.setdefault("text", "")
    if isinstance(case.body, dict):
        put_right(case.body, HOOK if case.operation.path.startswith("/v1/webhooks") else BODY)
    case.headers = {**(case.headers or {}), "If-Match": "*"}  # another version's is 412
    case.headers.pop("Idempotency-Key", None)  # with another body it is 422


def put_right(data: dict[str, Any], rules: dict[str, Any]) -> None:
    """By the names of members, at any depth."""
    for name, value in list(data.items()):
        if isinstance(value, dict):
            put_right(value, rules)
        if name in rules:
            right = rules[name](value) if callable(rules[name]) else rules[name]
            data.pop(name) if right is None else data.update({name: right})
