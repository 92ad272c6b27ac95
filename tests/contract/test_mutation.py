"""Every constant counts and is held: 20 % more of any of them is noticed by a test."""

from __future__ import annotations

import math
import sys
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from support.chain import fresh as fresh_powder
from support.chain import results
from support.hand_worked_laws import HAND
from support.recorded import LINES, differ, fresh, on_record
from support.shipped import WITHOUT_EFFECT, physical, shipped, with_number

from twin.core.material import Material
from twin.kpi.energy_use import _room_kW
from twin.laws import densification
from twin.laws.densification import relative_density
from twin.laws.dispersion import stress_clock_min
from twin.laws.drying import drying_time
from twin.laws.evaporation import evaporation_rate
from twin.laws.moisture import saturation_pressure_Pa
from twin.laws.registry.book import topics
from twin.line.model.line import Room
from twin.stations.contract.kinds import load

HINT = "a change that is wanted: python -m tools.record_shipped_results, and say why in the commit"


@pytest.mark.parametrize("name", LINES)
def test_a_shipped_line_gives_what_is_on_record(name: str) -> None:
    assert differ(fresh(name), on_record()[name]) == [], HINT


@pytest.mark.parametrize("name", LINES)
def test_20_percent_of_any_number_of_a_line_leaves_the_record(name: str) -> None:
    line = shipped(name)
    known = known_results(name)
    excused = [pattern for names, pattern, _ in WITHOUT_EFFECT if name in names]
    unnoticed = []
    for path in physical(line):
        if any(fnmatch(path, pattern) for pattern in (*excused, *FAINT)):
            continue
        noticed = [
            bool(differ({key: now for key, now in changed.items() if now == now}, known))
            for changed in (results(with_number(line, path, factor)) for factor in (1.2, 1.0 / 1.2))
        ]
        one_sided = any(fnmatch(path, pattern) for pattern in ONE_SIDED)
        if not (any(noticed) if one_sided else all(noticed)):
            unnoticed.append(path)
    assert unnoticed == []


ONE_SIDED = (
    "*.charge_kg",
    "hot_press.params.bed_length_m",
    "hot_press.params.web_width_m",
    "*.interface.packing_ratio",
)
"""20 % to one side may change nothing: the number of charges and beds of a lot is whole, and a looser
powder than that under the press has been closed by the rolls before."""


FAINT = ("core_film.params.starting_error_frac",)
"""The recorded core lies tens of settling lengths behind its start: what is left there is below the digits of
the record. That the number is felt at all, the tests of the shipped lines show."""


def fresh_lot(name: str) -> Material:
    line = shipped(name)
    return fresh_powder(line.source[0], line.grid.lanes, line.grid.segments)


def test_charges_and_beds_are_counted() -> None:
    press = shipped("dry_sulfide_cathode").station[-1].params
    one_s = press.dwell_s + press.index_s
    lot = fresh_lot("dry_sulfide_cathode")
    for length_m, width_m in ((100.0, 0.5), (900.0, 0.6), (250.0, 1.0), (1e4, 1.0)):
        changed = press.model_copy(update={"bed_length_m": length_m, "web_width_m": width_m})
        beds = -(-lot.area_m2 // (length_m * width_m))
        assert load("hot_press").duration_s(lot, changed) == beds * one_s
    for kind, place, stage_s in (("dry_mix", 0, "blend_time_s"), ("disperse", 1, "time_s")):
        mixer = shipped("dry_sulfide_cathode").station[place].params
        one_s = getattr(mixer, stage_s) + mixer.handling_time_s
        for charge_kg in (10.0, 30.0, 144.0, 1000.0):
            charges = -(-lot.mass_kg // charge_kg)
            changed = mixer.model_copy(update={"charge_kg": charge_kg})
            assert load(kind).duration_s(lot, changed) == charges * one_s


@cache
def known_results(name: str) -> dict[str, float]:
    return fresh(name)


MODULES = list(topics())
NUMERICAL = {
    "_LARGEST_EXPONENT",  # keeps an exponential from overflowing
    "_LARGEST_SHIFT",
    "_LEAST_SHORT",  # keep a quotient from dividing by zero
    "_LEAST_PECLET",
    "_LEAST_UM",
    "_NEVER_ZERO",
    "_LEAST_MPA",
    "_LEAST_OHM_CM2",
    "_MOST_OHM_CM2",
    "_LARGEST_MODULUS",
    "_LARGEST_RATIO",
    "_LEAST_STEP",
    "_LEAST_SLOPE",
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
    "steam": (
        lambda: float(saturation_pressure_Pa(0.5 * 647.096 - 273.15)),
        lambda: (
            22.064e6
            * math.exp(
                -7.85951783
                + 2.0 * 1.84408259 * 0.5**1.5
                - 11.7866497 / 4.0
                + 2.0 * 22.6807411 * 0.5**3.5
                - 15.9618719 / 8.0
                + 2.0 * 1.80122502 * 0.5**7.5
            )
        ),
    ),
    "hardening grains": (
        lambda: relative_density(
            100.0, 400.0, 25.0, 0.0, packing=0.0, exponent=densification.PANELLI_EXPONENT
        ),
        lambda: 1.0 - math.exp(-0.5),
    ),
    "film": (lambda: float(drying_time(20.0, 1.0 / 0.7 - 1.0, 1.0)), lambda: 200.0 * (1.0 / 0.7 - 1.0)),
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
    evaporation_rate.cache_clear()
    try:
        written = any(
            abs(float(law()) / said() - 1.0) > 1e-6 for law, said in [*HAND.values(), *OTHERS.values()]
        )
        assert written or any(differ(fresh(line), known) for line, known in zip(LINES, records, strict=True))
    finally:
        evaporation_rate.cache_clear()


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
