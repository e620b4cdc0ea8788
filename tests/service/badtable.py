"""The tables of bad input as one document: `python -m tests.service.badtable > docs/bad-input.md`."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import NamedTuple

from tests.service.badrequests import CASES, KEPT
from tests.service.badsteps import STEPS
from tests.service.test_raw_http import CASES as RAW

# Answers that need time, or the whole service busy or set up otherwise, and the tests that bring them about.
ELSEWHERE = {
    "busy": "test_progress.py",
    "cursor-expired": "test_retention.py",
    "request-timeout": "test_patience.py",
    "text-forgotten": "test_retention.py",
    "webhooks-not-configured": "test_webhooks.py",
}
_HEAD = """# Bad input, and what answers it

Every line is a test: `tests/service/test_bad_input.py` and `test_raw_http.py` send exactly this to the running service, and hold
this page to their tables. Each refusal is a problem document (RFC 9457) with a request id, at most 200 characters of words, no stack and no
echo of what was sent; [problems.md](problems.md) says what a client does about each. The same bodies, parameters and headers are sent
to every route in `test_bad_input_everywhere.py`.

| answer | inputs |
|---|---|
"""
_TAIL = """
Answers that need time, or the whole service busy or set up otherwise, are tested beside it: {elsewhere}.
"""


class Row(NamedTuple):
    """One input and its answer."""

    status: int
    code: str
    name: str


def rows() -> Iterator[Row]:
    """All lines of the tables."""
    for table in (CASES, RAW, STEPS):
        yield from (Row(case.status, case.code, case.name) for case in table)
    for name in KEPT:
        yield Row(202, "", f"{name}, kept exactly and without Redis")


def listed(problems: str) -> set[tuple[int, str]]:
    """The answers that docs/problems.md lists."""
    return {
        (int(status), code) for status, code in re.findall(r"^\| (\d{3}) \| `([a-z-]+)` \|", problems, re.MULTILINE)
    }


def text() -> str:
    """The document."""
    grouped: dict[tuple[int, str], list[str]] = {}
    for row in rows():
        grouped.setdefault((row.status, row.code), []).append(row.name.replace("|", "\\|"))
    lines = [
        f"| {status} {f'`{code}`' if code else HTTPStatus(status).phrase} | {'; '.join(names)} |"
        for (status, code), names in sorted(grouped.items())
    ]
    elsewhere = ", ".join(f"`{code}` in `{where}`" for code, where in ELSEWHERE.items())
    return _HEAD + "\n".join(lines) + "\n" + _TAIL.format(elsewhere=elsewhere)


if __name__ == "__main__":
    print(text(), end="")  # noqa: T201 - it is what it is for
