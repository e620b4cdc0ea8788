"""A Celery app like `workers.app`, with the engine of `moods`: `celery -A tests.workers.deadly:app worker`."""

from tests.workers.moods import engine
from workers import config
from workers.app import create

app = create(config.load(), engine)
