"""Where the project and the data of its tests lie."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The folder of pyproject.toml."""

DATA = ROOT / "tests" / "data"
SERIES = ROOT / "twin" / "validation" / "series"
SCENARIOS = ROOT / "scenarios"
