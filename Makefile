# Everything that one does with the project. Each target sets up what it needs.
#   make extract [RAW=folder] [OUT=folder]   notices → tables
#   make test                                all tests
#   make evaluate [RAW=… GOLD=…]             precision, recall, F1 against hand-made tables; our own in every form
#   make models | bench | lint | docs | lock | clean

RAW  ?= data/raw
OUT  ?= data/extracted
GOLD ?= tests/notices
FORMS ?= pdf,docx,html,ofd,clean,dirty,hard
VENV := .venv
BIN  := $(VENV)/bin
# the first Python that is new enough
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: extract test evaluate models bench lint docs lock clean setup setup-dev setup-bench help
.DEFAULT_GOAL := help

help:
	@sed -n '2,5s/^# *//p' Makefile

extract: setup models
	@$(BIN)/pipeline extract "$(RAW)" "$(OUT)" $(ARGS)

test: setup-dev models
	$(BIN)/python -m pytest $(ARGS)

# alone: our golden notices as plain text, then rendered in every form (FORMS=pdf,docx for some, FORMS= for none);
# with GOLD and RAW: extract and score the notices that GOLD names; with GOLD and OUT: score what is there
evaluate: setup-dev models
	@$(BIN)/pipeline evaluate "$(GOLD)" $(if $(filter command,$(origin OUT)),"$(OUT)") \
		$(if $(filter command,$(origin RAW)),--raw "$(RAW)") $(ARGS)
	@$(if $(filter command,$(origin GOLD) $(origin OUT) $(origin RAW)),:,$(if $(FORMS),$(BIN)/python -m benchmarks.forms.evaluate --forms "$(FORMS)"))

models: setup
	@test -f models/pkuseg/compact.npz || $(BIN)/pipeline models

bench: setup-bench models
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/language.py
	$(BIN)/python benchmarks/pdf.py
	$(BIN)/python benchmarks/ocr.py

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/mypy

docs: setup
	$(BIN)/python -c "from pipeline.tables import dictionary_markdown as d; print(d())" > docs/data-dictionary.md

setup: $(VENV)/.ready
setup-dev: $(VENV)/.ready-dev
setup-bench: $(VENV)/.ready-bench

$(VENV)/.python:
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer was found: install one, or say make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing: on Debian and Ubuntu, apt install python3-venv"; rm -rf $(VENV); exit 1; }
	@touch $@

$(VENV)/.ready: requirements/base.lock pyproject.toml | $(VENV)/.python
	@echo "Setting up $(VENV) (once, about a minute) …"
	@$(PIP) install --quiet --require-hashes -r requirements/base.lock
	@PYTHONWARNINGS=ignore $(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.ready-dev: requirements/dev.lock $(VENV)/.ready
	@echo "Adding what tests and linters need …"
	@$(PIP) install --quiet --require-hashes -r requirements/dev.lock
	@touch $@

$(VENV)/.ready-bench: requirements/bench.txt $(VENV)/.ready-dev
	@echo "Adding JioNLP, which the benchmarks compare with …"
	@$(PIP) install --quiet --require-hashes -r requirements/bench.txt
	@touch $@

# renew the lock files from pyproject.toml: exact versions and hashes for every platform and Python that is supported
lock: setup-dev
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
		--custom-compile-command "make lock" -o requirements/base.lock pyproject.toml requirements/build.in
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
		--custom-compile-command "make lock" --extra dev -o requirements/dev.lock pyproject.toml requirements/build.in
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
		--custom-compile-command "make lock" -c requirements/dev.lock -o requirements/bench.txt requirements/bench.in

clean:
	rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache .hypothesis
