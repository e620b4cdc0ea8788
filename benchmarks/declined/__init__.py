"""Cases of the peers' suites that a news service should answer otherwise: `XX.toml`, each with its reason."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path

FOLDER = Path(__file__).parent
#: The part of a suite's cases in one language that may be declined.
MOST = 0.05


class TooManyDeclined(ValueError):
    """More than 5 % of a suite's cases are declined: the suite would no longer measure anything."""


class UnknownCase(ValueError):
    """A declined case is not among the scored cases of its suite: a typing error, or the gold calls it contested."""


class NoReason(ValueError):
    """A case is declined without a sentence that says why."""


def declined(suite: str, language: str, ids: Collection[str], folder: Path = FOLDER) -> Mapping[str, str]:
    """The declined cases of one suite in one language, id -> reason.

    `ids` are the cases of that suite and language that are scored. Raises TooManyDeclined, UnknownCase, NoReason.
    """
    path = folder / f"{language}.toml"
    cases: Mapping[str, str] = tomllib.loads(path.read_text(encoding="utf-8")).get(suite, {}) if path.exists() else {}
    if unknown := cases.keys() - set(ids):
        raise UnknownCase(f"{path.name} [{suite}]: {', '.join(sorted(unknown))}")
    if silent := [case for case, reason in cases.items() if not reason.strip()]:
        raise NoReason(f"{path.name} [{suite}]: {', '.join(silent)}")
    if len(cases) > MOST * len(ids):
        raise TooManyDeclined(f"{path.name} [{suite}]: {len(cases)} of {len(ids)}, at most {int(MOST * len(ids))}")
    return cases
