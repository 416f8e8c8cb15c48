# Every target sets itself up first: a virtual environment with the locked packages, and lmsexport itself.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := build
.PHONY: build test lint bench preview lock accept clean

build: $(READY)
	$(BIN)/lmsexport build source

test: $(READY)
	$(BIN)/pytest

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)
	$(BIN)/pip install --quiet --disable-pip-version-check "text2qti>=0.8"
	$(BIN)/python -m benchmarks

preview: $(READY)
	$(BIN)/lmsexport preview source

# Pin every package that is needed, with its hashes.
lock: $(READY)
	$(BIN)/pip-compile --quiet --strip-extras --allow-unsafe --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --no-emit-trusted-host --no-annotate --no-header --extra dev --output-file requirements.lock pyproject.toml

# Take the present output as the expected one; then read the difference as you would read a page for print.
accept: $(READY)
	$(BIN)/pytest --accept

clean:
	rm -rf build dist .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("lmsexport needs Python 3.11 or later; say make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@
