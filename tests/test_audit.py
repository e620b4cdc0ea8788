"""`make audit` and `make sbom`, asked as the build asks them: a finding fails it, silence is said, the list is whole."""

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from service.embedded.redis import free_port
from tests.test_supply_chain import PIN, PROJECT

TOOLS = Path(sys.prefix) / "release-tools"
SHIPPED = ("service", "otel")
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^ ;\\]+)", re.MULTILINE)

pytestmark = pytest.mark.skipif(
    not (TOOLS / ".stamp").exists(), reason="the release tools are not installed: make test does it"
)


def lock(name: str) -> str:
    """A lock's text."""
    return (PROJECT / f"requirements/{name}.lock").read_text(encoding="utf-8")


@contextmanager
def advisories(known: dict[str, dict[str, Any]]) -> Iterator[tuple[str, set[tuple[str, str]]]]:
    """A database of advisories in OSV's format, by package; its address, and what it was asked for."""
    asked: set[tuple[str, str]] = set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            name = question["package"]["name"]
            asked.add((name, question["version"]))
            answer = json.dumps({"vulns": [known[name]]} if name in known else {}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1/query", asked
    finally:
        server.shutdown()
        server.server_close()


def advisory(package: str, **more: Any) -> dict[str, dict[str, Any]]:
    """Something that is known against every version of a package before 999."""
    ranges = [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "999"}]}]
    affected = [{"package": {"name": package, "ecosystem": "PyPI"}, "ranges": ranges}]
    return {package: {"id": "TEST-2026-1", "summary": "It leaks.", "affected": affected, **more}}


def make(target: str, folder: Path, **variables: str) -> tuple[int, str]:
    """Run make; its exit status and what it printed."""
    settings = {"VENV": sys.prefix, "DIST": str(folder), **variables}
    done = subprocess.run(
        ["make", "--silent", target, *(f"{name}={value}" for name, value in settings.items())],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize("package", ["flask", "opentelemetry-sdk"])
@pytest.mark.parametrize("target", ["audit", "audit-if-possible"])
def test_what_is_known_against_one_locked_package_fails_the_build(tmp_path: Path, target: str, package: str) -> None:
    """One of seventy is enough, also of the extra; it is named, with the version that mends it."""
    with advisories(advisory(package)) as (url, _):
        status, printed = make(target, tmp_path, ADVISORIES=url)
    assert status != 0
    (line,) = (line for line in printed.splitlines() if "TEST-2026-1" in line)
    assert package in line
    assert "999" in line


@pytest.mark.parametrize("target", ["audit", "audit-if-possible"])
def test_every_shipped_package_is_asked_for_with_its_version(tmp_path: Path, target: str) -> None:
    """Nothing is known; neither an advisory about something else nor one that was taken back changes that."""
    about_others = advisory("left-pad") | advisory("flask", withdrawn="2026-01-01T00:00:00Z")
    with advisories(about_others) as (url, asked):
        status, printed = make(target, tmp_path, ADVISORIES=url)
    assert (status, printed) == (0, "Audited: nothing is known against the locked packages.\n")
    unneeded = {"async-timeout", "colorama", "tzdata", "importlib-metadata"}  # of other systems or interpreters
    locked = {pin for name in SHIPPED for pin in PINNED.findall(lock(name))}
    assert asked <= locked
    assert {name for name, _ in locked - asked} <= unneeded


@pytest.mark.parametrize(("target", "fails"), [("audit", True), ("audit-if-possible", False)])
def test_a_database_that_does_not_answer_is_no_good_news(tmp_path: Path, target: str, fails: bool) -> None:  # noqa: FBT001 - a table's column
    """Said plainly: a release stops there, the daily build goes on."""
    status, printed = make(target, tmp_path, ADVISORIES=f"http://127.0.0.1:{free_port()}/v1/query")
    assert (status != 0) is fails
    assert printed.startswith("NOT AUDITED: http://127.0.0.1:")
    assert "Audited: nothing" not in printed


# Judged by the tool's own library: the file as it is, and with a part that is none.
_JUDGE = """
import json, sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
bill = json.load(open(sys.argv[1]))
judge = JsonStrictValidator(SchemaVersion.from_version(bill["specVersion"])).validate_str
print([judge(json.dumps(one)) is None for one in (bill, bill | {"components": [{"name": 1}]})])
"""


def test_the_bill_of_materials_is_whole(tmp_path: Path) -> None:
    """Valid CycloneDX by its own schema: every locked package with its version and all of its hashes, and nothing else."""
    status, printed = make("sbom", tmp_path)
    file = tmp_path / "sbom.json"
    bill = json.loads(file.read_text(encoding="utf-8"))
    assert (status, bill["bomFormat"]) == (0, "CycloneDX")
    judged = subprocess.run([TOOLS / "bin/python", "-c", _JUDGE, file], capture_output=True, text=True, check=True)
    assert judged.stdout == "[True, False]\n"
    blocks = [block for block in re.split(r"\n(?=[a-z0-9])", lock("service")) if PIN.match(block)]
    locked = {PINNED.findall(block)[0]: set(re.findall(r"--hash=sha256:(\w+)", block)) for block in blocks}
    listed = {
        (part["name"], part["version"]): {
            digest["content"] for reference in part["externalReferences"] for digest in reference["hashes"]
        }
        for part in bill["components"]
    }
    assert listed == locked
    assert {part["purl"] for part in bill["components"]} == {f"pkg:pypi/{name}@{version}" for name, version in locked}
    assert printed == f"{file}: {len(locked)} packages\n"
