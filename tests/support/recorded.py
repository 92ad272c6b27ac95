"""Results of the shipped lines on record; `python -m tools.record_shipped_results` writes them anew."""

from __future__ import annotations

import json

from support.chain import results
from support.paths import DATA

from twin.line.api import load_line
from twin.line.library import lines_folder

RECORD = DATA / "shipped_results.json"
LINES = ("dry_sulfide_cathode", "wet_sulfide_cathode", "dry_gradient_cathode")
CLOSE = 2e-8
"""Relative: above the rounding of another machine, below what 20 % of any number of a line file does."""


def fresh(name: str) -> dict[str, float]:
    """What a lot of a shipped line ends in today, properties not known yet left out."""
    found = results(load_line(lines_folder() / f"{name}.toml"))
    return {key: value for key, value in found.items() if value == value}


def on_record() -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = json.loads(RECORD.read_text(encoding="utf-8"))
    return found


def differ(one: dict[str, float], other: dict[str, float]) -> list[str]:
    """The results that differ by more than rounding."""
    # a spread that is nothing but rounding is no result
    least = 1e-12
    return [
        key
        for key in sorted(one.keys() | other.keys())
        if key not in one
        or key not in other
        or abs(one[key] - other[key]) > CLOSE * max(abs(one[key]), abs(other[key])) + least
    ]
