# Two commands: `make serve` and `make test`. All they need is Python 3.11 or newer.

VENV    := .venv
BIN     := $(VENV)/bin
STAMP   := $(VENV)/installed
WORKERS ?= auto

.DEFAULT_GOAL := help
.PHONY: help serve test lint check clean

help:
	@echo 'make serve    start everything: PostgreSQL, Redis, LiteLLM sandbox, API (ARGS="--port 9000")'
	@echo 'make test     run the whole test suite (ARGS="tests/server -k settings")'
	@echo 'make lint     ruff, mypy --strict, import contracts'
	@echo 'make check    lint, then test'
	@echo 'make clean    remove what was installed and built; .data/ with your data stays'

serve: $(STAMP)
	@exec $(BIN)/saas-litellm serve $(ARGS)

test: $(STAMP)
	@exec $(BIN)/pytest -n $(WORKERS) --maxprocesses 4 $(ARGS)

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test

clean:
	rm -rf $(VENV) .cache .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	rm -rf build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMP): pyproject.toml scripts/install.sh
	@sh scripts/install.sh $(VENV)
	@touch $@
