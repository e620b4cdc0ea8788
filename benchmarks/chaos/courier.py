"""A courier that tries again after five seconds, always: `celery -A benchmarks.chaos.courier:app worker`.

A message that is unlucky twice waits five minutes, then half an hour, and longer than any storm; what is proven is that
it comes, once.
"""

from workers import config
from workers.app import create

app = create(config.load(), schedule=(5.0,) * 30)
