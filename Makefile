# `make run` shows the store, `make test` proves it; both need Python 3.11 or newer and nothing else.
.DEFAULT_GOAL := help
.PHONY: run test lint bench screenshots messages lock help

PORT ?= 8000
VENV := .venv
python = $(VENV)/bin/python

# Gives $$found: the first Python that is new enough and able to make an environment.
define find_python
for found in $(PYTHON) python3.11 python3.12 python3.13 python3 none; do \
	$$found -c 'import ensurepip, sqlite3, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
done; \
if [ $$found = none ]; then \
	echo "No Python 3.11 or newer with venv was found. Install one (Debian: apt install python3-venv)" >&2; \
	echo "or name it: make PYTHON=/path/to/python3" >&2; \
	exit 1; \
fi
endef

# $(call install,files): a copy of each file lies in the environment once all it lists is installed.
# Where no copy lies, an install was cut short, and the environment is made anew.
define install
set -e; \
if [ -x $(python) ] $(foreach file,$(1),&& cmp -s $(file) $(VENV)/$(file)); then exit 0; fi; \
if [ ! -x $(python) ] || [ ! -e $(VENV)/requirements.txt ]; then \
	$(find_python); \
	$$found -m venv --clear $(VENV); \
fi; \
rm -f $(VENV)/requirements*.txt $(VENV)/benchmarks/requirements.txt; \
echo "Installing what $(1) lists; this takes a minute."; \
$(python) -m pip install --quiet --disable-pip-version-check $(addprefix -r ,$(1)); \
mkdir -p $(VENV)/benchmarks; \
$(foreach file,$(1),cp $(file) $(VENV)/$(file);)
endef

# A second server would share the port without a word, so the port is asked first.
define free_port
$(python) -c 'import socket, sys; sys.exit(not socket.socket().connect_ex(("127.0.0.1", int(sys.argv[1]))))' $(PORT) || { \
	echo "Port $(PORT) is taken. Stop what listens there, or choose another port: make run PORT=8001" >&2; \
	exit 1; \
}
endef

# The worker's parent is the server, for exec keeps the process: whatever ends the server ends the worker.
run: ## Install, prepare var/ with demonstration contacts, serve on http://127.0.0.1:$PORT (8000)
	@$(call install,requirements.txt)
	@$(free_port)
	@export DEBUG=$${DEBUG:-true}; \
	$(python) manage.py prepare --origin http://127.0.0.1:$(PORT) || exit 1; \
	$(python) manage.py work --beside $$$$ & \
	exec $(python) -m granian --interface wsgi --no-ws --workers 2 --blocking-threads 1 \
		--workers-kill-timeout 1 --host 127.0.0.1 --port $(PORT) project.wsgi:application

test: ## Run the tests on the database that DATABASE_URL names (SQLite without it); ARGS go to pytest
	@$(call install,requirements.txt requirements-dev.txt)
	$(python) -m pytest -n auto $(ARGS)

lint: export DEBUG = true
lint: export DATABASE_URL = sqlite://:memory:
lint: ## Check style, types, templates and that no migration is missing
	@$(call install,requirements.txt requirements-dev.txt)
	$(python) -m ruff check
	$(python) -m ruff format --check
	$(python) -m mypy
	find templates -name '*.html' -exec $(VENV)/bin/djade --check --target-version 5.2 {} +
	$(python) manage.py makemigrations --check --dry-run

messages: ## Bring the translations in contacts/locale/ up to date with the code (wants GNU gettext)
	@$(call install,requirements.txt requirements-dev.txt)
	DEBUG=true $(python) manage.py makemessages --all --no-obsolete --no-location --no-wrap \
		-i .venv -i .venv-bench -i var -i tests -i benchmarks
	DEBUG=true $(python) manage.py compilemessages -i .venv -i .venv-bench

screenshots: ## Write pictures of every page to var/screenshots/, wide and narrow, light and dark
	@$(call install,requirements.txt requirements-dev.txt)
	$(python) -m tests.browser.screenshots

# In an environment of its own: what we are measured against is nothing that the store or its tests need.
bench: VENV := .venv-bench
bench: ## Measure in ten minutes; BENCH_DATABASE_URL names a PostgreSQL where databases may be made
	@$(call install,requirements.txt benchmarks/requirements.txt)
	@mkdir -p var/benchmarks; failed=0; \
	for benchmark in "api --seconds 0.4" pages "exchange --rows 6000 --peer-rows 300 --json var/benchmarks/exchange.json"; do \
		echo "Measuring: $$benchmark"; \
		$(python) -m benchmarks.$$benchmark > var/benchmarks/$${benchmark%% *}.txt || failed=1; \
	done; \
	cat var/benchmarks/*.txt; exit $$failed

lock: ## Write requirements*.txt anew from pyproject.toml (make lock LOCK=--upgrade for newer versions)
	@$(call install,requirements.txt requirements-dev.txt)
	$(python) -m pip install --quiet --disable-pip-version-check uv
	$(python) -m uv pip compile --quiet --universal --no-header $(LOCK) pyproject.toml -o requirements.txt
	$(python) -m uv pip compile --quiet --universal --no-header $(LOCK) --extra dev -c requirements.txt \
		pyproject.toml -o requirements-dev.txt

help: ## Show this list
	@awk -F ': ## ' '/^[a-z]+: ## / { printf "make %-6s%s\n", $$1, $$2 }' Makefile
