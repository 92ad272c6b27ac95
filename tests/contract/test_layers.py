"""Imports point down, no circle of files; SimPy, pandas, matplotlib and click stay where they belong."""

from __future__ import annotations

import ast
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from support.paths import ROOT

TWIN = ROOT / "twin"
FILES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(TWIN.rglob("*.py"))
}
RANKS = (
    ("core",),
    ("laws", "records", "stats"),
    ("stations",),
    ("line",),
    ("kpi", "quality", "validation", "floor"),
    ("study",),
    ("analysis",),
    ("report",),
    ("cli",),
)
RANK = {part: rank for rank, parts in enumerate(RANKS) for part in parts}
HOMES = {
    "simpy": {"floor"},
    "matplotlib": {"report"},
    "jinja2": {"report"},
    "click": {"cli"},
    "rich": {"cli"},
}
WITHOUT_PANDAS = {"core", "laws", "stations", "line", "floor"}


def imported(path: Path) -> set[str]:
    """Return the dotted names a file imports, anywhere in it and for whatever reason."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


@cache
def files_imported(module: str) -> frozenset[str]:
    """Return the files of twin that a file imports, lazily and for type checkers too."""
    known = set()
    for name in imported(FILES[module]):
        while name and name not in FILES:
            name = name.rpartition(".")[0]
        if name and name != module:
            known.add(name)
    return frozenset(known)


def part_of(module: str) -> str:
    """Return the layer of a module: twin.floor.run -> floor."""
    return module.split(".")[1]


MODULES = [module for module in FILES if module != "twin"]


def test_the_top_folder_holds_three_files_at_most() -> None:
    assert len(list(TWIN.glob("*.py"))) <= 3


def test_every_folder_has_its_rank() -> None:
    assert {part_of(module) for module in MODULES} == set(RANK)


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module: str) -> None:
    own = RANK[part_of(module)]
    above = [name for name in files_imported(module) if name != "twin" and RANK[part_of(name)] > own]
    assert above == []


@pytest.mark.parametrize("rank", RANKS, ids=lambda rank: "-".join(rank))
def test_folders_of_one_rank_point_one_way(rank: tuple[str, ...]) -> None:
    graph: dict[str, set[str]] = {part: set() for part in rank}
    for module in MODULES:
        if part_of(module) in rank:
            others = {part_of(name) for name in files_imported(module) if name != "twin"}
            graph[part_of(module)] |= (others & set(rank)) - {part_of(module)}
    assert_no_circle(graph)


@pytest.mark.xfail(strict=True, reason="circles of line, floor, stations and cli are opened one by one")
def test_no_circle_of_files() -> None:
    assert_no_circle({module: set(files_imported(module)) for module in FILES if module != "twin"})


def assert_no_circle(graph: dict[str, set[str]]) -> None:
    """Fail with the circle, if there is one."""
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" > ".join(error.args[1]))


@pytest.mark.parametrize("module", MODULES)
def test_libraries_stay_at_home(module: str) -> None:
    own = part_of(module)
    tops = {name.split(".")[0] for name in imported(FILES[module])}
    assert [top for top in tops & HOMES.keys() if own not in HOMES[top]] == []
    assert not ("pandas" in tops and own in WITHOUT_PANDAS)


@pytest.mark.xfail(strict=True, reason="the floor's state still names SimPy's events")
def test_simpy_is_imported_in_one_file() -> None:
    assert [m for m in MODULES if any(n.split(".")[0] == "simpy" for n in imported(FILES[m]))] == [
        "twin.floor.event_queue"
    ]
