# `make` builds the sample course, `make test` runs every test; both set up what they need.
PYTHON ?= python3
BIN := .venv/bin
LOCK = $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --extra install

.PHONY: sample test check format lock bench fuzz wheel clean

sample: .venv/run
	$(BIN)/coursepack build content --out output

test: .venv/dev
	tests/install-tools
	$(MAKE) --no-print-directory check
	$(BIN)/pytest -n auto

check: .venv/dev
	$(BIN)/ruff format --check compiler tests benchmarks
	$(BIN)/ruff check compiler tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: .venv/dev
	$(BIN)/ruff format compiler tests benchmarks
	$(BIN)/ruff check --fix compiler tests benchmarks

bench: .venv/dev
	$(BIN)/python benchmarks/run.py

# Each target for a while; a find ends the run and says where it is kept.
FUZZ_SECONDS ?= 60
fuzz: .venv/dev
	$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --editable '.[fuzz]'
	for target in $$($(BIN)/python tests/fuzz/run.py --list); do \
		$(BIN)/python tests/fuzz/run.py $$target --seconds $(FUZZ_SECONDS) || exit 1; \
	done

wheel: .venv/dev
	$(BIN)/python -m build --wheel --no-isolation

lock: .venv/dev
	$(BIN)/pip install --quiet pip-tools
	$(LOCK) --output-file requirements/run.txt pyproject.toml
	$(LOCK) --extra dev --constraint requirements/run.txt --output-file requirements/dev.txt pyproject.toml

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run: .venv/bin/python requirements/run.txt pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/run.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

.venv/dev: .venv/run requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/dev.txt
	touch $@

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis dist build
