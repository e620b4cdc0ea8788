"""A client made from openapi.yaml by a generator that knows nothing of us, used against the real service."""

import importlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.http import Api

PROJECT = Path(__file__).parents[1]
CONFIG = "content_type_overrides: {application/x-ndjson: text/plain, text/csv: text/plain, text/event-stream: text/plain}\npost_hooks: []\n"


@pytest.fixture
def generated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Imports modules of the generated package."""
    (tmp_path / "config.yaml").write_text(CONFIG)
    command: list[str | Path] = [Path(sys.executable).with_name("openapi-python-client"), "generate", "--meta", "none"]
    command += [
        "--path",
        PROJECT / "openapi.yaml",
        "--output-path",
        tmp_path / "generated_client",
        "--config",
        tmp_path / "config.yaml",
    ]
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        command, env=os.environ | {"PATH": path}, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "will not be generated" not in done.stdout.replace(
        "articles:batch within batch. Endpoint will not be generated", ""
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    return lambda name: importlib.import_module(f"generated_client{name}")


def test_a_generated_client_works(api: Api, generated: Any) -> None:
    """Submitting, looking, listing, registering a webhook; what comes back is typed."""
    models = generated(".models")
    with generated(".client").AuthenticatedClient(base_url=api.url, token=api.key) as client:
        sent = generated(".api.articles.post_articles").sync(
            client=client, body=models.ArticleSubmission(text="Some 500 people came.", language="en")
        )
        assert (type(sent).__name__, sent.state) == ("Article", "queued")
        again = generated(".api.articles.get_one_article").sync(sent.id, client=client)
        assert again.id == sent.id
        page = generated(".api.claims.get_claims").sync(client=client, limit=5)
        assert page.items == []
        refused = generated(".api.articles.post_articles").sync(client=client, body=models.ArticleSubmission())
        assert (type(refused).__name__, refused.status) == ("Problem", 422)
        hook = generated(".api.webhooks.post_webhooks").sync(
            client=client,
            body=models.WebhookSubmission(
                url="https://cms.example.com/", events=[models.WebhookSubmissionEventsItem("claim.created")]
            ),
        )
        assert hook.secret.startswith("whsec_")
