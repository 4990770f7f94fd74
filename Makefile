# make run: the main job.  make test: everything that can fail.  Both make what they need in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test test-heavy test-browser chromium lint facts facts-check wheel-check bench-app bench-law bench-pipeline lock docs bench-scale test-long clean

run: $(VENV)/.ready-run
	$(BIN)/openasylum run

test: $(VENV)/.ready-dev
	$(BIN)/python -m pytest -n 2 -m "not heavy and not browser"
	@$(MAKE) --no-print-directory test-browser

test-heavy: $(VENV)/.ready-dev
	$(BIN)/python -m pytest -n 2 -m heavy

test-browser: $(VENV)/.ready-dev
	@if command -v chromium > /dev/null || command -v chromium-browser > /dev/null; \
	then $(BIN)/python -m pytest -m browser; \
	else echo "Left out: the tests in a browser, for want of Chromium. 'make chromium' installs Debian's package."; fi

chromium:
	@command -v chromium > /dev/null || (apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium)

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check src tests tools benchmarks
	$(BIN)/ruff format --check src tests tools benchmarks
	$(BIN)/mypy
	$(BIN)/python tools/lock.py --check
	$(BIN)/python tools/licences.py --check
	$(BIN)/python tools/promises.py --check

facts: $(VENV)/.ready-dev
	$(BIN)/python tools/build_facts.py

facts-check: $(VENV)/.ready-dev
	$(BIN)/python tools/build_facts.py --check

bench-law: $(VENV)/.ready-dev
	$(BIN)/python -m pip install -q --group bench -c constraints.txt
	$(BIN)/python benchmarks/law.py --out law-benchmark.json

bench-pipeline: $(VENV)/.ready-dev
	$(BIN)/python benchmarks/pipeline.py --out pipeline-benchmark.json

lock: $(VENV)/.ready-dev
	$(BIN)/python tools/lock.py
	$(PYTHON) tools/bootstrap.py $(VENV) dev
	$(BIN)/python tools/licences.py

bench-app: $(VENV)/.ready-dev
	$(BIN)/python benchmarks/app.py --out app-benchmark.json

docs: $(VENV)/.ready-dev
	$(BIN)/python tools/build_site.py

bench-scale: $(VENV)/.ready-dev
	$(BIN)/python benchmarks/scale.py --out scale-benchmark.json

test-long: $(VENV)/.ready-dev
	$(BIN)/python tools/fuzz.py
	OPENASYLUM_LONG=1 $(BIN)/python -m pytest -m heavy -k with_the_fit tests/release

wheel-check: $(VENV)/.ready-dev
	$(BIN)/python tools/check_wheel.py

$(VENV)/.ready-run: pyproject.toml requirements/run.txt
	$(PYTHON) tools/bootstrap.py $(VENV)
	@touch $@

$(VENV)/.ready-dev: pyproject.toml requirements/dev.txt
	$(PYTHON) tools/bootstrap.py $(VENV) dev
	@touch $@ $(VENV)/.ready-run

clean:
	rm -rf $(VENV) dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
