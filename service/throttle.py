"""Every request with a key is counted against its key and its workspace, and told how much is left.

Headers: RateLimit and RateLimit-Policy of draft-ietf-httpapi-ratelimit-headers (IETF), Retry-After of RFC 9110.
"""

import time
from collections.abc import Sequence

from flask import Flask, Response, current_app, g

from service import errors
from service.config import Config
from service.ratelimit import Meter, Policy, Standing

WINDOW = 60  # seconds


def register(app: Flask, config: Config) -> None:
    """Count after the key is known, before anything else is done for it."""
    meter = Meter(time.monotonic)
    app.extensions["meter"] = meter
    if config.rate_limit_redis_url:
        from service.sharedlimits import SharedMeter  # noqa: PLC0415 - whoever asks no Redis need not load its client

        app.extensions["meter"] = SharedMeter(config.rate_limit_redis_url, meter)
    app.extensions["policies"] = [
        Policy(name, quota, WINDOW)
        for name, quota in (("key", config.rate_limit_key), ("workspace", config.rate_limit_workspace))
        if quota
    ]
    app.before_request(_count)
    app.after_request(_tell)


def _count() -> None:
    policies: list[Policy] = current_app.extensions["policies"]
    caller = g.get("caller")
    if caller is None or not policies:
        return
    owners = {"key": caller.key_id, "workspace": caller.workspace_id}
    g.rate = current_app.extensions["meter"].take([(owners[policy.name], policy) for policy in policies])
    waits = [standing.wait for standing in g.rate if standing.wait is not None]
    if waits:
        raise errors.RateLimited(retry_after=max(waits))


def _tell(answer: Response) -> Response:
    standings: Sequence[Standing] | None = g.get("rate")
    if standings:
        answer.headers["RateLimit-Policy"] = ", ".join(
            f'"{one.policy.name}";q={one.policy.quota};w={one.policy.window}' for one in standings
        )
        answer.headers["RateLimit"] = ", ".join(
            f'"{one.policy.name}";r={one.remaining};t={one.reset}' for one in standings
        )
    return answer
