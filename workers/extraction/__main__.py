"""`python -m workers.extraction LANG "text"`: tokens, patterns tried, what was dropped and why, and claims; for language keepers."""

from __future__ import annotations

import sys
from datetime import datetime

from workers.extraction.brief import brief
from workers.extraction.claims import extract
from workers.extraction.mentions.reader import reader
from workers.extraction.text import fold
from workers.extraction.tokens.grammar import Trace
from workers.extraction.unsaid.countries import country_of


def main(arguments: list[str]) -> int:
    """Explains one text. Arguments: language tag (en, en-AU), text, and optionally the publication date (ISO 8601)."""
    if len(arguments) not in (2, 3):
        print('usage: python -m workers.extraction LANG "text" [PUBLISHED]', file=sys.stderr)
        return 2
    tag, text = arguments[:2]
    code, country = tag.split("-")[0], country_of(tag, None)
    published = datetime.fromisoformat(arguments[2]) if len(arguments) == 3 else None
    found = reader(code)
    print("tokens")
    for token in found.tokens(text, fold(text)):
        print(f"  {token.start}-{token.end} {text[token.start : token.end]!r} {', '.join(token.readings)}")
    trace = Trace()
    found.read(text, fold(text), trace)
    print("patterns tried")
    for line in trace.lines:
        print(f"  {line}")
    print("dropped")
    for line in trace.dropped:
        print(f"  {line}")
    print("claims")
    for claim in extract(text, code, published, country):
        quote = f"{claim.quote.start}-{claim.quote.end} {claim.quote.of(text)!r}"
        print(f"  {quote} {claim.pattern} {claim.type} {brief(claim.value)}\n    {claim.value}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
