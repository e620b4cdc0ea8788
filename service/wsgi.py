"""The application for a WSGI server: `gunicorn service.wsgi:app`."""

import os

from schemas import logs, tracing
from service.app import create_app
from service.config import from_environment

config = from_environment(os.environ)
logs.configure(config.log_level)
if config.traces:
    tracing.configure("factclaims-api")
app = create_app(config)
