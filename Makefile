# The whole day's work: `make demo` shows it, `make test` proves it, `make check` is what CI runs.
PYTHON ?= python3
SHARED ?= ../shared
BIN := .venv/bin
READY := .venv/.ready
BUILT := .venv/.built
# Where what is compiled stands (the list is in pyproject.toml): what changes there is compiled anew.
SOURCES := src/extractor/api.py $(wildcard src/extractor/extract/*.py src/extractor/rules/*.py src/extractor/rules/*/*.py src/extractor/text/*.py)
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check

.PHONY: setup plain demo test soak check lint types floors bench lock clean

setup: $(BUILT)

$(READY): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "extractor needs Python 3.11 or newer, and $(PYTHON) is not that: install it, or say where it is: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv --clear .venv >/dev/null 2>&1 && test -x $(BIN)/pip || { rm -rf .venv; \
	  echo "$(PYTHON) cannot make virtual environments: install its venv module (Debian, Ubuntu: apt-get install python3-venv)" >&2; exit 1; }
	@echo "setting up .venv (once)"
	@$(INSTALL) --require-hashes -r requirements.lock
	@touch $@

# Compiled modules stand beside their sources. Without a C compiler extractor is plain Python: the same data, more slowly.
$(BUILT): $(READY) $(SOURCES)
	@find src -name '*.so' -delete
	@HATCH_BUILD_HOOKS_ENABLE=1 $(INSTALL) --no-deps --no-build-isolation -e . >.venv/build.log 2>&1 || { find src -name '*.so' -delete; \
	  echo "nothing was compiled (.venv/build.log says why): extractor runs as plain Python" >&2; \
	  $(INSTALL) --no-deps --no-build-isolation -e .; }
	@touch $@

# As plain Python until a source changes, for work on the sources: nothing is compiled in between.
plain: $(BUILT)
	@find src -name '*.so' -delete

demo: $(BUILT)
	@$(BIN)/python tools/demo.py

test: $(BUILT)
	@$(BIN)/pytest -n auto

# The crawler over a whole site, three times, and killed at random: minutes, on a quiet machine.
soak: $(BUILT)
	@$(BIN)/pytest -m soak

check: lint types floors test

lint: $(BUILT)
	@$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet .

types: $(BUILT)
	@$(BIN)/mypy

floors: $(BUILT)
	@$(BIN)/lint-imports --no-cache

bench: $(BUILT)
	@for b in bench/*.py; do echo "== $$b"; $(BIN)/python $$b || exit 1; done

# Writes the hashed lock anew from pyproject.toml; needs uv.
lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --group dev pyproject.toml -o requirements.lock

clean:
	find src -name '*.so' -delete
	rm -rf .venv build dist output/* .pytest_cache .ruff_cache .mypy_cache .hypothesis
