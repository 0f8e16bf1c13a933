# `make demo` shows the main job, `make test` runs everything that CI runs, `make bench` measures, `make runtimes` installs
# the languages that samples are run in.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo install test check bench runtimes own-samples lock clean

demo: $(VENV)/installed
	$(BIN)/doorlist demo $(if $(ONCE),--once)

install: $(VENV)/installed

test: $(VENV)/installed-dev check
	PYTHONHASHSEED=0 $(BIN)/python -m pytest --numprocesses auto --dist loadfile  # the same order of names in every process

check: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/installed-dev
	$(BIN)/python -m bench

# Debian's packages of the languages' runtimes and of the browser that the pages are tested in.
RUNTIMES := chromium curl cargo elixir erlang-inets erlang-jiffy erlang-ssl gcc golang-go httpie jq kotlin libcjson-dev \
	libcurl4-openssl-dev libjackson2-databind-java liblwp-protocol-https-perl libmono-cil-dev libmono-system-net-http4.0-cil \
	libnewtonsoft-json5.0-cil librust-percent-encoding-dev librust-reqwest-dev librust-serde-json-dev libwww-perl \
	lua-dkjson lua-sec lua-socket lua5.4 mono-mcs mono-runtime openjdk-17-jdk-headless php-cli php-curl r-base-core \
	r-cran-httr2 r-cran-jsonlite ruby rustc tcl tcl-tls tcllib wget

runtimes:
	@command -v apt-get >/dev/null || { echo "make runtimes knows Debian's packages alone; docs/samples.md names the languages"; exit 1; }
	apt-get update --quiet
	DEBIAN_FRONTEND=noninteractive apt-get install --quiet --yes --no-install-recommends $(RUNTIMES)
	command -v node >/dev/null || DEBIAN_FRONTEND=noninteractive apt-get install --quiet --yes --no-install-recommends nodejs npm

# What the pages of a running desk show of its own samples: tried anew, with the address of every sandbox.
own-samples: $(VENV)/installed-dev
	$(BIN)/python -m doorlist.cli.own_samples

# What is pinned: both files hold hashes and name no host.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --upgrade \
		--group build pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --upgrade \
		--group dev --group build pyproject.toml -o requirements-dev.lock

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Doorlist needs Python 3.11 or newer; give it as PYTHON=…"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/installed-dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/installed

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
