# The commands of this project. Everything they make lies in .venv, assets/.venv, assets/node_modules and var.

PYTHON ?= python3
PORT ?= 8000
EXAMPLE ?= yes
WORKERS ?= 2
COVERAGE ?= no
UV_VERSION := 0.13.9

BIN := .venv/bin
BUILD_BIN := assets/.venv/bin
MANAGE := $(BIN)/python manage.py
PYTEST := $(BIN)/python -m pytest -n $(WORKERS)
ALONE := $(PYTHON) local/alone.py var/lock $(MAKE) --no-print-directory
COVERED := $(if $(filter yes,$(COVERAGE)),--cov --cov-report=)
QUICK := not browser and not process and not property and not long
ON_POSTGRES := $(BIN)/python tests/postgres.py
NODE_MODULES := assets/node_modules
PIP := $(BIN)/pip -qq --disable-pip-version-check
FROM_LOCK = --require-hashes -r $<
WITH_BUILD_TOOLS := PATH="$(CURDIR)/$(BUILD_BIN):$$PATH"
NOT_FETCHED := echo 'Packages could not be fetched. Is there a network? The same again goes on from here' >&2; exit 1
DATABASE := $(CURDIR)/var/$(if $(filter yes,$(EXAMPLE)),eksempel,portal).sqlite3
CATALOGUES := $(wildcard kvalitet/locale*/*/LC_MESSAGES/*.po)
STATIC_SOURCES := $(shell find static -type d -o -type f -not -name '.*')
TEMPLATES := $(shell find templates -name '*.html' -not -path 'templates/django/*')
PAGE_TEMPLATES := $(wildcard templates/*.html templates/components/*.html templates/proxy/*.html)

export LOCAL := 1
unexport PYTHONDONTWRITEBYTECODE # keeping compiled modules is what makes the second start quick

.PHONY: help run dev free-port filled fill setup set-up quick test test-long pictures bench fmt lint catalogues deployable lock
.DELETE_ON_ERROR:

help:
	@echo 'make run         the portal on http://localhost:$(PORT) (PORT=, EXAMPLE=no)'
	@echo 'make dev         the same while you edit: restarts by itself, shows errors, stores no page'
	@echo 'make quick       the everyday tests, on SQLite (D=word: those with the word in path or name)'
	@echo 'make fmt         fix what ruff can, and format the Python'
	@echo 'make test        all tests on SQLite, then what a database can change on PostgreSQL'
	@echo 'make test-long   the tests that take minutes, on both'
	@echo 'make pictures    every page type as pictures: wide, narrow, light, dark, on paper (var/pictures)'
	@echo 'make bench       what pages cost beside a constant view (FULL=1: with a million entries)'
	@echo 'make lint        linters, types, import contracts, migrations, deployment'
	@echo 'make catalogues  take new texts of the interface into the catalogues'
	@echo 'make lock        compile the lock files anew (UPGRADE=--upgrade for newer versions)'

# Running

ifeq ($(filter yes no,$(EXAMPLE)),)
$(error EXAMPLE is yes or no)
endif

run dev: export DATABASE_URL := sqlite:///$(DATABASE)
run dev: export ORIGIN := http://localhost:$(PORT)

run: filled
	@exec $(BIN)/python -m gunicorn kvalitet.wsgi --bind 127.0.0.1:$(PORT) \
		--preload --worker-class gthread --workers 2 --threads 4 --no-control-socket --log-level warning

dev: filled
	@exec env DEBUG=1 $(MANAGE) runserver --nostatic 127.0.0.1:$(PORT)

free-port:
	@$(PYTHON) local/port.py '$(PORT)'

filled: free-port setup
	@$(ALONE) fill
	@echo 'http://localhost:$(PORT)'

fill:
	@$(MANAGE) migrate -v 0
	@$(MANAGE) load_agreements
ifeq ($(EXAMPLE),yes)
	@$(MANAGE) load_example
endif

# Setting up: one make at a time, and each step again only when what it reads has changed

setup:
	@$(ALONE) set-up

set-up: .venv/run var/.static var/.templates var/.error_pages var/.fonts $(CATALOGUES:.po=.mo)

.venv/run: requirements/run.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name one with PYTHON=")'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo 'Python lacks its venv module. On Debian and Ubuntu: apt install python3-venv' >&2; exit 1; }
	@echo 'Installing packages (about half a minute)'
	@$(PYTHON) -m venv .venv
	@$(PIP) install $(FROM_LOCK) || { $(NOT_FETCHED); }
	@touch $@

.venv/dev: requirements/dev.txt .venv/run
	@echo 'Installing packages for tests'
	@$(PIP) install $(FROM_LOCK) || { $(NOT_FETCHED); }
	@touch $@

# What only builds stands apart from what serves, and is not fetched where all that it builds is there
.SECONDARY: assets/.venv/build
assets/.venv/build: requirements/build.txt | .venv/run
	@echo 'Installing packages that build'
	@$(BIN)/python -m venv --without-pip assets/.venv
	@$(PIP) --python assets/.venv install $(FROM_LOCK) || { $(NOT_FETCHED); }
	@touch $@

$(NODE_MODULES)/.done: assets/package-lock.json assets/.npmrc assets/.venv/build
	@cd assets && $(WITH_BUILD_TOOLS) npm ci --silent || { $(NOT_FETCHED); }
	@touch $@

var/.assets: $(NODE_MODULES)/.done Makefile
	@rm -rf var/assets
	@mkdir -p var/assets/designsystemet var/assets/inter/files
	@cd $(NODE_MODULES)/@digdir/designsystemet-css && cp LICENSE dist/src/index.css dist/theme/designsystemet.css $(CURDIR)/var/assets/designsystemet
	@cd var/assets/designsystemet && mv designsystemet.css theme.css && mv index.css designsystemet.css
	@cd $(NODE_MODULES)/@fontsource-variable/inter && cp files/*-wght-normal.woff2 $(CURDIR)/var/assets/inter/files \
		&& cp LICENSE $(CURDIR)/var/assets/inter && cp wght.css $(CURDIR)/var/assets/inter/inter.css
	@touch $@

# What documents are set with: Typst reads TTF, the package has WOFF2
var/.fonts: $(NODE_MODULES)/.done assets/convert_fonts.py | assets/.venv/build
	@rm -rf var/fonts
	@$(BUILD_BIN)/python assets/convert_fonts.py $(NODE_MODULES)/@fontsource/inter/files var/fonts
	@touch $@

var/.static: var/.assets .venv/run kvalitet/settings.py $(STATIC_SOURCES)
	@$(MANAGE) collectstatic --noinput --clear -v 0
	@touch $@

# The code of the templates; a server compiles by itself what it does not find here
var/.templates: .venv/run kvalitet/templating.py $(TEMPLATES)
	@$(MANAGE) compile_templates
	@touch $@

# What the proxy shows by itself: from the templates, with the static files' present names
var/.error_pages: var/.static $(PAGE_TEMPLATES) $(CATALOGUES:.po=.mo)
	@$(MANAGE) write_error_pages
	@touch $@

%.mo: %.po | assets/.venv/build
	@$(BUILD_BIN)/pybabel -q compile --input-file $< --output-file $@ --locale $(notdir $(patsubst %/LC_MESSAGES/,%,$(dir $<)))

# Testing

SHAPE := $(basename $(notdir $(wildcard tests/test_*.py)))

quick: setup .venv/dev
	env -u DATABASE_URL $(PYTEST) -m '$(QUICK)' \
		$(if $(D),-k '$(D) $(SHAPE:%=or %)')

test: setup .venv/dev
	env -u DATABASE_URL $(PYTEST) -m 'not long' --every-template $(COVERED)
	$(ON_POSTGRES) $(PYTEST) -m '$(QUICK) and not one_database'

test-long: setup .venv/dev
	env -u DATABASE_URL $(PYTEST) -m long
	$(ON_POSTGRES) $(PYTEST) -m 'not ($(QUICK)) and not one_database'

pictures: setup .venv/dev
	@$(BIN)/python -m tests.browser.pictures

bench: setup .venv/dev
	@$(PYTHON) local/alone.py var/bench.lock $(BIN)/python -m tests.bench $(if $(FULL),--full) $(if $(ONLY),--only $(ONLY))

fmt: .venv/dev
	$(BIN)/ruff check --fix --exit-zero
	$(BIN)/ruff format

lint: setup .venv/dev deployable
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --cache-dir var/import-linter
	$(BIN)/djlint --lint --quiet templates
	$(MANAGE) makemigrations --check --dry-run

PRODUCTION = env -i PATH="$$PATH" SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
	ORIGIN=https://kvalitetsavtalen.example.no ALLOWED_HOSTS=kvalitetsavtalen.example.no \
	DATABASE_URL=sqlite:///$(CURDIR)/var/deployable/portal.sqlite3 CACHE_URL=dbcache://cache \
	SOURCES_ROOT=$(CURDIR)/var/deployable/sources \
	EMAIL_URL=smtp+tls://mail.example.no:587 EMAIL_FROM=portal@example.no OWNER='KD og KS' CONTACT=portal@example.no

deployable: setup .venv/dev
	@rm -rf var/deployable && mkdir -p var/deployable/sources
	$(PRODUCTION) $(MANAGE) migrate -v 0
	$(PRODUCTION) $(MANAGE) createcachetable
	$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING
	@rm -rf var/deployable

# Translating

catalogues: .venv/dev
	@mkdir -p var
	$(BIN)/pybabel -q extract --mapping-file babel.cfg --no-location --no-wrap --output-file var/texts.pot .
	$(BIN)/pybabel -q update --input-file var/texts.pot --output-dir kvalitet/locale --domain django \
		--no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

# Locking: for maintainers, needs the network

COMPILE := var/uv/bin/uv pip compile --quiet --universal --generate-hashes --no-strip-extras --python-version 3.11 \
	--custom-compile-command 'make lock' $(UPGRADE)

lock: assets/.venv/build
	@test -x var/uv/bin/uv || $(PYTHON) -m venv var/uv
	@var/uv/bin/pip install -qq --disable-pip-version-check uv==$(UV_VERSION)
	$(COMPILE) pyproject.toml --output-file requirements/run.txt
	$(COMPILE) --group build --constraints requirements/run.txt --output-file requirements/build.txt
	$(COMPILE) pyproject.toml --group dev --constraints requirements/run.txt --constraints requirements/build.txt \
		--output-file requirements/dev.txt
	cd assets && $(WITH_BUILD_TOOLS) npm install --silent --package-lock-only
	@# npm writes the sponsors' addresses into the lock; nobody reads them there
	@$(PYTHON) -c 'import json, pathlib; path = pathlib.Path("assets/package-lock.json"); lock = json.loads(path.read_text()); [entry.pop("funding", None) for entry in lock["packages"].values()]; path.write_text(json.dumps(lock, indent=2) + "\n")'
