"""Programs for developers, run from the project folder as `python -m tools.NAME`; no part of the package."""
