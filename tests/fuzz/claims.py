"""An atheris target: the extractor under coverage-guided fuzzing, in all nine languages.

    make peers
    .venv/peers/bin/python -m tests.fuzz.claims -max_total_time=3600 -max_len=400

The first byte of the input chooses language and date, the rest chooses words of that language's lexicon, signs, digits
and free characters: what comes out is dense with what the engine looks for. It stops at the first untruth.
"""

from __future__ import annotations

import sys
from datetime import datetime

import atheris

with atheris.instrument_imports(include=["workers.extraction"]):
    from tests.workers.extraction.truths import check
    from workers.extraction.language import available, load

_LANGUAGES = available()
_SURFACES = {code: sorted(load(code).entries) for code in _LANGUAGES}
_SIGNS = (
    "1",
    "2",
    "12",
    "30",
    "2025",
    "1.5",
    "1,000",
    "08:30",
    "1/2",
    " ",
    "  ",
    "\n",
    "-",
    ".",
    ",",
    "%",
    "$",
    "(",
    ")",
    "&nbsp;",
    "<b>",
)
_PUBLISHED = datetime(2026, 1, 1, 12)


def one_text(data: bytes) -> None:
    """Checks one text."""
    source = atheris.FuzzedDataProvider(data)
    language = _LANGUAGES[source.ConsumeIntInRange(0, len(_LANGUAGES) - 1)]
    published = _PUBLISHED if source.ConsumeBool() else None
    surfaces, parts = _SURFACES[language], []
    while source.remaining_bytes():
        choice = source.ConsumeIntInRange(0, 9)
        if choice < 5:
            parts.append(surfaces[source.ConsumeIntInRange(0, len(surfaces) - 1)])
        elif choice < 8:
            parts.append(_SIGNS[source.ConsumeIntInRange(0, len(_SIGNS) - 1)])
        elif choice < 9:
            parts.append(" ")
        else:
            parts.append(source.ConsumeUnicode(3))
    check("".join(parts), language, published)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_text)
    atheris.Fuzz()
