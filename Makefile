# `make` lists what there is. Made for Debian and Ubuntu with Python 3.11 or newer; tools/setup fetches what is missing.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help install run test lint bench score screenshots i18n lock clean

BIN := .venv/bin
PIP := $(BIN)/pip --disable-pip-version-check install --quiet --require-hashes
PYBABEL := $(BIN)/pybabel -q
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock"
TRANSLATIONS := tracker/translations
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard $(TRANSLATIONS)/*/LC_MESSAGES/*.po))
BENCHMARKS := $(filter-out benchmarks/_% benchmarks/faults_% benchmarks/score.py benchmarks/fuzz.py benchmarks/planning.py,$(wildcard benchmarks/*.py))
WORKERS ?= auto
ARGS ?=

help: ## list these targets
	@sed -n 's/^\([a-z0-9-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

install: .venv/.installed node_modules/.installed $(CATALOGUES) ## what running needs: libraries, front end, translations

run: install ## try it out: demo data, web and scheduler on this machine
	SANSANG_ENV=local DEMO=1 $(BIN)/flask --app wsgi local $(ARGS)

test: .venv/.dev node_modules/.installed $(CATALOGUES) ## every test, on SQLite and PostgreSQL (ARGS="-k mail", WORKERS=0)
	tools/setup browser
	tools/setup readers
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(if $(filter true,$(CI)),-p tools.no_skips) $(ARGS)

lint: .venv/.dev ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/.dev $(CATALOGUES) ## the measurements of benchmarks/README.md
	set -e; for file in $(BENCHMARKS); do $(BIN)/python -m benchmarks.$$(basename $$file .py) $(ARGS); done

score: .venv/.dev ## how well real plans are read (PLANS_DIR)
	$(BIN)/python -m benchmarks.score $(ARGS)

screenshots: .venv/.dev node_modules/.installed $(CATALOGUES) ## the pictures in docs/
	tools/setup browser
	$(BIN)/python -m tools.screenshots $(ARGS)

i18n: .venv/.installed ## collect new texts, put them into the catalogues, compile
	$(PYBABEL) extract -F pyproject.toml --project="Sẵn Sàng" --sort-by-file -w 120 -k _l -k lazy_gettext -k lazy_ngettext:1,2 -o $(TRANSLATIONS)/messages.pot .
	$(PYBABEL) update -i $(TRANSLATIONS)/messages.pot -d $(TRANSLATIONS) --no-fuzzy-matching --ignore-pot-creation-date -w 120
	$(PYBABEL) compile -d $(TRANSLATIONS)

lock: .venv/.dev ## write the locks anew (ARGS=--upgrade for newer versions)
	$(LOCK) $(ARGS) requirements.in -o requirements.txt
	$(LOCK) $(ARGS) requirements-dev.in -o requirements-dev.txt
	npm install --package-lock-only

clean: ## remove what was installed or compiled; the data in var/ stays
	rm -rf .venv node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis $(CATALOGUES)
	find . -name __pycache__ -prune -exec rm -rf {} +

$(BIN)/pip:
	tools/setup venv

.venv/.installed: requirements.txt | $(BIN)/pip
	$(PIP) -r $<
	touch $@

.venv/.dev: requirements-dev.txt | $(BIN)/pip
	$(PIP) -r $<
	touch $@

node_modules/.installed: package-lock.json
	tools/setup frontend

%.mo: %.po | .venv/.installed
	$(PYBABEL) compile -i $< -o $@
