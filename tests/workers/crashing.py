"""A process that extracts one revision and dies at a numbered step: `crashing.py DATABASE REVISION STEP`."""

import os
import sys
from uuid import UUID

from workers.database import Database
from workers.extract import Extraction

DIED = 9


def main(url: str, revision: str, step: str) -> None:
    """Extract; leave without a word when `step` is reached."""

    def reached(now: str) -> None:
        if now == step:
            os._exit(DIED)

    Extraction(Database(url, "crashing"), 20, reached=reached).run(UUID(revision))


if __name__ == "__main__":
    main(*sys.argv[1:])
