# Two commands: `make demo` runs the product, `make test` passes everything.
# Both do all the set-up a fresh machine needs. See DEVELOPERS.md and TESTING.md.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000

.PHONY: help demo test check types others unit journeys chromium clamd lock benchmarks guide audit sbom wheel

help:
	@echo "make demo          set up, fill the demonstration area, and serve it (PORT=8000; RESET=1 starts over)"
	@echo "make test          set up, then every check, test and browser journey"
	@echo "make check         only the checks: style, types, who imports whom, migrations, templates"
	@echo "make unit          only the tests without a browser"
	@echo "make journeys      only the browser journeys"
	@echo "make benchmarks    time what the product promises"
	@echo "make guide         take the guide's screenshots again"
	@echo "make wheel         the product as one file, into dist/, to be installed on a server"
	@echo "make audit         ask whether anything the product depends on has a known fault"
	@echo "make sbom          write what a release is made of into dist/ (CycloneDX)"
	@echo "make lock          choose newer versions of what the product depends on"

# The environment is made again whenever the locked requirements change.
.venv/app: requirements/app.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Golden Thread needs Python 3.11 or newer; PYTHON=/path/to/python3 names one."; exit 1; }
	@echo "Installing what the product needs (once; a minute or two)…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/app.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev: .venv/app requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

demo: export GOLDENTHREAD_DEMONSTRATION := 1
demo: .venv/app
	@$(BIN)/goldenthread demo $(if $(RESET),--reset) --serve --port $(PORT)

test: check unit journeys

# Types take as long as everything else together: two at a time.
check: .venv/dev
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target types others

types:
	@$(BIN)/mypy

others:
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@GOLDENTHREAD_TESTING=1 $(BIN)/python manage.py makemigrations --check --dry-run
	@GOLDENTHREAD_TESTING=1 $(BIN)/python manage.py check --fail-level WARNING

# UNIT=--only-with-database leaves out what no other database can change.
unit: .venv/dev clamd
	@$(BIN)/pytest -m "not journey" -n 2 --dist worksteal $(UNIT)

journeys: .venv/dev chromium node_modules/axe-core/axe.min.js
	@$(BIN)/pytest -m journey -n 2 --dist loadfile

chromium:
	@command -v chromium >/dev/null || { echo "Installing Chromium…"; \
	  sudo=$$( [ "$$(id -u)" = 0 ] || echo sudo ); \
	  $$sudo apt-get update -qq && $$sudo apt-get install -y -qq chromium >/dev/null; }

# The virus scanner that the tests of uploads ask; they bring their own signatures.
clamd:
	@command -v clamd >/dev/null || test -x /usr/sbin/clamd || { echo "Installing ClamAV's clamd…"; \
	  sudo=$$( [ "$$(id -u)" = 0 ] || echo sudo ); \
	  $$sudo apt-get update -qq && $$sudo apt-get install -y -qq --no-install-recommends clamav-daemon >/dev/null; }

node_modules/axe-core/axe.min.js: package.json package-lock.json
	@npm ci --silent --no-audit --no-fund
	@touch $@

benchmarks: .venv/dev
	@$(BIN)/python -m benchmarks

# Fails where a fault is known that requirements/accepted-faults.csv does not answer; where no
# advisory service can be reached it says so, and does not fail.
audit: .venv/dev
	@$(BIN)/python -m releasing.audit

wheel: .venv/app
	@rm -rf build && $(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

sbom: .venv/dev
	@$(BIN)/python -m releasing.bill

guide: .venv/dev chromium node_modules/axe-core/axe.min.js
	@GOLDENTHREAD_TAKE_SCREENSHOTS=1 $(BIN)/pytest -m journey

lock: .venv/dev
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra build pyproject.toml -o requirements/app.txt
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra build --extra dev pyproject.toml -c requirements/app.txt -o requirements/dev.txt
