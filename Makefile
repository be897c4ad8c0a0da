# Two commands: `make run` starts the bot, `make test` runs every check. CI calls the same scripts.
.PHONY: run test test-long benchmarks model format clean

PYTHON ?= python3
export PYTHON

run:
	@scripts/install train
	@exec .venv/bin/python -m bot

test:
	@scripts/install dev
	@scripts/services
	@scripts/check

test-long:
	@scripts/install dev
	@scripts/services
	@scripts/check -m "long or not long"

benchmarks:
	@scripts/install dev
	.venv/bin/python -m benchmarks.inference

# A model of 15 languages from a sentence encoder alone; hours, but what is done is not done again.
# Not how the model that ships was made, and not run to its end yet: see docs/model-lab.md.
model:
	@scripts/install distill
	.venv/bin/python -m trainer distill all --work build/model

format:
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
