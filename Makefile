# Everything a person or a build server types. The second run of any target is quick: what is
# installed is remembered by stamp files beside it, and renewed when a lock file changes.

VENV := .venv
BIN  := $(VENV)/bin
PY   ?= $(shell python3.11 --version >/dev/null 2>&1 && echo python3.11 || echo python3)
UV_VERSION  := 0.13.8
PYTEST_ARGS ?=
LOCK_ARGS   ?=

# uv leaves byte-compiling to the first import; without its caches every process would compile again.
export PYTHONDONTWRITEBYTECODE =

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench lock clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-6s %s\n", $$1, $$2}' Makefile

setup: $(VENV)/.setup node_modules/.setup ## install what running needs, into .venv and node_modules

run: setup ## migrate, load the demonstration into an empty database, serve
	$(BIN)/flask --app app db upgrade
	$(BIN)/flask --app app demo load --if-empty
	exec $(BIN)/gunicorn -c gunicorn.conf.py app:app

test: $(VENV)/.dev node_modules/.dev ## run the whole suite (PYTEST_ARGS="tests/panels -x" for a part)
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile $(PYTEST_ARGS)

check: $(VENV)/.dev ## format, lint, types, import contracts, security lint
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit -q -r oocd -c pyproject.toml

bench: $(VENV)/.dev ## measure speed against floors taken in the same run
	$(BIN)/python -m bench

lock: $(VENV)/.installer ## renew the lock files (LOCK_ARGS=--upgrade for newer indirect packages)
	$(call compile,requirements.in,requirements.txt)
	$(call compile,requirements-dev.in,requirements-dev.txt)
	$(call compile,requirements-node.in,requirements-node.txt)
	npm install --silent --package-lock-only
	echo uv==$(UV_VERSION) | $(call compile,-,requirements-uv.txt) --no-annotate

clean: ## remove .venv and every cache; data stays
	rm -rf $(VENV) node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# uv is about ten times as fast as pip; where it is missing or fails, pip reads the same hashed file.
# --system-certs: trust whom the machine trusts, as pip does; behind an office proxy that is not the same.
uv      = $(BIN)/uv pip $(1) -q --system-certs
pip     = $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $(1)
install = { [ -x $(BIN)/uv ] && $(call uv,install) --python $(BIN)/python --require-hashes -r $(1); } \
	|| $(call pip,$(1))
# --universal: one file with hashes for every platform and every Python from 3.11 on.
compile = $(call uv,compile) --generate-hashes --universal --python-version 3.11 --no-header \
	$(LOCK_ARGS) $(1) -o $(2)

$(VENV)/.installer: requirements-uv.txt
	@$(PY) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer: make PY=/path/to/it")'
	$(PY) -m venv $(VENV)
	@$(call pip,$<) || echo "uv is not to be had here; pip will do, more slowly"
	@touch $@

$(VENV)/.setup: requirements.txt $(VENV)/.installer
	@echo "Installing $< into $(VENV)"
	@$(call install,$<)
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.installer
	@echo "Installing $< into $(VENV)"
	@$(call install,$<)
	@touch $@

# What pages are made of comes from npm: the machine's own, or one that PyPI brings into .venv.
# Tests need a browser beside it. `npm ci` begins by emptying the folder, stamps and all.
npm = NPM=$$(command -v npm) || { $(call install,requirements-node.txt); NPM=$(CURDIR)/$(BIN)/npm; }; \
	PATH="$$PATH:$(CURDIR)/$(BIN)" "$$NPM" ci --silent $(1)

node_modules/.setup: package-lock.json requirements-node.txt | $(VENV)/.installer
	@echo "Installing what pages are made of into node_modules"
	@$(call npm,--omit=dev)
	@touch $@

node_modules/.dev: package-lock.json requirements-node.txt | $(VENV)/.installer
	@echo "Installing what pages are made of, and a browser to test them, into node_modules"
	@$(call npm,)
	@touch node_modules/.setup $@
