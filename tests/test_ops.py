"""Dashboard and alerts: every figure that they ask for is one that the service gives."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.http import Api

OPS = Path(__file__).resolve().parents[1] / "ops"
ALERTS: list[dict[str, Any]] = yaml.safe_load((OPS / "alerts.yaml").read_text(encoding="utf-8"))["groups"][0]["rules"]
PANELS: list[dict[str, Any]] = json.loads((OPS / "dashboard.json").read_text(encoding="utf-8"))["panels"]
NAME = re.compile(r"\bfactclaims_\w+")


def figures(expressions: list[str]) -> set[str]:
    """The names of figures in expressions."""
    return {name for expression in expressions for name in NAME.findall(expression)}


@pytest.fixture
def given(api: Api) -> set[str]:
    """The names that /metrics gives after a request."""
    with api.client() as client:
        client.request("GET", "/v1/articles")
        text = client.session.get(f"{api.url}/metrics").text
    lines = [line for line in text.splitlines() if line and not line.startswith("# ")]
    return {match.group() for line in lines if (match := NAME.match(line))} | set(re.findall(r"# TYPE (\w+)", text))


def test_alerts_and_panels_ask_for_figures_that_are_given(given: set[str]) -> None:
    """A renamed metric would silence an alert for ever."""
    asked = figures([alert["expr"] for alert in ALERTS])
    asked |= figures([target["expr"] for panel in PANELS for target in panel["targets"]])
    assert asked
    assert asked - given == set()
    assert "factclaims_invented" not in given


def test_every_alert_says_what_is_wrong_and_what_to_do() -> None:
    """Whoever is woken reads two sentences."""
    for alert in ALERTS:
        assert alert["labels"]["severity"] in ("page", "ticket")
        assert alert["annotations"]["summary"].endswith(".")
        assert alert["annotations"]["description"]


def test_panels_have_their_own_places() -> None:
    """No two lie on each other."""
    taken: set[tuple[int, int]] = set()
    for panel in PANELS:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken, panel["title"]
        taken |= cells
