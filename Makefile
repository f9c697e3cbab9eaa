# make run    sets everything up, builds the index and opens the app
# make test   sets everything up and runs every check and test
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export HF_HUB_OFFLINE := 1
export TOKENIZERS_PARALLELISM := false

.PHONY: run build test evals clean

run: build
	$(BIN)/python -m streamlit run app.py

build: $(VENV)/.runtime
	$(BIN)/python -m reportqa build

test: $(VENV)/.development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

evals: $(VENV)/.runtime
	$(BIN)/python -m evals.run

clean:
	rm -rf $(VENV) artefacts index/2* index/CURRENT

# The stamps are newer than the requirements they were made from, so a changed pin installs again.
$(VENV)/.runtime: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.development: requirements.txt requirements-dev.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@ $(VENV)/.runtime
