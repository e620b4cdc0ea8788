"""Quotations: what stands between quotation marks, over several sentences if need be."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache

from workers.extraction.language import LANGUAGES
from workers.extraction.values import Span

#: A mark that nobody closes within so many characters opens nothing.
_LONGEST = 3000


@cache
def _marks() -> tuple[re.Pattern[str], Mapping[str, str]]:
    with (LANGUAGES / "common" / "meaning.toml").open("rb") as file:
        pairs: Mapping[str, str] = tomllib.load(file)["quotations"]
    signs = "".join(re.escape(sign) for sign in sorted({*pairs, *"".join(pairs.values())}))
    return re.compile(f"[{signs}\n]"), pairs


def quotations(text: str) -> list[Span]:
    """The outermost quotations of a text without their marks, in order.

    A mark that opens and closes alike is closed in its own paragraph; another may be opened again at the
    next paragraph's start, as newspapers do, and is closed by the first closing mark.
    """
    finder, pairs = _marks()
    found: list[Span] = []
    wanted, start, depth = "", -1, 0
    for mark in finder.finditer(text):
        sign, at = mark.group(), mark.start()
        if sign == "\n":
            if wanted and (at - start > _LONGEST or wanted == pairs.get(wanted)):
                wanted = ""
        elif not wanted:
            if sign in pairs:
                wanted, start, depth = pairs[sign], at + 1, 1
        elif sign in wanted:
            depth -= 1
            if depth == 0:
                if start < at:
                    found.append(Span(start, at))
                wanted = ""
        elif pairs.get(sign) == wanted and text[at - 1] != "\n":
            depth += 1
    return found
