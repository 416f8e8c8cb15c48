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
# Each core runs tests of its own, in the order in which they stand; one that has done takes over from another.
PYTEST := -m pytest --quiet --numprocesses=auto --dist=worksteal
# Commands that tests start are compiled once.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: build test lint format coverage wheel test-wheel bench pictures laws mutants golden fuzz preview lock clean \
  help

build: $(RUN)  ## the sample course in source/ into dist/
	$(BIN)/lmsexport build source

test: $(DEV)  ## all tests
	$(BIN)/python $(PYTEST)

lint: $(DEV)  ## formatting, lint, types, import contracts; with npm, the lint and the types of JavaScript
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports
	@if command -v npm > /dev/null; then npm run --prefix tests/node --silent lint; \
	else echo "Left out here: lint and types of JavaScript, for want of npm."; fi

format: $(DEV)  ## put the code into the form that lint wants
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

coverage: $(DEV)  ## all tests, then how much of src/ they reach, and the files below the median
	$(BIN)/coverage run $(PYTEST)
	$(BIN)/coverage combine --quiet
	$(BIN)/python tests/coverage_report.py

wheel: $(RUN)  ## the wheel into build/wheels/
	rm -rf build/wheels
	$(PIP) wheel --no-deps --no-build-isolation --no-index --wheel-dir build/wheels .

WITH = $(PYTHON)
CLEAN = build/venv/$(shell $(WITH) -c 'import sys; print("{}.{}".format(*sys.version_info))')
CLEAN_PIP = $(CLEAN)/bin/python -m pip --disable-pip-version-check --quiet
QUICK := model authoring content lowering packaging pages courses

test-wheel: wheel  ## the quick tests against the wheel, installed as users do; WITH=python3.13 is another Python
	$(WITH) -m venv --clear $(CLEAN)
	$(CLEAN_PIP) install --require-hashes --no-deps --requirement requirements/dev.txt
	$(CLEAN_PIP) install --no-deps --no-index build/wheels/*.whl
	$(CLEAN_PIP) check
	LMSEXPORT_INSTALLED=1 $(CLEAN)/bin/python $(PYTEST) -m "not browser and not node and not npm" \
	  $(QUICK:%=tests/%)

bench: $(DEV)  ## time and memory, printed beside a peer's
	$(BIN)/python -m benchmarks

pictures: $(DEV)  ## the pictures of the README: the sample course, played in an LMS
	PYTHONPATH=tests:. $(BIN)/python -m formats.scorm.pictures

SECONDS := 600

fuzz: $(DEV) requirements/fuzz.txt  ## damaged packages for SECONDS seconds, led by what they reach; finds stay in .fuzz/
	$(INSTALL) requirements/fuzz.txt
	cd tests && PYTHONPATH=.:.. ../$(BIN)/python -m fuzz.run $(SECONDS)

COURSES := 1000

laws: $(DEV)  ## COURSES random legal courses in all targets, and all other laws at length: for the night
	LMSEXPORT_DEEP=1 LMSEXPORT_LEGAL_COURSES=$(COURSES) $(BIN)/python $(PYTEST) -m deep

N := 200

mutants: $(DEV)  ## change one thing at a time, N times, and print what no test notices
	PYTHONPATH=tests:. $(BIN)/python -m mutation $(N)

golden: $(DEV)  ## accept what tests/golden and tests/cases/questions hold now; read the diff before you commit it
	LMSEXPORT_ACCEPT=1 $(BIN)/python -m pytest --quiet tests/formats/test_golden.py tests/formats/*/test_r*.py \
	  tests/lms/test_every_rule.py tests/questions/test_cases.py

preview: $(RUN)  ## the sample course in the browser
	$(BIN)/lmsexport preview source

lock: $(DEV)  ## newest versions of all dependencies into the lock files
	$(COMPILE) --build-deps-for=editable --output-file requirements/run.txt pyproject.toml
	$(COMPILE) --build-deps-for=editable --extra=dev --extra=bench \
	  --constraint requirements/run.txt --output-file requirements/dev.txt pyproject.toml
	echo 'atheris>=2.3' | $(COMPILE) --output-file requirements/fuzz.txt -

COMPILE := CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --upgrade --strip-extras --allow-unsafe \
  --generate-hashes --no-annotate --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options

help:  ## what each target makes
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

clean:  ## remove what was built and set up
	rm -rf $(VENV) dist build .coverage* .fuzz .mypy_cache .ruff_cache .hypothesis .import_linter_cache tests/*/node_modules

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
