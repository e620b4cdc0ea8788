"""Where the packages come from: locked by hashes, named by nobody's address, with a licence each."""

import re
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
    """And nothing is listed that is not shipped."""
    shipped = set(PIN.findall((PROJECT / "requirements/service.lock").read_text(encoding="utf-8")))
    listed = dict(
        re.findall(r"^\| `([^`]+)` \| (.+) \|$", (PROJECT / "docs/licences.md").read_text("utf-8"), re.MULTILINE)
    )
    assert set(listed) == shipped
    assert all(listed.values())
