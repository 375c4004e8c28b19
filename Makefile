.PHONY: demo test hostile rehearsal fuzz mails bench bench-decade lock clean

PYTHON ?= python3
READY := .venv/.ready

# uv is used for speed where it is there; plain pip does the same from the same lock file. The lock is whole, so
# nothing is left to resolve: pip, asked to, takes 'sqlalchemy[asyncio]' for another package than the pinned one.
$(READY): requirements.lock pyproject.toml
	@echo "Making the environment in .venv (once)"
	@test -x .venv/bin/python || $(PYTHON) -m venv .venv
	@if command -v uv >/dev/null 2>&1; then \
		UV_COMPILE_BYTECODE=1 uv pip install -q --python .venv/bin/python --no-deps --require-hashes -r requirements.lock && \
		uv pip install -q --python .venv/bin/python --no-deps --no-build-isolation -e . ; \
	else \
		.venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements.lock && \
		.venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e . ; \
	fi
	@touch $(READY)

demo: $(READY)
	@.venv/bin/moawatch demo

test: $(READY)
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/pytest -n 2 --dist loadfile --no-loadscope-reorder

# Every hostile server and content, one at a time beside two good sources, through a whole run: some two minutes.
hostile: $(READY)
	.venv/bin/pytest -n 2 -m hostile

# A year of an installation in some five minutes: real servers, two workers, kills, an upgrade (deploy/README.md).
rehearsal: $(READY)
	@.venv/bin/python -m tests.rehearsal

# Damaged documents through the readers, as many as you like: make fuzz COUNT=20000 SEED=1
SEED ?= 287
COUNT ?= 2000
fuzz: $(READY)
	@.venv/bin/python -m tests.fuzz --seed $(SEED) --count $(COUNT)

# The mails that follow a folder of saved lists, day by day, and each number in them held against the record.
mails: $(READY)
	@.venv/bin/python -m tests.replay $(LISTS)

bench: $(READY)
	@.venv/bin/python -m tests.bench.lists
	@.venv/bin/python -m tests.bench.years 1
	@.venv/bin/python -m tests.bench.digests

# One list added to ten years of lists beside one year, and the weight of each table: some three minutes.
bench-decade: $(READY)
	@.venv/bin/python -m tests.bench.years 1 3 10

# The pins of every package with their hashes and without index addresses.
lock:
	uv pip compile pyproject.toml --group dev --extra parquet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" -q -o requirements.lock

clean:
	rm -rf .venv demo build dist
