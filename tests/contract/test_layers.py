"""Imports point down, no circle of files; SimPy, pandas, matplotlib and click stay where they belong."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter

import pytest

from tools.layers import (
    FILES,
    MODULES,
    RANK,
    RANKS,
    TWIN,
    folder_of,
    imported_modules,
    imported_names,
    purpose,
)

HOMES = {
    "simpy": {"floor"},
    "matplotlib": {"report"},
    "jinja2": {"report"},
    "click": {"cli"},
    "rich": {"cli"},
}
WITHOUT_PANDAS = {"core", "laws", "stations", "line", "floor"}


def test_the_top_folder_holds_three_files_at_most() -> None:
    assert len(list(TWIN.glob("*.py"))) <= 3


def test_every_folder_has_its_rank_and_says_what_it_is_for() -> None:
    assert {folder_of(module) for module in MODULES} == set(RANK)
    assert [folder for folder in RANK if not purpose(folder)] == []


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module: str) -> None:
    own = RANK[folder_of(module)]
    above = [name for name in imported_modules(module) if RANK[folder_of(name)] > own]
    assert above == []


@pytest.mark.parametrize("rank", RANKS, ids=lambda rank: "-".join(rank))
def test_folders_of_one_rank_point_one_way(rank: tuple[str, ...]) -> None:
    graph: dict[str, set[str]] = {part: set() for part in rank}
    for module in MODULES:
        if folder_of(module) in rank:
            others = {folder_of(name) for name in imported_modules(module)}
            graph[folder_of(module)] |= (others & set(rank)) - {folder_of(module)}
    assert_no_circle(graph)


@pytest.mark.parametrize("folder", RANK)
def test_no_circle_of_files(folder: str) -> None:
    # folders point down only, so a circle of files lies within one layer
    assert_no_circle({m: set(imported_modules(m)) for m in MODULES if folder_of(m) == folder})


@pytest.mark.parametrize("folder", RANK)
def test_no_circle_of_folders_within_a_layer(folder: str) -> None:
    graph: dict[str, set[str]] = {}
    for module in MODULES:
        if folder_of(module) == folder and module.count(".") > 1:
            others = {inner(name) for name in imported_modules(module) if name.startswith(f"twin.{folder}.")}
            graph.setdefault(inner(module), set()).update(others - {inner(module)})
    assert_no_circle(graph)


def inner(module: str) -> str:
    """Return the folder or file below a layer in which a module stands: twin.line.read.blocks -> read."""
    return module.split(".")[2]


def assert_no_circle(graph: dict[str, set[str]]) -> None:
    """Fail with the circle, if there is one."""
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" > ".join(error.args[1]))


@pytest.mark.parametrize("module", MODULES)
def test_libraries_stay_at_home(module: str) -> None:
    own = folder_of(module)
    tops = {name.split(".")[0] for name in imported_names(FILES[module])}
    assert [top for top in tops & HOMES.keys() if own not in HOMES[top]] == []
    assert not ("pandas" in tops and own in WITHOUT_PANDAS)


def test_simpy_is_imported_in_one_file() -> None:
    assert [m for m in MODULES if any(n.split(".")[0] == "simpy" for n in imported_names(FILES[m]))] == [
        "twin.floor.event_queue"
    ]


FLOOR_RANKS = (
    ("event_queue", "lot_flow", "random_streams", "shift_calendar"),
    ("state",),
    ("build", "journal", "lot_book"),
    ("material",),
    ("machines",),
    ("flow",),
    ("engine",),
    ("termination",),
    ("assembly",),
    ("run", "run_size"),
)
FLOOR_RANK = {part: rank for rank, parts in enumerate(FLOOR_RANKS) for part in parts}
ON_THE_FLOOR = [module for module in MODULES if module.startswith("twin.floor.")]


def test_every_part_of_the_floor_has_its_rank() -> None:
    assert {inner(module) for module in ON_THE_FLOOR} == set(FLOOR_RANK)


@pytest.mark.parametrize("module", ON_THE_FLOOR)
def test_imports_on_the_floor_point_down(module: str) -> None:
    own = FLOOR_RANK[inner(module)]
    below = [name for name in imported_modules(module) if name.startswith("twin.floor.")]
    assert [name for name in below if FLOOR_RANK[inner(name)] > own] == []


@pytest.mark.parametrize("module", [module for module in MODULES if module != "twin.floor.event_queue"])
def test_the_private_queue_of_simpy_is_touched_in_one_file(module: str) -> None:
    tree = ast.parse(FILES[module].read_text(encoding="utf-8"))
    touched = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert touched & {"_queue", "_eid", "_now"} == set()
