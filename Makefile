# Three commands matter: `make book` builds the HTML, `make test` proves it, `make refresh` brings the data up to date.
# `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

VENV ?= .venv
DATA_VENV ?= .venv-data
BENCH_VENV ?= .venv-bench
JOBS ?= 2
PORT ?= 8000
PY := $(VENV)/bin/python
HTML := _build/html

# One process a core is already used; threads inside BLAS would only fight over them and reorder sums.
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1
export MKL_NUM_THREADS := 1
export PYTHONHASHSEED := 0
export TZ := UTC
export LC_ALL := C.UTF-8

UNIT_TESTS := tests/unit tests/reference tests/data tests/simulation tests/notebooks

.PHONY: help book test check test-code test-notebooks test-processor test-book refresh rerun data bench pdf epub release serve lock \
	clean

help:  ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | awk -F '\t' '{printf "  make %-16s %s\n", $$1, $$2}'

# --- environment ------------------------------------------------------------------------------------------------
# The stamp holds the hash of what the environment was made from, so a changed lock renews it and nothing else does.
$(VENV)/.ready: requirements.lock pyproject.toml tools/setup_env.py
	@$(or $(PYTHON),$(shell command -v python3 || command -v python || echo python3-is-missing)) tools/setup_env.py $(VENV) requirements.lock --editable

$(DATA_VENV)/.ready: data/builders/requirements.lock tools/setup_env.py
	@$(or $(PYTHON),$(shell command -v python3 || command -v python || echo python3-is-missing)) tools/setup_env.py $(DATA_VENV) data/builders/requirements.lock

$(BENCH_VENV)/.ready: benchmarks/requirements.lock pyproject.toml tools/setup_env.py
	@$(or $(PYTHON),$(shell command -v python3 || command -v python || echo python3-is-missing)) tools/setup_env.py $(BENCH_VENV) benchmarks/requirements.lock

# --- the three commands -----------------------------------------------------------------------------------------
book: $(VENV)/.ready  ## Build the book: re-run what is stale, then write the HTML
	@$(PY) -m analysis notebooks run --jobs $(JOBS)
	@$(PY) -m analysis book build

test: $(VENV)/.ready  ## Prove it: code, data, every stored output, the built pages in a real browser
	@$(PY) -m analysis book browser & browser=$$!; $(MAKE) --no-print-directory check && wait $$browser
	@$(MAKE) --no-print-directory test-code
	@$(MAKE) --no-print-directory test-notebooks
	@$(MAKE) --no-print-directory test-book
	@echo
	@echo "All green: the code, the data, every stored output and the built pages agree."

check: $(VENV)/.ready  ## The gates alone, within a minute: format, lint, types, imports, spelling, rules of the pages
	@echo "== 0/3  what a machine sees without running anything"
	@$(PY) tools/check.py

test-code: $(VENV)/.ready  ## Unit, reference, data and notebook-rule tests only
	@echo "== 1/3  code, data and notebook rules"
	@$(PY) -m pytest $(UNIT_TESTS) -n $(JOBS) --dist loadfile -q

test-notebooks: $(VENV)/.ready  ## Re-execute every notebook and compare it with what is stored
	@echo "== 2/3  every notebook, re-executed and compared output by output"
	@$(PY) -m analysis notebooks verify --jobs $(JOBS)

test-processor: $(VENV)/.ready  ## Compare every stored output once more, as a processor without AVX-512 computes it
	@$(PY) -m analysis notebooks verify --jobs $(JOBS) --lesser-processor

test-book: $(VENV)/.ready  ## Build the book and read every page in headless Chromium
	@echo "== 3/3  the built book, page by page, in headless Chromium"
	@$(PY) -m analysis book build
	@$(PY) -m pytest tests/book -n $(JOBS) -q

refresh: $(VENV)/.ready  ## Ask every publisher for new and revised figures (needs a network; `make rerun` comes next)
	@$(PY) -m analysis data refresh

# --- the rest ---------------------------------------------------------------------------------------------------
# The report is printed too when the run is refused; what it names has to be mended before the pages are stored.
rerun: $(VENV)/.ready  ## Re-execute every notebook in place and say what changed since the last edition
	@$(PY) -m analysis notebooks run --all --jobs $(JOBS) || { $(PY) -m analysis changes report; exit 1; }
	@$(PY) -m analysis changes report
	@$(PY) -m analysis notebooks run --jobs $(JOBS)

data: $(DATA_VENV)/.ready  ## Recreate the tables that packages provide and compare them byte for byte
	@$(DATA_VENV)/bin/python data/builders/build.py --check

bench: $(BENCH_VENV)/.ready  ## Measure speed against peers, side by side in one run
	@$(BENCH_VENV)/bin/python benchmarks/run.py

pdf: $(VENV)/.ready  ## One PDF of the built book, in _build/editions/
	@test -f $(HTML)/index.html || $(MAKE) --no-print-directory book
	@$(PY) -m analysis book pdf

epub: $(VENV)/.ready  ## One EPUB of the built book, checked by EPUBCheck where Java is there
	@test -f $(HTML)/index.html || $(MAKE) --no-print-directory book
	@$(PY) -m analysis book epub

release: $(VENV)/.ready  ## Pages, PDF and EPUB with their sums and what they were made from, in _build/release/
	@$(MAKE) --no-print-directory book
	@$(MAKE) --no-print-directory pdf epub
	@$(PY) -m analysis book release

serve: $(VENV)/.ready  ## Open the built book at http://localhost:8000
	@test -f $(HTML)/index.html || $(MAKE) --no-print-directory book
	@echo "Serving on http://localhost:$(PORT) - stop with Ctrl-C"
	@$(PY) -m http.server $(PORT) --bind 127.0.0.1 --directory $(HTML)

lock: $(VENV)/.ready  ## Renew both locks (universal for Python 3.11-3.13, hashed, naming no index)
	@$(PY) tools/lock.py

clean:  ## Remove the environments and everything built
	rm -rf $(VENV) $(DATA_VENV) $(BENCH_VENV) _build .cache build *.egg-info .venv*.lock
