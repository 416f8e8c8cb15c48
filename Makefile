# Every target sets itself up in .venv: once, and again when what it depends on has changed.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# The lock files name every package with its hashes; lmsexport itself is installed as it stands in src/.
INSTALL := $(PIP) install --require-hashes --no-deps --requirement
EDITABLE := $(PIP) install --no-build-isolation --no-deps --editable .
RUN := $(VENV)/.run
DEV := $(VENV)/.dev

.PHONY: build test lint format bench pictures preview lock clean

build: $(RUN)  ## the sample course in source/ into dist/
	$(BIN)/lmsexport build source

test: $(DEV)  ## all tests
	$(BIN)/python -m pytest --quiet

lint: $(DEV)  ## formatting, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports

format: $(DEV)  ## put the code into the form that lint wants
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(DEV)  ## time and memory, printed beside a peer's
	$(BIN)/python -m benchmarks

pictures: $(DEV)  ## the pictures of the README: the sample course, played in an LMS
	PYTHONPATH=tests:. $(BIN)/python -m formats.scorm.pictures

SECONDS := 600

fuzz: $(DEV) requirements/fuzz.txt  ## damaged packages for SECONDS seconds, led by what they reach; finds stay in .fuzz/
	$(INSTALL) requirements/fuzz.txt
	cd tests && PYTHONPATH=.:.. ../$(BIN)/python -m fuzz.run $(SECONDS)

preview: $(RUN)  ## the sample course in the browser
	$(BIN)/lmsexport preview source

lock: $(DEV)  ## newest versions of all dependencies into the lock files
	$(COMPILE) --build-deps-for=editable --output-file requirements/run.txt pyproject.toml
	$(COMPILE) --build-deps-for=editable --extra=dev --extra=bench \
	  --constraint requirements/run.txt --output-file requirements/dev.txt pyproject.toml
	echo 'atheris>=2.3' | $(COMPILE) --output-file requirements/fuzz.txt -

COMPILE := CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --upgrade --strip-extras --allow-unsafe \
  --generate-hashes --no-annotate --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options

clean:  ## remove what was built and set up
	rm -rf $(VENV) dist build .fuzz .mypy_cache .ruff_cache .hypothesis .import_linter_cache tests/*/node_modules

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "lmsexport needs Python 3.11 or later")'
	$(PYTHON) -m venv $(VENV)

$(RUN): $(BIN)/python requirements/run.txt pyproject.toml
	$(INSTALL) requirements/run.txt
	$(EDITABLE)
	touch $@

# Some tests read or play packages with software that npm has; without npm, they say that they were left out.
$(DEV): $(RUN) requirements/dev.txt tests/node/package-lock.json
	$(INSTALL) requirements/dev.txt
	if command -v npm > /dev/null; then npm ci --prefix tests/node --silent --no-audit --no-fund; fi
	touch $@
