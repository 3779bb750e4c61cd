# Two commands are all that most people need: `make serve` and `make test`.
# Nothing is reinstalled unless a file that pins versions has changed.

PYTHON ?= python3
PORT ?= 8000

BIN := .venv/bin
PY := $(BIN)/python
PYTHON_STAMP := .venv/.installed
PYODIDE_BUILD := .venv/pyodide-build
PYODIDE_BUILD_STAMP := $(PYODIDE_BUILD)/.installed
NODE_STAMP := node_modules/.installed
FUZZ_STAMP := .venv/.fuzz-installed
SECONDS ?= 480

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export NO_MKDOCS_2_WARNING := 1
# Some machines forbid it: then each of the many programs that tests start would compile all modules again. What
# is imported is compiled then, and not all that is installed.
export PYTHONDONTWRITEBYTECODE :=
# Wheels and zip files made on the way hold no time of day, so that the same input gives the same bytes. Files of
# a release have times of their own: see macros/release/archive.py.
export SOURCE_DATE_EPOCH := 946684800

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Only what is named here runs side by side: `make clean site -j` must not.
ifndef TOGETHER
.NOTPARALLEL:
endif
# Each says all it has to say at once.
SIDE_BY_SIDE := +@$(MAKE) --no-print-directory --output-sync=target -j TOGETHER=1
.PHONY: help setup installed check check-rules check-pins check-style check-types fix bundle runtime site release serve test bench bench-scale fuzz lock clean distclean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

setup: ## Install everything into the checkout
	$(SIDE_BY_SIDE) installed

installed: $(PYTHON_STAMP) $(PYODIDE_BUILD_STAMP) $(NODE_STAMP)
	@:

check: setup ## Check the rules, the pins, the style and the types: quick, changes nothing
	$(SIDE_BY_SIDE) --keep-going check-rules check-pins check-style check-types

check-rules:
	$(BIN)/handbook check

check-pins:
	$(PY) -m macros.dependencies

check-style:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

check-types:
	node_modules/.bin/tsc -p tsconfig.json

fix: setup ## Put style right where that can be done by a tool
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bundle: setup ## Compile the rules of every area into build/rules.json
	@mkdir -p build
	$(BIN)/handbook bundle --out build/rules.json

runtime: setup ## Build the browser's Python into build/runtime/
	$(PY) -m macros.runtime

# Never with -q: a suppressed warning does not fail a strict build.
site: runtime ## Build the site into site/
	$(BIN)/mkdocs build --strict

# The day is fixed once, so that pages and archive agree even when it is made at midnight.
release: export HANDBOOK_TODAY := $(or $(HANDBOOK_TODAY),$(shell date -u +%Y-%m-%d))
release: site ## Build the site and pack it into one archive in dist/
	$(PY) -m macros.release

serve: site ## Build the site and serve it on http://127.0.0.1:8000 (PORT=8000)
	$(PY) -m macros.serve --port $(PORT)

# The tests build the site themselves, beside those that need none.
test: setup ## Install what is missing, a Chromium included, and run every test
	$(PY) -m tests.browser
	$(PY) -m pytest -n auto --maxprocesses 4 --dist worksteal

bench: site ## Measure the speed targets and write the results file
	$(PY) -m tests.browser
	$(PY) -m benchmarks
	$(PY) -m benchmarks.page_cost
	$(PY) -m benchmarks.cases
	$(PY) -m benchmarks.slow
	npm ci --prefix benchmarks/lighthouse --ignore-scripts --no-audit --no-fund --loglevel=error
	$(PY) -m benchmarks.scores

bench-scale: runtime ## Measure a made-up rulebook of 150 areas: a quarter of an hour
	$(PY) -m tests.browser
	$(PY) -m benchmarks.scale

fuzz: setup $(FUZZ_STAMP) ## Fuzz what reads input, guided by coverage (SECONDS=480 for each)
	$(PY) -m tests.fuzz --seconds $(SECONDS)

lock: ## Pin versions again after a change of requirements*.in or package.json (needs uv and npm)
	uv pip compile requirements.in --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -q -o requirements.txt
	uv pip compile requirements-pyodide-build.in --no-deps --python-version 3.14 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -q \
		-o requirements-pyodide-build.txt
	uv pip compile requirements-fuzz.in --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -q -o requirements-fuzz.txt
	npm install --package-lock-only --ignore-scripts

clean: ## Remove what was built
	rm -rf build dist site .pytest_cache .ruff_cache .hypothesis test-results
	find . -name __pycache__ -type d -not -path './.venv/*' -not -path './node_modules/*' -prune -exec rm -rf {} +

distclean: clean ## Remove what was built and what was installed
	rm -rf .venv node_modules

# --- what is installed, each with a stamp ---

$(PYTHON_STAMP): requirements.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "error: $(PYTHON) not found: install Python 3.11 or newer, or run make PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "error: $(PYTHON) is too old: Python 3.11 or newer is needed; name one with make PYTHON=/path/to/python" >&2; exit 1; }
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv || { echo "error: $(PYTHON) cannot make a virtual environment: on Debian and Ubuntu install python3-venv" >&2; exit 1; }
	$(PY) -m pip install --quiet --no-compile --require-hashes -r requirements.txt
	$(PY) -m pip install --quiet --no-deps --no-build-isolation --no-index -e .
	@touch $@

# Wheels for the Python inside Pyodide, which is newer than the one here may be: unpacked, never imported here.
$(PYODIDE_BUILD_STAMP): requirements-pyodide-build.txt $(PYTHON_STAMP)
	rm -rf $(PYODIDE_BUILD)
	$(PY) -m pip install --quiet --require-hashes --no-deps --no-compile --ignore-requires-python \
		--only-binary=:all: --python-version 3.14 --implementation py --abi none --platform any \
		--target $(PYODIDE_BUILD) -r requirements-pyodide-build.txt
	@touch $@

$(NODE_STAMP): package.json package-lock.json .npmrc
	@command -v node >/dev/null || { echo "error: node not found: install Node.js 20 or newer" >&2; exit 1; }
	@command -v npm >/dev/null || { echo "error: npm not found: install npm, which comes with Node.js" >&2; exit 1; }
	@node -e 'process.exit(process.versions.node.split(".")[0] >= 20 ? 0 : 1)' || { echo "error: node $$(node --version) is too old: install Node.js 20 or newer" >&2; exit 1; }
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(FUZZ_STAMP): requirements-fuzz.txt $(PYTHON_STAMP)
	$(PY) -m pip install --quiet --no-compile --require-hashes -r requirements-fuzz.txt
	@touch $@
