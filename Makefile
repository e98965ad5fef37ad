# Everything a developer types. The first use makes .venv (Python 3.11 or newer and git are enough); later uses do not
# touch it until pyproject.toml changes.
#
#   make demo     calls that are answered, not answered and retried, told in the terminal
#   make serve    the sandbox on http://127.0.0.1:8080
#   make test     all tests;  make test ARGS='-k retry'  some of them, in one process
#   make test-lowest  the tests with the lowest versions of all dependencies that pyproject.toml names
#   make check    lint, format, types, floors, and what GitHub and Compose read
#   make container-check   builds the image without a registry, runs it, and holds it to docs/container.md (root, podman)
#   make docs     builds the site of docs/ into build/site, and fails for a link that leads nowhere
#   make pages    writes the pages and schemas anew that are made from the code
#   make bench    speed and memory against bare aiohttp, as ratios
#   make bench-peers  installs the servers that make bench compares with, into .peers/ (needs npm; java runs two of them)
#   make soak     200,000 calls and messages against receivers that fail in every way: nothing lost, nothing grows
#   make crash    200 kills of a sandbox with a store, and what they cost: a part of make soak, too
#
# ARGS is handed on:  make serve ARGS='--clock auto'.  PYTHON=python3.13 chooses the interpreter of a new .venv.

ARGS    ?=
# Two processes are enough for a suite that mostly waits for sockets, and leave the output readable.
WORKERS ?= 2
# Compared with, and no dependencies. Their versions are fixed, so that figures can be compared, too.
PEERS   := wiremock@3.13.2 mockserver-node@8.0.0 mountebank@2.9.1 @mockoon/cli@9.9.0 @stoplight/prism-cli@5.16.0
PYTHON_PEERS := pytest-httpserver
VENV    := .venv
RUN     := $(VENV)/bin/python
# Holds files against the schema that is published for their kind, and that comes with the tool.
holds    = $(VENV)/bin/check-jsonschema --quiet --builtin-schema vendor.$(1) $(2)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo serve test test-lowest check docs pages bench bench-peers soak crash container-check clean

help:
	@sed -n 's/^#   make/  make/p' Makefile

demo: $(VENV)/.ready
	@$(RUN) -m mock_esms demo $(ARGS)

serve: $(VENV)/.ready
	@exec $(RUN) -m mock_esms serve $(ARGS)

test: $(VENV)/.ready-dev
	@$(RUN) -m pytest $(if $(strip $(ARGS)),-n 0 $(ARGS),-q -n $(WORKERS) --dist worksteal)

test-lowest: $(VENV)/.ready-dev
	@WORKERS=$(WORKERS) .ci/lowest $(ARGS)

check: $(VENV)/.ready-dev
	@$(RUN) -m ruff check --quiet .
	@$(RUN) -m ruff format --quiet --check .
	@$(RUN) -m mypy --no-error-summary
	@$(VENV)/bin/lint-imports --no-logo
	@$(call holds,github-workflows,.github/workflows/*.yml)
	@$(call holds,github-actions,.ci/action/action.yml)
	@$(call holds,github-issue-forms,.github/ISSUE_TEMPLATE/bug.yml .github/ISSUE_TEMPLATE/fact.yml)
	@$(call holds,github-issue-config,.github/ISSUE_TEMPLATE/config.yml)
	@$(call holds,compose-spec,compose.yaml)
	@echo "make check: all good"

pages: $(VENV)/.ready-dev
	@$(RUN) -m tests.docs.made

docs: $(VENV)/.ready-dev
	@NO_MKDOCS_2_WARNING=1 $(RUN) .ci/site/build.py

bench: $(VENV)/.ready-dev
	@$(RUN) -m benchmarks $(ARGS)

# What they would fetch besides is not needed: those that are written in Java come with their jars.
bench-peers: $(VENV)/.ready-dev
	@npm install --prefix .peers --ignore-scripts --no-audit --no-fund --no-save --loglevel error $(PEERS)
	@$(RUN) -m pip install -qq --disable-pip-version-check --upgrade --target .peers/python $(PYTHON_PEERS)

soak: $(VENV)/.ready-dev
	@$(RUN) -m benchmarks.soak $(ARGS)
	@$(RUN) -m pytest -q -n 0 --hypothesis-profile=soak --timeout=3600 tests/test_fuzz.py
	@$(RUN) -m tests.journal.store.crash

crash: $(VENV)/.ready-dev
	@$(RUN) -m tests.journal.store.crash $(ARGS)

container-check:
	@.ci/container

clean:
	@rm -rf $(VENV) .venv.lock .venv-lowest build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

# The script leaves the stamp itself, as its last step, and lets only one installation run at a time.
$(VENV)/.ready: pyproject.toml .ci/venv
	@PYTHON='$(PYTHON)' .ci/venv $(VENV) '[tls]' $@

$(VENV)/.ready-dev: pyproject.toml .ci/venv | $(VENV)/.ready
	@PYTHON='$(PYTHON)' .ci/venv $(VENV) '[dev]' $@
