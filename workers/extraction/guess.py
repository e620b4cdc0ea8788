"""Which language a text is in: scripts first, then the small words of languages that share the Latin script."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from workers.extraction.language import available, settings

_SAMPLE = 4000
_WORDS = re.compile(r"[^\W\d_]+")
_KANA = re.compile("[\u3040-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7af]")
_HAN = re.compile("[\u4e00-\u9fff]")


def guess(text: str) -> str:
    """The code of the likeliest language folder for the text; English where nothing speaks for another.

    A kana in twenty letters makes Japanese, because Japanese news is never without; Han alone is Chinese.
    """
    sample = text[:_SAMPLE]
    kana, hangul, han = (len(script.findall(sample)) for script in (_KANA, _HANGUL, _HAN))
    if hangul > kana + han:
        return "ko"
    if kana + han > len(sample) // 5:
        return "ja" if kana * 20 > han else "zh"
    words = Counter(_WORDS.findall(sample.lower()))
    scores = {code: sum(words[word] for word in small) for code, small in _small_words().items()}
    best = max(scores, key=lambda code: scores[code], default="en")
    return best if scores.get(best) else "ja" if kana else "zh" if han else "en"


@cache
def _small_words() -> dict[str, tuple[str, ...]]:
    return {code: tuple(words) for code in available() if (words := settings(code).get("small-words"))}
