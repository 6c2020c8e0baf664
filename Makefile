# Concord. `make demo` sets up and shows the product, `make test` checks all of it.

PYTHON ?= python3
PORT ?= 8000
SERVE ?= 1
VENV := .venv
RUN := $(VENV)/.run
DEV := $(VENV)/.dev
JUDGES := $(VENV)/judges/.there
BIN := $(VENV)/bin

# The demonstration has an installation of its own, so that it never touches another one.
DEMO := instance/demonstration

.DEFAULT_GOAL := help
.PHONY: help demo test test-long lint format bench screenshots lock assets translations clean

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(RUN) ## Set up, load the demonstration, serve it (PORT=8000, SERVE=0 to stop before)
	@GUIDELINES_INSTANCE="$(CURDIR)/$(DEMO)" GUIDELINES_DEMONSTRATION=true \
	 GUIDELINES_PUBLIC_URL="http://127.0.0.1:$(PORT)" \
	 $(BIN)/guidelines demo --port $(PORT) $(if $(filter 0,$(SERVE)),--no-serve)

test: $(DEV) $(JUDGES) lint ## Run everything that CI runs
	@sh tests/prepare.sh
	$(BIN)/pytest -n 2 --dist worksteal -m "not browser"
	$(BIN)/pytest -n 2 --dist worksteal -m "not browser" --database=postgresql $(ON_POSTGRES)
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder -m browser tests/journeys

ON_POSTGRES := tests/kernel tests/accounts tests/projects tests/interests tests/evidence \
	tests/drafts tests/consensus tests/reviews tests/publishing

test-long: $(DEV) $(JUDGES) ## The same with many more cases (hypothesis, kills)
	@sh tests/prepare.sh
	HYPOTHESIS_PROFILE=long $(BIN)/pytest -n 2 --dist loadfile --timeout 3600

lint: $(DEV) ## Style, types, layers, templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@$(MAKE) --no-print-directory -j 2 lint-types lint-layers lint-templates

.PHONY: lint-types lint-layers lint-templates
lint-types: $(DEV)
	$(BIN)/mypy

lint-layers: $(DEV)
	$(BIN)/lint-imports --no-cache

lint-templates: $(DEV)
	$(BIN)/djlint --quiet --lint templates

format: $(DEV) ## Write the code in its one style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(DEV) ## Measure against the bare tools, as ratios of one run
	$(BIN)/python -m bench

screenshots: $(DEV) ## Take pictures of the pages of the demonstration
	@sh tests/prepare.sh
	$(BIN)/python -m tests.screenshots

assets: ## Build static/dist from static/src (needs Node)
	npm ci --no-fund --no-audit
	npm run build

lock: $(DEV) ## Renew the locked requirements
	$(BIN)/uv pip compile -q pyproject.toml --extra build --generate-hashes --no-emit-index-url \
	  --no-header --universal --python-version 3.11 -o requirements/run.txt
	$(BIN)/uv pip compile -q pyproject.toml --extra dev --generate-hashes --no-emit-index-url \
	  --no-header --universal --python-version 3.11 -o requirements/dev.txt
	$(BIN)/uv pip compile -q requirements/validators.in --no-deps --generate-hashes \
	  --no-emit-index-url --no-header --universal --python-version 3.11 \
	  -o requirements/validators.txt

translations: $(DEV) ## Collect the texts of the pages for translators
	@mkdir -p guidelines/translations
	$(BIN)/pybabel -q extract -F babel.cfg -k _l -k sentence --project Concord \
	  --no-location --sort-output -o guidelines/translations/messages.pot .

clean: ## Remove what was made here, but no installation
	rm -rf $(VENV) node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Concord needs Python 3.11 or newer. Name one with: make demo PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Install what is missing with: apt-get install python3-venv"; exit 1; }

$(RUN): requirements/run.txt pyproject.toml | $(VENV)/bin/pip
	@echo "Installing the packages Concord needs (once) …"
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/run.txt
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(RUN)

$(DEV): requirements/dev.txt pyproject.toml | $(VENV)/bin/pip
	@echo "Installing the packages the tests need (once) …"
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(DEV) $(RUN)

$(JUDGES): requirements/validators.txt | $(VENV)/bin/pip
	@echo "Installing what judges finished files (once) …"
	@rm -rf $(VENV)/judges
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --require-hashes \
	  --target $(VENV)/judges -r requirements/validators.txt
	@touch $(JUDGES)
