"""The processes that work on articles: the relay, the Celery workers and the engine they run."""
