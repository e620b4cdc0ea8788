"""The code as it was before the newest step of the database, out of the project's own history."""

import io
import subprocess
import tarfile
from pathlib import Path

import pytest

from schemas import migrate

PROJECT = Path(__file__).resolve().parents[1]
_CODE = ("schemas", "service", "workers")


def export(folder: Path) -> Path:
    """Write that code into `folder`, and give it back. Skips where the history does not reach back so far."""
    step = f"schemas/migrations/versions/{migrate.head()}_*.py"
    made = _git("log", "--diff-filter=A", "--format=%H", "--", step).decode().split()
    # A step that is not committed yet comes after all that is.
    commit = f"{made[-1]}^" if made else "HEAD"
    with tarfile.open(fileobj=io.BytesIO(_git("archive", commit, *_CODE))) as packed:
        packed.extractall(folder, filter="data")
    return folder


def _git(*arguments: str) -> bytes:
    try:
        done = subprocess.run(("git", *arguments), cwd=PROJECT, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("no git here, so no history to take yesterday's code from")
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().partition("\n")[0]
        pytest.skip(f"yesterday's code is not in this copy's history: {said}")
    return done.stdout
