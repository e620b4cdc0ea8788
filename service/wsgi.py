"""The application for a WSGI server: `gunicorn service.wsgi:app`."""

import os

from schemas import logs
from service.app import create_app
from service.config import from_environment

config = from_environment(os.environ)
logs.configure(config.log_level)
app = create_app(config)
