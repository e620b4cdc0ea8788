"""Where the packages come from: locked by hashes, named by nobody's address, with a licence each."""

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
LOCKS = sorted((PROJECT / "requirements").glob("*.lock"))
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==", re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_package_is_pinned_by_hashes(lock: Path) -> None:
    """Pip refuses what is not, but only on the machine that installs."""
    blocks = re.split(r"\n(?=[a-z0-9])", lock.read_text(encoding="utf-8"))
    pinned = [block for block in blocks if PIN.match(block)]
    assert pinned
    assert [block.splitlines()[0] for block in pinned if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_no_lock_names_an_address(lock: Path) -> None:
    """Where packages come from is the machine's own setting."""
    assert re.findall(r"\w+://|^-", lock.read_text(encoding="utf-8"), re.MULTILINE) == []


def test_every_shipped_package_has_its_licence_listed() -> None:
    """Also of the extra for traces; and nothing is listed that is not shipped."""
    shipped, with_traces = (
        set(PIN.findall((PROJECT / f"requirements/{name}.lock").read_text(encoding="utf-8")))
        for name in ("service", "otel")
    )
    image, _, extra = (PROJECT / "docs/licences.md").read_text("utf-8").partition("requirements/otel.lock")
    assert set(_licences(image)) == shipped
    assert set(_licences(extra)) == with_traces - shipped


def test_a_package_that_says_its_licence_is_listed_with_it() -> None:
    """As an SPDX expression in the metadata of what is installed here; older ones say it in words only."""
    listed = _licences((PROJECT / "docs/licences.md").read_text("utf-8"))
    said = {name: _says(name) for name in listed}
    assert sum(expression is not None for expression in said.values()) > len(listed) / 2
    assert {name: listed[name] for name in listed if said[name]} == {name: one for name, one in said.items() if one}


def _licences(text: str) -> dict[str, str]:
    return dict(re.findall(r"^\| `([^`]+)` \| (.+) \|$", text, re.MULTILINE))


def _says(package: str) -> str | None:
    try:
        return metadata(package).json.get("license_expression")  # type: ignore[return-value]  # a field that is there once
    except PackageNotFoundError:  # of another system or interpreter
        return None
