"""Every constant counts and is held: 20 % more of any of them is noticed by a test."""

from __future__ import annotations

import importlib
import math
import pkgutil
import sys
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from recorded import LINES, differ, fresh, on_record
from test_laws import HAND
from test_shipped_lines import WITHOUT_EFFECT, physical, results, shipped, with_number

import twin.physics
from twin.kpi.energy import _room_kW
from twin.line.model import Room
from twin.physics import drying
from twin.physics.dispersion import stress_clock_min
from twin.physics.drying import drying_time

HINT = "a change that is wanted: python tests/recorded.py, and say why in the commit"


@pytest.mark.parametrize("name", LINES)
def test_a_shipped_line_gives_what_is_on_record(name: str) -> None:
    assert differ(fresh(name), on_record()[name]) == [], HINT


@pytest.mark.parametrize("name", LINES)
def test_20_percent_of_any_number_of_a_line_leaves_the_record(name: str) -> None:
    line = shipped(name)
    known = known_results(name)
    excused = [pattern for names, pattern, _ in WITHOUT_EFFECT if name in names]
    unnoticed = [
        path
        for path in physical(line)
        if not any(fnmatch(path, pattern) for pattern in excused)
        and not any(
            differ(
                {key: now for key, now in results(with_number(line, path, factor)).items() if now == now},
                known,
            )
            for factor in (1.2, 1.0 / 1.2)
        )
    ]
    assert unnoticed == []


@cache
def known_results(name: str) -> dict[str, float]:
    return fresh(name)


MODULES = [
    importlib.import_module(f"twin.physics.{one.name}") for one in pkgutil.iter_modules(twin.physics.__path__)
]
NUMERICAL = {
    "_LARGEST_EXPONENT",  # keeps an exponential from overflowing
    "_LARGEST_SHIFT",
    "_LEAST_SHORT",  # keep a quotient from dividing by zero
    "_LEAST_UM",
    "_NEVER_ZERO",
    "_LEAST_SHARE",
    "_LEAST_STEP",
    "LEAST_DRAFT",
    "_TRIPLE_POINT_C",  # where two fits meet within their accuracy
}
"""Constants of the arithmetic, not of a law."""


def constants() -> list[tuple[ModuleType, str]]:
    """The numbers a module of the physics states itself; defaults of arguments stand in the register."""
    found = []
    for module in MODULES:
        bound = {
            default
            for function in vars(module).values()
            for default in getattr(function, "__defaults__", None) or ()
            if isinstance(default, float)
        }
        for name, value in vars(module).items():
            own = name.strip("_").isupper() and isinstance(value, float) and name not in NUMERICAL
            if own and value not in bound and f"\n{name} = " in module_text(module):
                found.append((module, name))
    return found


@cache
def module_text(module: ModuleType) -> str:
    assert module.__file__ is not None
    return Path(module.__file__).read_text(encoding="utf-8")


OTHERS = {
    "stress clock": (lambda: stress_clock_min(600.0, 2.0), lambda: 10.0 * 2.0**0.62),
    "film": (lambda: float(drying_time(20.0, 0.7, 1.0)), lambda: 200.0 * (1.0 / 0.7 - 1.0)),
}
"""Laws no shipped line brings out, and the same written out."""


@pytest.mark.parametrize(("module", "name"), constants(), ids=lambda one: getattr(one, "__name__", one))
def test_20_percent_of_a_constant_of_a_law_is_noticed(
    module: ModuleType, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    value = getattr(module, name)
    records = [known_results(line) for line in LINES]
    for holder in [one for key, one in sys.modules.items() if key.startswith("twin.")]:
        if getattr(holder, name, None) is value:
            monkeypatch.setattr(holder, name, 1.2 * value)
    drying.evaporation.cache_clear()
    try:
        written = any(
            abs(float(law()) / said() - 1.0) > 1e-6 for law, said in [*HAND.values(), *OTHERS.values()]
        )
        assert written or any(differ(fresh(line), known) for line, known in zip(LINES, records, strict=True))
    finally:
        drying.evaporation.cache_clear()


ROOM = Room(
    dew_point_C=-50.0, floor_m2=600.0, reference_kW_m2=0.6, reference_dew_point_C=-40.0, load_per_K=0.02
)


@pytest.mark.parametrize(
    ("name", "grown"),
    [
        ("floor_m2", 1.2),
        ("reference_kW_m2", 1.2),
        ("dew_point_C", math.exp(0.02 * 10.0)),
        ("reference_dew_point_C", math.exp(0.02 * -8.0)),
        ("load_per_K", math.exp(0.004 * 10.0)),
    ],
)
def test_every_number_of_the_room_changes_its_energy(name: str, grown: float) -> None:
    moved = ROOM.model_copy(update={name: 1.2 * getattr(ROOM, name)})
    before, after = _room_kW(ROOM), _room_kW(moved)
    assert before is not None
    assert after is not None
    assert after / before == pytest.approx(grown, rel=1e-12)
