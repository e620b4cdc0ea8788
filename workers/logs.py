"""The log of a relay, worker or courier: our own lines, and of Celery's those that say more."""

import logging

from schemas import logs


def configure(level: str) -> None:
    """Set up the log of this process."""
    logs.configure(level)
    # "received" and "succeeded" for every message say less than our own line, which has the request id.
    for chatty in ("celery.worker.strategy", "celery.app.trace"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
