"""Imports point down; SimPy, pandas and matplotlib stay where they belong."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1] / "twin"
FILES = sorted(ROOT.rglob("*.py"))
LAYERS = (
    ("units", "errors", "version", "shipped", "interrupts"),
    ("material", "log"),
    ("distribution", "webs", "physics"),
    ("recipe", "lawbook", "laws"),
    ("waiting", "ranges"),
    ("station",),
    ("rolls", "dryer", "cell"),
    ("stations",),
    ("line",),
    ("settings",),
    ("floor",),
    ("tables", "cells_table", "course"),
    ("stats",),
    ("kpi", "summary", "store", "replication", "workers"),
    ("study", "pilot", "precise", "best"),
    ("quality", "validation"),
    ("window",),
    ("report",),
    ("cli",),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
# station.py finds the kinds by the files of twin.stations; a kind's module is loaded by name, not imported
ALLOWED = {("station", "stations")}
HOMES = {
    "simpy": {"floor"},
    "matplotlib": {"report"},
    "jinja2": {"report"},
    "click": {"cli", "quality", "validation"},
    "rich": {"cli"},
}
PANDAS_FROM = RANK["tables"]


def imported(path: Path) -> set[str]:
    """Return the modules a file imports, those for type checkers only left out."""
    tree = ast.parse(path.read_text())
    skipped: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            skipped.update(child for part in node.body for child in ast.walk(part))
    found: set[str] = set()
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def part_of(path: Path) -> str:
    """Return the layer name of a file."""
    relative = path.relative_to(ROOT)
    return relative.parts[0].removesuffix(".py")


@pytest.mark.parametrize(
    "path", [p for p in FILES if p.name != "__init__.py"], ids=lambda p: str(p.relative_to(ROOT))
)
def test_imports_point_down(path: Path) -> None:
    own = part_of(path)
    assert own in RANK, f"{own} has no place in the layers"
    if "commands" in path.name:
        own = "cli"  # the commands of a part belong to the command line
    for module in imported(path):
        top, _, rest = module.partition(".")
        if top == "twin" and rest:
            other = rest.split(".")[0]
            if (own, other) not in ALLOWED and other in RANK:
                assert RANK[other] <= RANK[own], f"{path.name} imports {module} from above"
        if top in HOMES:
            assert own in HOMES[top], f"{top} is imported in {own}"
        if top == "pandas":
            assert RANK[own] >= PANDAS_FROM, f"pandas is imported in {own}"
