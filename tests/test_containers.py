"""Dockerfile and compose.yaml: no engine runs here, but every command in them exists, and starts."""

import importlib.metadata
import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from service.embedded.programs import Programs

PROJECT = Path(__file__).resolve().parents[1]
DOCKERFILE = (PROJECT / "Dockerfile").read_text(encoding="utf-8")
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load((PROJECT / "compose.yaml").read_text(encoding="utf-8"))["services"]
OURS = {name: service for name, service in SERVICES.items() if service.get("image") == "factclaims"}


def image_command() -> list[str]:
    """The command of an image that is told nothing else: the last CMD."""
    command: list[str] = json.loads(re.findall(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)[-1])
    return command


def command(service: str) -> list[str]:
    """What the container of a service runs."""
    found: list[str] = SERVICES[service].get("command") or image_command()
    return found


def here(arguments: list[str]) -> list[str]:
    """The same command in this environment."""
    return [sys.executable, *arguments[1:]] if arguments[0] == "python" else [sys.executable, "-m", *arguments]


def test_the_roles_of_the_service_are_all_there() -> None:
    """One image, five roles, and the two servers."""
    assert set(OURS) == {"api", "relay", "worker", "courier", "migrate"}
    assert set(SERVICES) - set(OURS) == {"postgres", "redis"}


@pytest.mark.parametrize("service", ["api", "relay", "worker", "courier", "migrate"])
def test_every_command_is_installed_with_the_service_alone(service: str) -> None:
    """It needs no package of the development or local environment."""
    arguments = command(service)
    if arguments[0] == "python":
        assert importlib.util.find_spec(arguments[2]) is not None
        return
    scripts = {script.name: script for script in importlib.metadata.entry_points(group="console_scripts")}
    assert arguments[0] in scripts
    package = scripts[arguments[0]].dist
    assert package is not None
    locked = (PROJECT / "requirements" / "service.lock").read_text()
    assert package.name == "factclaims" or re.search(rf"^{package.name}==", locked, re.MULTILINE)


def test_the_apis_command_loads_its_settings_and_the_application(programs: Programs) -> None:
    """The server checks its own configuration and exits."""
    arguments = [*here(command("api")), "--check-config"]
    done = subprocess.run(
        arguments, env=dict(programs.environment), cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_workers_command_finds_its_application(programs: Programs) -> None:
    """Celery loads the application that the command names and prints its settings."""
    arguments = here(command("worker"))
    report = [*arguments[: arguments.index("worker")], "report"]
    done = subprocess.run(
        report, env=dict(programs.environment), cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "task_acks_late: True" in done.stdout


def test_migrates_command_migrates(programs: Programs) -> None:
    """With the addresses that compose.yaml gives it."""
    arguments = [sys.executable, "-m", "service.cli", *command("migrate")[1:]]
    done = subprocess.run(
        arguments, env=dict(programs.environment), cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("service", ["api", "relay", "worker", "courier", "migrate"])
def test_every_role_runs_with_as_little_as_possible(service: str) -> None:
    """Read-only files, no capabilities, no new privileges; the image's user is not root."""
    role = OURS[service]
    assert role["read_only"] is True
    assert role["cap_drop"] == ["ALL"]
    assert role["security_opt"] == ["no-new-privileges:true"]
    users = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)
    assert users
    assert users[-1] not in {"0", "root"}


def test_only_the_owner_of_the_tables_may_migrate() -> None:
    """The API and the workers never see the passwords of the owner and the superuser."""
    for name, service in OURS.items():
        secret = {"MIGRATOR_DATABASE_URL", "SUPERUSER_DATABASE_URL"} & set(service["environment"])
        assert bool(secret) is (name == "migrate"), name


def test_no_password_is_written_down() -> None:
    """Each comes from outside, and starting without one is refused."""
    text = (PROJECT / "compose.yaml").read_text(encoding="utf-8")
    passwords = re.findall(r"://[^:/\s]*:([^@\s]*)@", text)
    assert passwords
    assert all(re.fullmatch(r"\$\{[A-Z_]+:\?\}", password) for password in passwords)


def test_everything_that_is_copied_into_the_image_exists_and_is_not_ignored() -> None:
    """A build would fail late; this fails early."""
    allowed = (PROJECT / ".dockerignore").read_text().splitlines()
    for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE):
        for source in line.split()[:-1]:
            assert (PROJECT / source).exists(), source
            assert f"!{source.split('/')[0]}" in allowed, source


def test_the_image_has_a_python_that_the_project_supports() -> None:
    """The versions are written in two files."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    versions = set(re.findall(r"^FROM python:(\d+\.\d+)", DOCKERFILE, re.MULTILINE))
    assert len(versions) == 1
    assert f"Programming Language :: Python :: {versions.pop()}" in project["classifiers"]
