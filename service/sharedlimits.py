"""Rate limits that several servers count together: the same buckets as service.ratelimit, kept in Redis.

Redis is asked, never needed: when it does not answer within a moment, each server counts by itself, and asks
again some seconds later. An article is accepted all the same (docs/decisions/0012).
"""

import threading
import time
from collections.abc import Sequence
from uuid import UUID

import redis
import structlog
from redis.backoff import NoBackoff
from redis.retry import Retry

from service.ratelimit import ROUNDING, Meter, Policy, Standing, judge

log = structlog.get_logger(__name__)

_PATIENCE = 0.1  # seconds that a request waits for Redis
_PAUSE = 5.0  # seconds in which nobody asks it again after it did not answer

# A bucket is the moment at which it is full again, by Redis' clock, as in service.ratelimit; it goes when it is full.
# KEYS are the buckets, ARGV what may be off, then each bucket's step and window. All are taken from, or none.
_TAKE = """
local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1000000
local until_full, allowed = {}, true
for bucket, key in ipairs(KEYS) do
    until_full[bucket] = math.max(tonumber(redis.call('GET', key) or 0) - now, 0)
    if until_full[bucket] + ARGV[2 * bucket] - ARGV[2 * bucket + 1] > tonumber(ARGV[1]) then allowed = false end
end
for bucket, key in ipairs(KEYS) do
    if allowed then
        local after = until_full[bucket] + ARGV[2 * bucket]
        redis.call('SET', key, string.format('%.17g', now + after), 'PX', math.ceil(after * 1000))
    end
    until_full[bucket] = string.format('%.17g', until_full[bucket])
end
return until_full
"""


class SharedMeter:
    """The buckets of all servers that ask the same Redis; `alone` are this server's own."""

    def __init__(self, url: str, alone: Meter) -> None:
        """Nothing is connected before the first request, so a server may fork after this."""
        self._alone = alone
        self._redis = redis.Redis.from_url(
            url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE, retry=Retry(NoBackoff(), 0)
        )
        self._script = self._redis.register_script(_TAKE)
        self._lock = threading.Lock()
        self._next_time = 0.0  # before which Redis is not asked

    def take(self, wanted: Sequence[tuple[UUID, Policy]]) -> list[Standing]:
        """One request from each of these buckets, or from none when one of them is empty."""
        if time.monotonic() < self._next_time:
            return self._alone.take(wanted)
        policies = [policy for _, policy in wanted]
        amounts = [amount for policy in policies for amount in (policy.step, policy.window)]
        try:
            found = self._script(keys=[_name(*each) for each in wanted], args=[ROUNDING, *amounts])
        except (redis.RedisError, OSError) as error:
            self._rest(error)
            return self._alone.take(wanted)
        return judge(policies, [float(seconds) for seconds in found])[1]

    def _rest(self, error: Exception) -> None:
        with self._lock:
            told, self._next_time = time.monotonic() < self._next_time, time.monotonic() + _PAUSE
        if not told:
            log.warning("limits-not-shared", error=str(error)[:200], seconds=_PAUSE)


def _name(owner: UUID, policy: Policy) -> str:
    return f"factclaims:rate:{policy.name}:{owner}"
