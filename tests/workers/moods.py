"""An engine that does what some texts ask for: it kills its process, raises, or takes its time."""

import os
import signal
import time
from datetime import datetime

from workers.extraction.claims import extract
from workers.extraction.unsaid.countries import Country
from workers.extraction.values import Claim

KILLS = "This text kills. "
SLOW = "This text is slow. "
RAISES = "This text raises. "
HUNGRY = "This text is hungry. "
SLOW_SECONDS = 1.2  # shorter than the lease of the tests, long enough to be killed in


def engine(text: str, language: str | None, published: datetime | None, country: Country | None) -> list[Claim]:
    """The claims, if the text lets us live."""
    if text.startswith(KILLS):
        os.kill(os.getpid(), signal.SIGKILL)
    if text.startswith(RAISES):
        raise RuntimeError(text)
    if text.startswith(HUNGRY):
        bytearray(2 << 30)  # more than WORKER_MEMORY_MB allows
    if text.startswith(SLOW):
        time.sleep(SLOW_SECONDS)
    return extract(text, language, published, country)
