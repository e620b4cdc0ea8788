# One image for api, relay, worker and migrate: the command picks the role (see compose.yaml).
FROM python:3.12-slim AS build
WORKDIR /build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements/service.lock requirements/local.lock requirements/
RUN python -m venv /opt/factclaims \
 && /opt/factclaims/bin/pip install --require-hashes --no-deps --only-binary :all: -r requirements/service.lock
# The build tool comes from its own environment, so that it is not in the image.
RUN python -m venv /opt/build \
 && /opt/build/bin/pip install --require-hashes --no-deps --only-binary :all: -r requirements/local.lock
COPY pyproject.toml README.md LICENSE ./
COPY schemas schemas
COPY service service
COPY workers workers
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
 && /opt/factclaims/bin/pip install --no-deps /wheels/*.whl

FROM python:3.12-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin factclaims
COPY --from=build /opt/factclaims /opt/factclaims
ENV PATH=/opt/factclaims/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER 10001
WORKDIR /tmp
EXPOSE 8000
# Of the API; the other roles have no port, and compose.yaml switches it off for them.
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
# --worker-tmp-dir: the root filesystem may be read-only, and /dev/shm is memory.
CMD ["gunicorn", "service.wsgi:app", "--config", "python:service.server", "--bind", "0.0.0.0:8000", "--worker-tmp-dir", "/dev/shm"]
