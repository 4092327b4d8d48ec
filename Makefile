# What a newcomer types. `make help` lists it; docs/tutorial/first-steps.md tells the story.

PYTHON ?=
PORT ?= 8000
HOST ?= 127.0.0.1
DATA ?= data
URL ?= http://localhost:$(PORT)
LIMITS ?= on
BENCH ?=

BIN := .venv/bin
LOCK := .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header
LOCK_UPGRADE := $(if $(UPGRADE),--upgrade)

.PHONY: help run test bench pictures lock format clean
.DEFAULT_GOAL := help

help: ## Show this list.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Serve a demo community at http://localhost:8000 (PORT=3000 DATA=./elsewhere HOST=0.0.0.0 LIMITS=off).
	@PYTHON="$(PYTHON)" scripts/set-up run
	@FOLKMOOT_SITE_URL="$(URL)" FOLKMOOT_LIMITS_ENABLED="$(if $(filter off,$(LIMITS)),false,true)" \
		$(BIN)/folkmoot --data "$(DATA)" demo --serve --host "$(HOST)" --port "$(PORT)"

test: ## Check style, types and import contracts, and run the whole suite on SQLite and PostgreSQL.
	@PYTHON="$(PYTHON)" scripts/set-up test
	@scripts/check-everything

bench: ## Measure the server beside nginx and print a table (BENCH="--seconds 5" passes options on).
	@PYTHON="$(PYTHON)" scripts/set-up test
	@$(BIN)/python -m bench $(BENCH)

pictures: ## Take the pictures of docs/pictures anew, of the demo in headless Chromium.
	@PYTHON="$(PYTHON)" scripts/set-up test
	@$(BIN)/python -m bench.pictures

lock: ## Write the lock files anew after a change of pyproject.toml (UPGRADE=1 takes newer versions too).
	@PYTHON="$(PYTHON)" scripts/set-up run
	@$(LOCK) $(LOCK_UPGRADE) --group dev pyproject.toml -o requirements-dev.lock
	@$(LOCK) $(LOCK_UPGRADE) -c requirements-dev.lock --group tools -o requirements-tools.lock
	@$(LOCK) $(LOCK_UPGRADE) -c requirements-dev.lock pyproject.toml -o requirements.lock
	@$(LOCK) $(LOCK_UPGRADE) --group node -o requirements-node.lock

format: ## Lay out the code and mend what the linter can mend.
	@PYTHON="$(PYTHON)" scripts/set-up test
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

clean: ## Remove the environment and every cache; data folders stay.
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage* build dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
