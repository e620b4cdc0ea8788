"""Schemathesis over the running service: what the contract allows is answered as the contract says, and so is the rest."""

from typing import Any

import pytest
import schemathesis
import yaml
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import positive_data_acceptance

from service.app import create_app
from service.config import Config
from tests.service.site import Site

EXAMPLES = 8  # of each operation and mode: about half a minute in all
APP = create_app(Config(database_url="postgresql://nowhere.invalid/"))
CONTRACT = schemathesis.openapi.from_dict(yaml.safe_load(APP.extensions["openapi"]))
LONGEST = 8000  # characters of an address; beyond 8,190 the server answers before us
# An article a line is no JSON Schema: what is wrong in a line is said in a line (tests/service/test_batch.py).
BY_LINE = "POST /v1/articles:batch"
FOUND = [each.ok() for each in CONTRACT.get_all_operations() if isinstance(each, Ok)]
OPERATIONS = [operation for operation in FOUND if operation.label != BY_LINE]
MODES = list(GenerationMode)


@pytest.mark.parametrize("mode", MODES, ids=[mode.value for mode in MODES])
@pytest.mark.parametrize("operation", OPERATIONS, ids=[operation.label for operation in OPERATIONS])
def test_the_service_keeps_its_contract(site: Site, operation: Any, mode: GenerationMode) -> None:
    """Every check of a response: statuses, types, headers, bodies; nothing wrong is accepted.

    One check is left out, that whatever the contract allows is accepted: JSON Schema cannot say that a cursor is sealed, a
    range ordered, a text not blank, and one of text, html and ninjs given.
    """

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    @given(st.data())
    def ask(data: st.DataObject) -> None:
        case = data.draw(operation.as_strategy(generation_mode=mode))
        if isinstance(case.query, dict) and str(case.query.get("wait", "")).isdecimal():
            case.query["wait"] = "0"  # it would, for up to twenty seconds
        assume(len(str(case.as_transport_kwargs(base_url=site.url)["url"])) + len(str(case.query)) < LONGEST / 3)
        headers = {"Authorization": f"Bearer {site.key}"}
        case.call_and_validate(
            base_url=site.url, headers=headers, timeout=20, excluded_checks=[positive_data_acceptance]
        )

    ask()
