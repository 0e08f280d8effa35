# Tasks of slm-lsp. `just` lists them; https://just.systems explains the rest.

python := ".venv/bin/python"

default:
    @just --list

# Make .venv with all that developing needs.
setup:
    python3 -m venv .venv
    .venv/bin/pip install -q -c requirements.lock -e '.[dev]'

# Everything, as the README says.
test:
    .venv/bin/pytest -q

# What needs no model, no server process and no editor.
test-fast:
    .venv/bin/pytest -q -m "not e2e and not model and not editors and not slow"

# Style, types and layers.
lint:
    .venv/bin/ruff check .
    .venv/bin/ruff format --check .
    .venv/bin/mypy
    .venv/bin/lint-imports

# The project's own prose, by the project's own program.
docs:
    .venv/bin/slm-lsp check --rules-only README.md CONTRIBUTING.md SECURITY.md PRIVACY.md ARCHITECTURE.md

# Speed, and quality on the sets that need no corpus.
bench:
    {{python}} -m benchmarks.speed

# What CI runs.
ci:
    bash .ci/run
