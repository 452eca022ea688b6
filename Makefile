# make demo: install what is missing into .venv, then distil a tagger on the bundled sample.
# make test: install the test tools as well, then run the suite, on up to four cores.
# make bench: install other CRF libraries as well, then compare with them.
# make bench-config: install other tools with configs as well, then make mistakes in all of them.
# make bench-data: install datasets as well, then compare with it and with transformers' pipeline.

PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: demo test bench bench-config bench-data lint clean

demo: .venv/installed
	$(BIN)/mgkd train training_configs/weibo_distill.jsonnet --out runs/demo --force

test: .venv/installed-test
	HF_HUB_OFFLINE=1 $(BIN)/python -m pytest -n logical --maxprocesses=4 --dist=worksteal

bench: .venv/installed-bench
	$(BIN)/python -m benchmarks.crf

bench-config: .venv/installed-bench-config
	$(BIN)/python -m benchmarks.config

bench-data: .venv/installed-bench-data
	$(BIN)/python -m benchmarks.data

lint: .venv/installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

clean:
	rm -rf .venv runs build *.egg-info

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	$(INSTALL) -e .
	@touch $@

.venv/installed-test: .venv/installed
	$(INSTALL) -e '.[test]'
	@touch $@

# Those without their dependencies ask for a torch before 2, or for what their CRF does not use.
.venv/installed-bench: .venv/installed
	$(INSTALL) -e '.[bench]'
	$(INSTALL) --no-deps allennlp-light bi-lstm-crf linear-crf-torch pytorch-partial-crf
	@touch $@

.venv/installed-bench-config: .venv/installed
	$(INSTALL) -e '.[bench-config]'
	@touch $@

.venv/installed-bench-data: .venv/installed
	$(INSTALL) -e '.[hub]'
	@touch $@
