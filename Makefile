# make run    everything set up, then the registry on http://127.0.0.1:8000 (HOST=, PORT= move it)
# make test   lint, types, arrows, and all tests that this machine can run
# make fuzz   every property on thousands of new examples (BIAOLIAN_EXAMPLES=, 2000)
# make bench  the benches, against the peers
# make lock   take up newer libraries
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test fuzz bench lock help
.DEFAULT_GOAL := help

help:
	@sed -n 's/^# //p' Makefile

run: $(VENV)/.run
	@exec $(BIN)/biaolian run

test: $(VENV)/.dev
	@scripts/check $(TESTS)

fuzz: $(VENV)/.dev
	@BIAOLIAN_EXAMPLES=$${BIAOLIAN_EXAMPLES:-2000} $(BIN)/pytest -n auto -m hypothesis $(TESTS)

bench: $(VENV)/.dev
	@$(BIN)/python -m bench

lock: $(VENV)/.dev
	@$(BIN)/uv pip compile -q --upgrade --generate-hashes --python-version 3.11 --no-emit-index-url --no-emit-find-links \
	    --no-header --extra build -o requirements.lock setup.cfg
	@$(BIN)/uv pip compile -q --generate-hashes --python-version 3.11 --no-emit-index-url --no-emit-find-links \
	    --no-header --extra build --extra dev --extra bench -c requirements.lock -o requirements-dev.lock setup.cfg

$(VENV)/.run: requirements.lock setup.cfg pyproject.toml
	@scripts/make-venv "$(PYTHON)" $(VENV) requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock setup.cfg pyproject.toml
	@scripts/make-venv "$(PYTHON)" $(VENV) requirements-dev.lock
	@touch $@ $(VENV)/.run
