"""The layers of the package and its graph of imports, read from the text of the files."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TWIN = ROOT / "twin"

RANKS = (
    ("core",),
    ("laws", "records", "stats"),
    ("stations",),
    ("line",),
    ("kpi", "quality", "validation", "floor"),
    ("study",),
    ("analysis", "storage", "cases"),
    ("report",),
    ("cli",),
)
"""Folders of twin/ from the lowest rank to the highest; a file imports from its own rank or below."""

RANK = {folder: rank for rank, folders in enumerate(RANKS) for folder in folders}

FILES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(TWIN.rglob("*.py"))
}
"""Module name -> file."""

MODULES = tuple(module for module in FILES if module != "twin")


def folder_of(module: str) -> str:
    """Return the folder directly under twin/ that holds a module: twin.floor.run -> floor."""
    return module.split(".")[1]


def imported_names(path: Path) -> set[str]:
    """Return the dotted names a file imports, anywhere in it and for whatever reason."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


@cache
def imported_modules(module: str) -> frozenset[str]:
    """Return the modules of twin that a module imports, lazily and for type checkers too."""
    modules = set()
    for name in imported_names(FILES[module]):
        prefix = name
        while prefix and prefix not in FILES:
            prefix = prefix.rpartition(".")[0]
        if prefix not in ("", "twin", module):
            modules.add(prefix)
    return frozenset(modules)


def purpose(folder: str) -> str:
    """Return what a folder of twin/ is for: the first line of its docstring."""
    tree = ast.parse((TWIN / folder / "__init__.py").read_text(encoding="utf-8"))
    return (ast.get_docstring(tree) or "").splitlines()[0]
