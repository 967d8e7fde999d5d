# Nuanxin. `make setup` once, `make demo` to see it, `make test` while working, `make check` before handing in.
# Nothing is needed beforehand but make, a Python 3 and a package index; uv and the environments are made here.

PYENV    := $(or $(PYENV_ROOT),$(HOME)/.pyenv)
PYTHONS  := $(wildcard $(PYENV)/versions/3.12.*/bin) $(wildcard $(PYENV)/versions/3.10.*/bin)
empty    :=
export PATH := $(subst $(empty) $(empty),:,$(strip $(PYTHONS)))$(if $(PYTHONS),:)$(PATH)
unexport UV_PYTHON VIRTUAL_ENV PYENV_VERSION
export RASA_TELEMETRY_ENABLED := false

UV_VERSION := 0.13.9
UV       := $(or $(wildcard .uv/bin/uv),$(shell uv --version >/dev/null 2>&1 && echo uv),.uv/bin/uv)
PY       := .venv/bin/python
WORKERS  ?= 3

# A stamp is named for what it was made from: lock, Python and place. Change one, and the environment is made anew.
key       = $(shell { cat $(1); pwd; } | cksum | tr ' ' '-')
ROOT_MADE := .venv/.made-$(call key,.python-version requirements.lock)
NLU_MADE  := nlu/.venv/.made-$(call key,nlu/.python-version nlu/requirements.lock)
CLI_MADE  := nlu/.venv-rasa-cli/.made-$(call key,nlu/.python-version nlu/rasa-cli/requirements.lock)
WARM_MADE := .venv/.warm-$(call key,requirements.lock)

NO_UV     = echo "make: uv could not be fetched (.uv/log says why); install uv $(UV_VERSION) or give pip a package index it can reach, then run make setup again."
NO_PYTHON = echo "make: Python $(1) is missing: it is neither on PATH nor in $(PYENV)/versions, and uv could not download it; install it (for example: pyenv install $(1)), then run make setup again."

# environment(folder, Python, lock): an empty environment, then exactly what the lock says, hashes checked
define environment
	@rm -f $(1)/.made-* $(1)/.warm-*
	@v=$$(cat $(2)); test -x $(1)/bin/python && $(1)/bin/python -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$$v')" \
		|| $(UV) venv -q --clear --no-project --python $$v $(1) \
		|| { $(call NO_PYTHON,$$v); exit 1; }
	@$(UV) pip sync -q --python $(1) --require-hashes --compile-bytecode $(3) \
		|| { echo "make: $(3) could not be installed into $(1); the lines above say which package, and running make setup again goes on from there."; exit 1; }
endef

.PHONY: audit sbom help setup demo test faults check bench bench-notices evaluate evaluate-peer fuzz fuzz-programs train format lock rasa-cli clean acceptance load
.DEFAULT_GOAL := help

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 12

setup: $(ROOT_MADE) $(NLU_MADE) $(WARM_MADE)  ## both environments: .venv and nlu/.venv

.uv/bin/uv:
	@echo "[1/4] uv $(UV_VERSION): a copy for this folder, in .uv"
	@mkdir -p .uv && { python3 -m venv .uv && .uv/bin/python -m pip install -q --disable-pip-version-check uv==$(UV_VERSION); } >.uv/log 2>&1 \
		|| { cat .uv/log; $(NO_UV); exit 1; }

$(ROOT_MADE): | $(filter .uv/bin/uv,$(UV))
	@echo "[2/4] the desk: Python $$(cat .python-version), $$(grep -c '==' requirements.lock) packages, about 1 GB, into .venv (half a minute or so)"
	$(call environment,.venv,.python-version,requirements.lock)
	@$(UV) pip install -q --python .venv --no-deps --no-build-isolation -e .
	@touch $@

$(NLU_MADE): | $(filter .uv/bin/uv,$(UV)) $(ROOT_MADE)
	@echo "[3/4] understanding: Python $$(cat nlu/.python-version), $$(grep -c '==' nlu/requirements.lock) packages, about 0.6 GB, into nlu/.venv (half a minute or so)"
	$(call environment,nlu/.venv,nlu/.python-version,nlu/requirements.lock)
	@touch $@

$(WARM_MADE): | $(ROOT_MADE) $(NLU_MADE)
	@echo "[4/4] dictionaries: unpacked once, so that the first answer need not wait"
	@$(PY) -c "import jionlp" >/dev/null
	@touch $@
	@echo "set-up is done: make demo"

demo: setup  ## the whole desk on this machine, no token, no server to install (PORT=8080)
	@exec .venv/bin/nuanxin demo

train: setup  ## train understanding from data/
	@exec .venv/bin/nuanxin train

TESTS = $(PY) -m pytest -q -rs -n $(WORKERS) --dist worksteal
test: setup  ## the everyday tests (ARGS="tests/unit -k clock" for some of them)
	@.venv/bin/nuanxin train
	@$(TESTS) -m "not bench and not faults and not load" $(ARGS)

faults: setup  ## what the desk does while things around it are killed, as a table (SHORT=1: three minutes)
	@$(TESTS) -p tests.faults.table -m $(if $(SHORT),"promise and not faults and not load" tests/faults,"(promise or faults) and not load") $(ARGS)

load: setup  ## thirty messages a second over PostgreSQL and Redis, with kills each minute (MINUTES=30)
	@MINUTES=$(or $(MINUTES),30) $(PY) -m pytest -q -p no:xdist -p tests.faults.table -m load tests/faults

check: setup  ## all that must hold before handing in
	@echo "[format]";       .venv/bin/ruff format --check .
	@echo "[lint]";         .venv/bin/ruff check .
	@echo "[types]";        .venv/bin/mypy
	@echo "[types of nlu]"; .venv/bin/mypy --config-file nlu/mypy.ini
	@echo "[imports]";      .venv/bin/lint-imports
	@echo "[catalogue]";    .venv/bin/nuanxin doctor --catalogue
	@echo "[translations]"; $(PY) -m bot.locale.check
	@echo "[training]";     .venv/bin/nuanxin train
	@echo "[tests]";        $(TESTS) -m "not bench and not faults and not load" $(ARGS)

fuzz-programs: setup  ## 20,000 requests that nobody would send, to the Open311 interface
	@OPEN311_CASES=700 $(PY) -m pytest -q -o timeout=3600 tests/e2e/test_open311_fuzz.py

bench: setup  ## speed, memory and start-up (PEER=1 also measures a plain Rasa assistant)
	@exec $(PY) -m tests.bench

bench-notices: setup  ## 10,000 status notices while 200 people chat on Telegram; seven minutes
	@exec $(PY) -m tests.bench --only notices

evaluate: setup  ## how well people are understood (NUANXIN_BENCHMARKS=folder also measures public sets)
	@nlu/.venv/bin/python nlu/evaluate.py
	@exec $(PY) -m tests.evaluation

evaluate-peer: setup rasa-cli  ## the same splits by Rasa's default pipeline (DIET); an hour and more
	@exec nlu/.venv/bin/python nlu/peer.py

acceptance: setup  ## three of the staff work thirty requests of ten people in a browser, some minutes
	@REQUESTS=30 CITIZENS=10 $(PY) -m pytest -q tests/browser/test_console_day.py

fuzz: setup  ## 100,000 hostile texts against understanding, ten minutes or so (COUNT=100000)
	@exec $(PY) -m tests.e2e.fuzz $(or $(COUNT),100000)

format: setup  ## put the code in the one format
	@.venv/bin/ruff check -q --fix-only .
	@.venv/bin/ruff format .

EXPORT = export -q --frozen --no-emit-project --no-header --no-annotate -o requirements.lock
lock: $(filter .uv/bin/uv,$(UV))  ## the newest versions that fit, written to the three locks
	@for d in . nlu nlu/rasa-cli; do echo "$$d"; $(UV) -q --directory $$d lock --upgrade && $(UV) --directory $$d $(EXPORT) || exit 1; done

rasa-cli: $(CLI_MADE)  ## Rasa's own command line with TensorFlow, into nlu/.venv-rasa-cli (1.5 GB)

$(CLI_MADE): | $(filter .uv/bin/uv,$(UV))
	@echo "Rasa's command line: Python $$(cat nlu/.python-version), $$(grep -c '==' nlu/rasa-cli/requirements.lock) packages, about 1.5 GB (half a minute or so)"
	$(call environment,nlu/.venv-rasa-cli,nlu/.python-version,nlu/rasa-cli/requirements.lock)
	@touch $@

AUDIT_MADE := .venv-audit/.made-$(call key,.python-version bot/deploy/audit.lock)
$(AUDIT_MADE): | $(filter .uv/bin/uv,$(UV))
	$(call environment,.venv-audit,.python-version,bot/deploy/audit.lock)
	@touch $@

audit: $(AUDIT_MADE)  ## known advisories of every lock; says loudly what could not be asked about
	@.venv-audit/bin/python bot/deploy/audit.py .venv-audit/bin/pip-audit

sbom: $(AUDIT_MADE)  ## a bill of materials (CycloneDX) of each lock, into sbom/
	@mkdir -p sbom
	@.venv-audit/bin/python -W ignore -m cyclonedx_py requirements --pyproject pyproject.toml --output-reproducible -o sbom/desk.cdx.json requirements.lock
	@.venv-audit/bin/python -W ignore -m cyclonedx_py requirements --pyproject nlu/pyproject.toml --output-reproducible -o sbom/nlu.cdx.json nlu/requirements.lock
	@ls sbom/*.cdx.json

clean:  ## environments, models and caches; never .nuanxin, where the desk keeps its tickets
	rm -rf .uv .venv .venv-audit sbom nlu/.venv nlu/.venv-rasa-cli nlu/models uv.lock nlu/uv.lock nlu/rasa-cli/uv.lock
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info build dist
	find actions bot data nlu tests -name __pycache__ -type d -prune -exec rm -rf {} +
