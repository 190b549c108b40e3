# Everything happens in a virtual environment of its own; nothing has to be activated or installed beforehand.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_QUIET := 1

.PHONY: audio test lint bench clean

audio: $(VENV)/installed
	$(BIN)/lyricaudio build

test: $(VENV)/installed-dev
	$(BIN)/pytest

lint: $(VENV)/installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/mypy .ci/judge
	$(BIN)/lint-imports

bench: $(VENV)/installed-dev
	$(BIN)/python -m tests.bench

clean:
	rm -rf $(VENV) .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

$(VENV)/installed: pyproject.toml
	@echo "setting up $(VENV), which takes a minute the first time"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -e .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/pip install -e ".[dev]"
	# Not among the dependencies: it declares pyaudio, which it does not need and which may not build.
	-$(BIN)/pip install --no-deps --only-binary :all: tinysoundfont
	@touch $@
