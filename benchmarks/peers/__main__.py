"""`python -m benchmarks.peers NAME`, in the peers' environment: one case a line in, one answer a line out."""

from __future__ import annotations

import importlib
import json
import sys
import time


def main(name: str) -> None:
    """Answers cases until the input ends. A peer that raises on a text has found nothing there."""
    find = importlib.import_module(f"benchmarks.peers.{name}").find
    answers = sys.stdout
    sys.stdout = sys.stderr  # some peers print
    for line in sys.stdin:
        case = json.loads(line)
        start = time.process_time()
        try:
            found = find(case)
        except Exception as error:  # noqa: BLE001  # peers raise anything on hostile text; that is part of the measure
            print(f"{name} raised {type(error).__name__} on {case['text'][:60]!r}", file=sys.stderr)
            found = []
        seconds = time.process_time() - start
        print(json.dumps({"predictions": found, "seconds": seconds}), file=answers, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
