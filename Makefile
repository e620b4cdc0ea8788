# Two commands are enough: `make run` and `make test`. Everything else is here to be read.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run test lint types format lock audit audit-if-possible sbom clean peers

VENV := .venv
BIN := $(VENV)/bin
# An interpreter that really starts and is new enough; PYTHON=... chooses another.
# The order prefers the versions that have a Redis wheel.
PYTHON ?= $(shell for p in python3.12 python3.11 python3 python3.14 python3.13 python; do \
	if $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then echo $$p; break; fi; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
INSTALL := $(PIP) install -qq --require-hashes --no-deps --only-binary :all:
TESTS ?= tests
JOBS ?= 2

help:
	@echo "make run     start everything, submit an article and show its claims (ARTICLE=path PUBLISHED=2026-01-01)"
	@echo "make test    run the tests against real servers (TESTS=path JOBS=2)"
	@echo "make lint    ruff and the import contracts      make types   mypy"
	@echo "make format  ruff's formatter and safe fixes    make lock    renew requirements/*.lock"
	@echo "make peers   the other extractors that python -m benchmarks.gold --peers and benchmarks.extract stand beside"

# The stamps remember which lock was installed, so a second start installs nothing.
$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then echo "factclaims needs Python 3.11 or newer: install one, or name it with PYTHON=/path/to/python3"; exit 1; fi
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python could not make a virtual environment: install its venv module (Debian and Ubuntu: apt install python3-venv)"; exit 1; }

$(VENV)/.local-stamp: requirements/local.lock pyproject.toml | $(BIN)/python
	@echo "Installing the locked packages (once) ..."
	@$(INSTALL) -r requirements/local.lock
	@$(PIP) install -qq --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev-stamp: requirements/dev.lock $(VENV)/.local-stamp
	@echo "Installing the locked development packages (once) ..."
	@$(INSTALL) -r requirements/dev.lock
	@touch $@

run: $(VENV)/.local-stamp
	@$(BIN)/factclaims up $(if $(ARTICLE),--article "$(ARTICLE)") $(if $(PUBLISHED),--published "$(PUBLISHED)")

test: $(VENV)/.dev-stamp $(VENV)/release-tools/.stamp
	@$(BIN)/python -m pytest -n $(JOBS) $(TESTS)

lint: $(VENV)/.dev-stamp
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports

types: $(VENV)/.dev-stamp
	@$(BIN)/mypy

format: $(VENV)/.dev-stamp
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

# The peers of benchmarks/peers have their own environment, so that their old dependencies meet none of ours.
peers: $(VENV)/peers/.stamp
$(VENV)/peers/.stamp: requirements/peers.lock | $(BIN)/python
	@$(BIN)/python -m venv $(VENV)/peers
	@$(VENV)/peers/bin/python -m pip --disable-pip-version-check --no-input install -qq --require-hashes --no-deps \
		--only-binary :all: -r requirements/peers.lock
	@touch $@

# uv resolves for every supported interpreter and platform at once; the files carry hashes and no address.
LOCK := $(VENV)/lock-tool/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-config --custom-compile-command "make lock"
lock: $(BIN)/python
	@$(BIN)/python -m venv $(VENV)/lock-tool && $(VENV)/lock-tool/bin/pip install -qq uv==0.13.9
	@$(LOCK) pyproject.toml -o requirements/service.lock
	@$(LOCK) pyproject.toml --extra local -c requirements/service.lock -o requirements/local.lock
	@$(LOCK) pyproject.toml --extra otel -c requirements/service.lock -o requirements/otel.lock
	@$(LOCK) pyproject.toml --extra local --extra otel --extra dev -c requirements/local.lock -c requirements/otel.lock -o requirements/dev.lock
	@$(LOCK) --only-binary :all: --group pyproject.toml:peers -o requirements/peers.lock
	@$(LOCK) --only-binary :all: --group pyproject.toml:release -c requirements/dev.lock -c requirements/peers.lock \
		-o requirements/release.lock

# What a release is looked at with, in an environment of its own.
RELEASE := $(VENV)/release-tools
DIST ?= dist
ADVISORIES ?= https://api.osv.dev/v1/query
AUDIT := ops/audit $(RELEASE)/bin/pip-audit "$(ADVISORIES)" "$(DIST)" requirements/service.lock requirements/otel.lock
$(RELEASE)/.stamp: requirements/release.lock | $(BIN)/python
	@echo "Installing the locked release tools (once) ..."
	@$(BIN)/python -m venv $(RELEASE)
	@$(RELEASE)/bin/python -m pip --disable-pip-version-check --no-input install -qq --require-hashes --no-deps \
		--only-binary :all: -r requirements/release.lock
	@touch $@

audit: $(RELEASE)/.stamp
	@$(AUDIT)

# For the build: what is known against a package fails it; where advisories cannot be had, it says so and goes on.
audit-if-possible: $(RELEASE)/.stamp
	@$(AUDIT) || [ $$? -eq 2 ]

sbom: $(RELEASE)/.stamp
	@mkdir -p "$(DIST)"
	@$(RELEASE)/bin/python -W ignore -m cyclonedx_py requirements requirements/service.lock --pyproject pyproject.toml --output-reproducible \
		--validate -o "$(DIST)/sbom.json"
	@echo "$(DIST)/sbom.json: $$(grep -c '"purl"' "$(DIST)/sbom.json") packages"

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
