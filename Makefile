# Each target sets up what it needs. `make demo` is the place to start.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: install browser libreoffice postgresql demo test unit lint format floors tracked picture bench readers chaos-cluster scale clean

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

# A LibreOffice for the tracked changes of Word documents, likewise, with the Python that talks to it.
libreoffice:
	@command -v soffice >/dev/null && /usr/bin/python3 -c 'import uno' 2>/dev/null && exit 0; \
	test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && \
	apt-get install -y -qq --no-install-recommends libreoffice-writer-nogui python3-uno || \
	{ echo "install LibreOffice (on Debian: apt-get install libreoffice-writer-nogui python3-uno); without it its test is left out"; \
	test -z "$$CI"; }

# A PostgreSQL, likewise: its programs are enough, for the tests start servers of their own.
postgresql:
	@for place in "$$(command -v initdb)" /usr/lib/postgresql/*/bin/initdb; do test -x "$$place" && exit 0; done; \
	test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && \
	apt-get install -y -qq --no-install-recommends postgresql || \
	{ echo "install PostgreSQL (on Debian: apt-get install postgresql); without it its tests are left out"; test -z "$$CI"; }

demo: install
	$(BIN)/clausewatch demo

test: install browser libreoffice postgresql
	$(BIN)/pytest

# All but the tests with servers, browsers and processes; about a minute.
unit: install
	$(BIN)/pytest --ignore=tests/cli --ignore=tests/daemon --ignore=tests/fetch --ignore=tests/history \
		--ignore=tests/notifiers --ignore=tests/web/browser

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: install
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Short forms of the measures, with floors; needs ../shared.
floors: install libreoffice
	$(BIN)/python -m tests.bench.floors

# The tracked changes of every real pair, accepted and rejected by LibreOffice; needs ../shared. About a minute.
tracked: install libreoffice
	$(BIN)/python -m tests.bench.tracked

# The redline in the README, drawn anew.
picture: install browser
	$(BIN)/python docs/images/make.py
	$(BIN)/python docs/images/pages.py

bench: install .venv-bench/installed
	$(BIN)/python -m tests.bench

# What the reader is measured beside, away from what clausewatch needs.
.venv-bench/installed: constraints-bench.txt
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet --constraint constraints-bench.txt trafilatura lxml_html_clean
	touch $@

# 2,000 documents with 100,000 revisions and 2 million texts of clauses, and how quickly sixteen readers are answered
# while checks go on. An hour or more; the archive takes 3 GB and is kept in build/large.
readers: install
	test -e build/large/archive.db || $(BIN)/python -m tests.bench.large build/large
	$(BIN)/python -m tests.bench.readers build/large

# Two schedulers and three workers, of which one is killed every few seconds, on a database that is restarted twice; and,
# as root, machines that lose their database. Ends with an error unless nothing was lost and nobody was told twice.
chaos-cluster: install postgresql
	$(BIN)/python -m tests.bench.cluster_chaos --seconds 120 --seed 1
	$(BIN)/python -m tests.bench.namespaces

# 2,000 and 20,000 made-up documents checked by 1, 2 and 4 workers: how long a round takes, and what the database weighs.
# Forty minutes or more; how each statement is done is written to build/scale-plans.txt.
scale: install postgresql
	$(BIN)/python -m tests.bench.scale --sources 20000 --workers 1 2 4

clean:
	rm -rf .venv .venv-bench .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
