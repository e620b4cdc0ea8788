"""The command line against the real service."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from schemas.wire.claimquery import ClaimQuery
from service.cli import claims, main
from service.client import Client, Refused
from service.embedded.processes import Running
from tests.databases import Database
from tests.http import Api

ARTICLE = "財務省によると、総額は約3000億ドルで、支持率は64%だった。"


def run(api: Api, *arguments: str) -> Result:
    """The command with the service's address and key."""
    return CliRunner(env={"FACTCLAIMS_URL": api.url, "FACTCLAIMS_KEY": api.key}).invoke(main, arguments)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A small article in a file."""
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.mark.usefixtures("worker")
def test_submit_waits_and_prints_the_claims(api: Api, article: Path) -> None:
    """From a file to a table in one command."""
    result = run(api, "submit", str(article))
    assert result.exit_code == 0, result.output
    assert "300,000,000,000" in result.output
    assert "64%" in result.output


def test_submit_as_json_prints_a_claim_per_line_and_nothing_else(api: Api, worker: Running, article: Path) -> None:
    """Another program can read it; progress goes to standard error."""
    assert not worker.ended
    result = run(api, "submit", "--json", str(article))
    assert result.exit_code == 0, result.output
    amounts = {json.loads(line)["value"]["amount"] for line in result.stdout.splitlines()}
    assert amounts == {"300000000000", "64"}
    listed = run(api, "claims", "--kind", "percentage", "--json")
    assert [json.loads(line)["value"]["amount"] for line in listed.stdout.splitlines()] == ["64"]


def test_an_unreadable_file_stops_before_anything_is_submitted(api: Api, article: Path, tmp_path: Path) -> None:
    """One bad name among good ones must not leave half the work done."""
    result = run(api, "submit", str(article), str(tmp_path / "absent.txt"))
    assert result.exit_code == 1
    assert "no such file" in result.stderr
    with api.client() as client:
        assert list(client.pages("/v1/articles", {})) == []


def test_a_filter_that_the_service_refuses_is_reported_in_one_line(api: Api) -> None:
    """With the service's own words."""
    result = run(api, "claims", "--kind", "colour")
    assert result.exit_code == 1
    assert "kind" in result.stderr
    assert "Traceback" not in result.output


def test_every_filter_of_the_contract_is_an_option() -> None:
    """The command line cannot fall behind the API."""
    options = {option.removeprefix("--").replace("-", "") for parameter in claims.params for option in parameter.opts}
    filters = {str(field.data_key).lower() for field in ClaimQuery().fields.values()} - {"cursor", "fields"}
    assert filters <= options


def test_a_key_is_made_listed_and_revoked(api: Api) -> None:
    """It opens the door until it is revoked, and its secret is never listed."""
    key = run(api, "keys", "create", "reader", "--scope", "claims:read").stdout.strip()
    with Client(api.url, key) as reader:
        assert list(reader.pages("/v1/claims", {})) == []
    listed = run(api, "keys", "list").stdout
    assert "reader" in listed
    assert key not in listed
    with api.client() as client:
        keys = client.request("GET", "/v1/keys")["items"]
    key_id = next(item["id"] for item in keys if item["name"] == "reader")
    assert run(api, "keys", "revoke", key_id).exit_code == 0
    with Client(api.url, key) as reader, pytest.raises(Refused, match="401"):
        reader.article(key_id)


def test_the_first_key_is_made_in_the_database_itself(api: Api, database: Database) -> None:
    """Without it nobody could ask the API for one."""
    result = CliRunner(env={"MIGRATOR_DATABASE_URL": database.migrator_url}).invoke(main, ["keys", "first", "desk"])
    assert result.exit_code == 0, result.output
    with Client(api.url, result.stdout.strip()) as client:
        assert list(client.pages("/v1/articles", {})) == []


def test_migrating_twice_changes_nothing(database: Database) -> None:
    """The container that migrates may be started again."""
    for _ in range(2):
        result = CliRunner(env={"MIGRATOR_DATABASE_URL": database.migrator_url}).invoke(main, ["migrate"])
        assert result.exit_code == 0, result.output
        assert "stands at revision" in result.stdout


def test_migrating_makes_database_and_roles_from_their_addresses(database: Database) -> None:
    """What compose.yaml does on an empty server; repeating it is no error."""
    environment = {
        "MIGRATOR_DATABASE_URL": database.migrator_url,
        "SUPERUSER_DATABASE_URL": database.superuser_url,
        "DATABASE_URL": database.api_url,
        "WORKER_DATABASE_URL": database.worker_url,
    }
    result = CliRunner(env=environment).invoke(main, ["migrate"])
    assert result.exit_code == 0, result.output
    wrong = environment | {"DATABASE_URL": database.worker_url}
    refused = CliRunner(env=wrong).invoke(main, ["migrate"])
    assert refused.exit_code == 1
    assert "factclaims_api" in refused.stderr


def test_a_command_without_a_service_says_how_to_name_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither options nor environment nor a service started here."""
    monkeypatch.chdir(tmp_path)
    result = CliRunner(env={"FACTCLAIMS_URL": "", "FACTCLAIMS_KEY": ""}).invoke(main, ["claims"])
    assert result.exit_code == 1
    assert "factclaims up" in result.stderr


def test_a_service_that_does_not_answer_is_named() -> None:
    """One line, with the address that was tried."""
    environment = {"FACTCLAIMS_URL": "http://127.0.0.1:9", "FACTCLAIMS_KEY": "any"}
    result = CliRunner(env=environment).invoke(main, ["claims"])
    assert result.exit_code == 1
    assert "No answer from http://127.0.0.1:9" in result.stderr
