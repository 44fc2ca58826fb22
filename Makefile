# Hjemvej: `make run` to try it, `make test` and `make check` before a change leaves. `make help` lists all.
.DEFAULT_GOAL := help
SHELL := bash
MAKEFLAGS += --no-print-directory
.SUFFIXES:

PORT ?= 8000
BIN := .venv/bin
PY := $(BIN)/python
CHECKS := lint format types imports templates strings catalogues migrations dependencies

.PHONY: run
run: .venv/run-ready ## try it: the demonstration on http://127.0.0.1:$(PORT)
	@$(PY) -m tools.catalogues
	@exec $(PY) -m tools.demonstration $(PORT)

.PHONY: test
test: .venv/dev-ready ## the whole suite, on SQLite and PostgreSQL, with browser journeys (ARGS="-k words")
	@$(PY) -m tools.catalogues
	@$(PY) -m tools.test $(ARGS)

.PHONY: check
check: .venv/dev-ready ## style, types, import contracts, strings, catalogues, migrations, dependencies
	@failed=; for one in $(CHECKS); do \
	  echo "== $$one"; $(MAKE) check-$$one || failed="$$failed $$one"; \
	done; \
	if [ -n "$$failed" ]; then echo "FAILED:$$failed"; exit 1; else echo "all checks pass"; fi

.PHONY: fix
fix: .venv/dev-ready ## let the tools mend style and format
	@$(BIN)/ruff check --fix --exit-zero --quiet
	@$(BIN)/ruff format

.PHONY: strings
strings: .venv/dev-ready ## bring the catalogues up to date with the source
	@$(PY) -m tools.strings extract
	@$(PY) -m tools.strings catalogues || true

.PHONY: bench
bench: .venv/dev-ready ## what speed and weight are promised, as ratios, and bench/results.json (ARGS="search --rounds 3")
	@$(PY) -m tools.catalogues
	@$(PY) -m bench $(ARGS)

.PHONY: lock
lock: .venv/run-ready ## resolve the dependencies anew (needs the network)
	@tools/lock

.PHONY: help
help: ## this list
	@sed -nE 's/^([a-z]+):.*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | while IFS=$$'\t' read -r name what; do \
	  printf '  make %-9s %s\n' "$$name" "$$what"; done

# ---- parts ---------------------------------------------------------------------------------------

# Ready means: installed from this very lock. The stamps keep a second start away from the network.
.venv/run-ready .venv/dev-ready: .venv/%-ready: requirements/%.txt requirements/uv.txt pyproject.toml tools/setup
	@tools/setup $*

.PHONY: $(addprefix check-,$(CHECKS))
check-lint:
	@$(BIN)/ruff check --quiet
check-format:
	@$(BIN)/ruff format --check --quiet || { echo "run: make fix"; exit 1; }
check-types:
	@$(BIN)/mypy --no-error-summary
check-imports:
	@$(BIN)/lint-imports --no-cache --no-logo 2>/dev/null || $(BIN)/lint-imports --no-cache
check-templates:
	@$(BIN)/djlint portal --lint --quiet
check-strings check-catalogues: check-%:
	@$(PY) -m tools.strings $*
check-migrations:
	@$(PY) -m tools.migrations
check-dependencies:
	@$(BIN)/deptry . 2>&1 | grep -v '^$$' | tail -20; exit $${PIPESTATUS[0]}
