"""What a text can be found by: words, and pairs of characters where a script writes no spaces.

The worker stores the terms of a claim, the service looks for the terms of a question, so the one rule
stands here. It folds width, case and compatibility forms (NFKC, casefold), which is right for looking
things up and would be wrong for anything that keeps offsets.
"""

import re
import unicodedata

# Scripts written without spaces between words: Han, kana (with its length mark), Hangul is spaced but
# glues its particles to the words, so it is paired too.
_PAIRED = r"\u3005-\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_PAIRED_PLANES = r"\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_PAIRED}{_PAIRED_PLANES}]+|[^\W_{_PAIRED}{_PAIRED_PLANES}]+")
_IS_PAIRED = re.compile(rf"[{_PAIRED}{_PAIRED_PLANES}]")

# An index row can hold about 2,700 bytes; nobody looks for a longer word, and a megabyte of digits is one.
_LONGEST_TERM = 64


def terms(*texts: str | None) -> list[str]:
    """The distinct terms of all these texts, sorted; None and '' have none."""
    return sorted({term for text in texts if text for term in _terms(text)})


def fold(text: str) -> str:
    """The form in which texts are compared when somebody looks for them."""
    return unicodedata.normalize("NFKC", text).casefold()


def _terms(text: str) -> list[str]:
    found: list[str] = []
    for match in _RUN.finditer(fold(text)):
        run = match.group()
        if _IS_PAIRED.match(run) and len(run) > 1:
            found.extend(run[i : i + 2] for i in range(len(run) - 1))
        else:
            found.append(run[:_LONGEST_TERM])
    return found
