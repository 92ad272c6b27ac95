# Tasks of the project; `just` lists them. Each is also a plain command in CONTRIBUTING.md.

python := ".venv/bin/python"

# List the tasks.
default:
    @just --list

# Make the virtual environment with everything a developer needs.
setup:
    python3 -m venv .venv
    .venv/bin/pip install -e ".[dev]"

# The default tests.
test *options:
    {{python}} -m pytest {{options}}

# The long statistical families, whole.
slow *options:
    {{python}} -m pytest -m slow {{options}}

# Format, lint and type-check.
check:
    .venv/bin/ruff format .
    .venv/bin/ruff check --fix .
    .venv/bin/mypy

# Name what stands in twin/ and no command, public name, registry or scenario reaches.
orphans:
    {{python}} -m tools.orphans

# Write everything in docs/ that is generated from the code.
generate:
    {{python}} -m tools.generate

# Build the docs site into docs/_build.
docs:
    {{python}} -m sphinx -W -q -b html docs docs/_build

# Write the recorded results of the shipped lines anew, after a change of numbers that is wanted.
record:
    {{python}} -m tools.record_shipped_results

# Change random operators and see whether the tests notice; prints the score.
mutants *options:
    {{python}} -m tools.mutants --stages 2 --seconds 20 {{options}}

# Write the bill of materials of the installed package (CycloneDX JSON).
sbom file="sbom.json":
    {{python}} -m tools.sbom {{file}}

# Measure how often the warning of a short run is right; writes the table of docs/intervals.md.
run-length-errors:
    {{python}} -m tools.run_length_errors

# Everything CI does, in a fresh copy and a fresh environment.
ci:
    bash .ci/run
