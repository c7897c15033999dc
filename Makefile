# Each target sets up what it needs. `make demo` is the place to start.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: install browser demo test unit lint format floors picture bench clean

install: .venv/installed

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[demo]' --group dev
	$(BIN)/python -m compileall -q monitor notifiers # as an installer does; starting takes half as long
	touch $@

# A Chromium for the pages that scripts build. Debian's is taken where there is none and it may be installed.
browser:
	@for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null && exit 0; done; \
	test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && \
	apt-get install -y -qq --no-install-recommends chromium || \
	{ echo "install Chromium (on Debian: apt-get install chromium); without it its tests are left out"; test -z "$$CI"; }

demo: install
	$(BIN)/clausewatch demo

test: install browser
	$(BIN)/pytest

# All but the tests with servers, browsers and processes; about a minute.
unit: install
	$(BIN)/pytest --ignore=tests/cli --ignore=tests/daemon --ignore=tests/fetch --ignore=tests/history \
		--ignore=tests/notifiers

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: install
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Short forms of the measures, with floors; needs ../shared.
floors: install
	$(BIN)/python -m tests.bench.floors

# The redline in the README, drawn anew.
picture: install
	$(BIN)/python docs/images/make.py

bench: install .venv-bench/installed
	$(BIN)/python -m tests.bench

# What the reader is measured beside, away from what clausewatch needs.
.venv-bench/installed: constraints-bench.txt
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet --constraint constraints-bench.txt trafilatura lxml_html_clean
	touch $@

clean:
	rm -rf .venv .venv-bench .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
