"""The HTTP server's settings, read by `gunicorn --config python:service.server`; the address is an option."""

# gthread: a request mostly waits for PostgreSQL, and waiting threads are cheap. Threads of all processes
# together may hold as many connections as DATABASE_POOL allows each of them.
worker_class = "gthread"
workers = 2
# Imported once, before the processes part: faster to start, and memory is shared. Connections open at first use.
preload_app = True
threads = 4
# A stopped process finishes what it has begun; requests are short.
graceful_timeout = 5
timeout = 30
keepalive = 5
# Requests are logged by the service itself, with their id.
accesslog = None
# A second door, open to whoever may write in a home folder: not needed.
control_socket_disable = True
