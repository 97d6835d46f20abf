# The tracker's commands; `make` alone lists them. Plain enough for make 3.81, which macOS has.

PYTHON   ?= python3
PORT     ?= 8000
DATA_DIR ?= data
TEXTS    ?=
ARGS     ?=
SIZE     ?= medium
ONLY     ?=
FILE     ?=
DATA     ?=
COUNT    ?= 50
SECONDS  ?=
SEED     ?=
EDITORS  ?= 20
READERS  ?= 40
PAUSE    ?= 1
export DATA_DIR

BIN = .venv/bin

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "Variables, with their defaults: PORT=8000, DATA_DIR=data, TEXTS= (a folder with the texts of the sources),"
	@echo "ARGS= (for pytest: make test ARGS=\"-k quotes\"; for make import its options), PYTHON=python3"
	@echo "For make bench: SIZE=medium (seed, medium, large), ONLY= (part of a name), DATA= (a file to measure instead)"
	@echo "For make load and make soak: SECONDS=, EDITORS=20, READERS=40, PAUSE=1 (seconds to think), SIZE=medium"
	@echo "For make faults: COUNT=50 (how often each work is killed), ONLY= (names, by commas), SEED= (the same again)"
	@echo "For make fuzz: SECONDS=300, SEED= (what it printed, to try the same again), ONLY= (part of a name)"
	@echo "For make mutants: ONLY= (a module of the rules, such as titles; 'agreement*' for several)"

run: .venv/installed ## Install what is missing, load the seeds and serve on http://127.0.0.1:8000/
	@$(BIN)/python -c 'import socket; socket.create_server(("127.0.0.1", $(PORT)))' 2>/dev/null \
		|| { echo "Port $(PORT) is taken; try: make run PORT=8001"; exit 1; }
	@$(BIN)/python manage.py prepare_demo $(if $(TEXTS),--texts "$(TEXTS)")
	@echo "Serving on http://127.0.0.1:$(PORT)/ (Ctrl-C stops it)"
	@exec $(BIN)/gunicorn --bind 127.0.0.1:$(PORT) tracker.wsgi

install: .venv/installed ## Install what the tracker runs on, for a server that others use (docs/deployment.md)
	@$(BIN)/python -m compileall -q claims tracker  # those who run it there cannot write beside the code

setup: .venv/installed-dev ## Install what checks and tests need besides

import: .venv/installed ## Bring in a spreadsheet: make import FILE=votes.csv ARGS="--create --as ann" (docs/exchange.md)
	@test -n "$(FILE)" || { echo 'Name the file: make import FILE=votes.csv ARGS="--dry-run"'; exit 1; }
	@$(BIN)/python manage.py import_claims "$(FILE)" $(ARGS)

check: .venv/installed-dev ## Look at format, lint, types, arrows, missing migrations and production settings
	@$(BIN)/ruff format --check --output-format concise . || { echo "Format it: make format"; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/djhtml --check --tabwidth 2 claims/templates 2>/dev/null || { echo "Indent the templates: make format"; exit 1; }
	@DATA_DIR=.venv/check $(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo --cache-dir .venv/arrows >.venv/arrows.log || { cat .venv/arrows.log; exit 1; }
	@DATA_DIR=.venv/check $(BIN)/python manage.py makemigrations --check --dry-run
	@DATA_DIR=.venv/check ALLOWED_HOSTS=tracker.example.org PROXY=1 \
		$(BIN)/python manage.py check --deploy --fail-level DEBUG

test: .venv/installed-dev ## Check, then test on SQLite, on PostgreSQL and in a browser
	@$(BIN)/python -m tests.legs $(ARGS)

rehearse: .venv/installed-dev ## Run docs/deployment.md in a folder: set up, serve, back up, restore, upgrade while serving
	@$(BIN)/python -m tests.rehearsal
.PHONY: rehearse

bench: .venv/installed-dev ## Measure the pages, files and loads beside their floors (docs/speed.md)
	@status=0; measure="$(BIN)/python -m benchmarks --size $(SIZE) --only '$(ONLY)' $(if $(DATA),--data '$(DATA)')"; \
	env -u DATABASE_URL sh -c "$$measure" || status=$$?; \
	tests/with_postgres.sh --kept sh -c "$$measure" || status=$$?; exit $$status

load: .venv/installed-dev ## Let many editors and readers meet the server, and hold it to what it answered (docs/load.md)
	@$(call crowd,load,$(or $(SECONDS),120))

soak: .venv/installed-dev ## The same for ten minutes: is memory flat?
	@$(call crowd,soak,$(or $(SECONDS),600))

crowd = status=0; meet="$(BIN)/python -m benchmarks.crowd --kept-as $(1) --seconds $(2) --size $(SIZE) \
	--editors $(EDITORS) --readers $(READERS) --pause $(PAUSE)"; \
	env -u DATABASE_URL $$meet || status=$$?; tests/with_postgres.sh --kept $$meet || status=$$?; exit $$status

fuzz: .venv/installed-dev ## Send generated values to every route, form, command and operation (docs/contributing.md)
	@status=0; try="$(BIN)/python -m pytest -q -s tests/fuzz/fuzz_everything.py"; \
	export FUZZ_SECONDS=$(or $(SECONDS),300) FUZZ_SEED=$(SEED) FUZZ_ONLY='$(ONLY)'; \
	env -u DATABASE_URL $$try || status=$$?; tests/with_postgres.sh $$try || status=$$?; exit $$status

faults: .venv/installed-dev ## Kill, fill, lock and stop what the tracker needs, on both databases (docs/faults.md)
	@status=0; try="$(BIN)/python -m tests.faults --count $(COUNT) --seed $(or $(SEED),0) --only '$(ONLY)'"; \
	env -u DATABASE_URL sh -c "$$try" || status=$$?; \
	env -u DATABASE_URL sh -c "$$try --postgres" || status=$$?; exit $$status

format: .venv/installed-dev ## Format the code and the templates, and mend what lint can mend
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format . ; $(BIN)/djhtml --tabwidth 2 claims/templates

screenshots: .venv/installed-dev ## Write a picture of each page to docs/screens
	@$(BIN)/python -m pytest -q tests/browser/screenshots.py

guide-screens: .venv/installed-dev ## Take the pictures of docs/analysts-guide.md anew
	@$(BIN)/python -m tests.browser.guide_screens

mutants: .venv/installed-dev ## Break each line of the rules and list what no test notices
	@$(BIN)/mutmut run $(if $(ONLY),'claims.rules.*$(ONLY).x*')
	@$(BIN)/mutmut results | grep -v ': not checked$$' || true

audit: .venv/installed-dev ## Ask PyPI whether faults are known of the locked versions (before each release)
	@$(BIN)/python -m tests.audited_versions

lock: .venv/installed-dev ## Write requirements*.txt anew from requirements*.in
	@for name in requirements requirements-dev; do \
		$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
			--custom-compile-command "make lock" $$name.in -o $$name.txt || exit 1; \
	done

clean: ## Remove what the commands above made, but never the data
	rm -rf .venv mutants .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help run install setup import check test bench load soak fuzz faults format screenshots guide-screens mutants audit lock clean

# The files below .venv are stamps: pip runs again only when its requirements are newer than they are.

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "Python 3.11 or newer is needed. Name one that you have: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@rm -rf .venv
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/installed: .venv/made requirements.txt
	@echo "Installing what the tracker needs (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.txt
	@echo "Installing what its tests need (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
