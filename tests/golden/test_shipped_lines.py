"""The line files that come with the package: sound, sourced, sized alike, and without a dead number."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatch
from pathlib import Path

import numpy as np
import pytest
from support.chain import chain, results
from support.shipped import DRY, LINES, WITHOUT_EFFECT, physical, shipped, with_number

import twin.validation
from twin.core.webs import of_web
from twin.line.library import lines_folder
from twin.line.model.line import Line

DEMAND_M2_H = 400.0


def felt(line: Line, path: str, expected: dict[str, float]) -> bool:
    """Whether 20 % more, or else 20 % less, changes any result: whole charges and beds need not feel both."""
    for factor in (1.2, 1.0 / 1.2):
        found = results(with_number(line, path, factor))
        if any(not np.array_equal(found[key], expected[key], equal_nan=True) for key in expected):
            return True
    return False


@pytest.mark.parametrize("name", LINES)
def test_every_physical_number_changes_a_result(name: str) -> None:
    line = shipped(name)
    excused = [pattern for names, pattern, _ in WITHOUT_EFFECT if name in names]
    expected = results(line)
    dead = [
        path
        for path in physical(line)
        if not any(fnmatch(path, pattern) for pattern in excused) and not felt(line, path, expected)
    ]
    assert dead == []


def test_what_one_line_cannot_feel_another_does() -> None:
    dry, wet = shipped(LINES[0]), shipped(LINES[1])
    pairs = [
        (line, path)
        for line, other, names in ((wet, dry, DRY), (dry, wet, LINES[1:2]))
        for path in physical(line)
        if path in physical(other)
        and any(fnmatch(path, pattern) for where, pattern, _ in WITHOUT_EFFECT if where == names)
    ]
    assert len(pairs) >= 8  # of slurry and solvent, of powder
    assert [path for line, path in pairs if not felt(line, path, results(line))] == []


@pytest.mark.parametrize("name", LINES)
def test_every_number_has_a_source(name: str) -> None:
    assert [value.path for value in shipped(name).values if not value.source] == []


def test_every_reference_is_used_once_it_stands_there() -> None:
    used = set().union(*(shipped(name).references for name in LINES))
    series = (Path(twin.validation.__file__).parent / "series").glob("*.toml")
    named = {tomllib.loads(file.read_text(encoding="utf-8"))["source"] for file in series}
    listed = set(tomllib.loads((lines_folder() / "sources.toml").read_text(encoding="utf-8")))
    assert listed - used - named == set()
    assert named - listed == set()


def test_dry_and_wet_differ_in_route_and_binder_and_not_in_the_rest_of_the_recipe_or_last_steps() -> None:
    dry, wet = shipped(LINES[0]), shipped(LINES[1])
    one, other = (line.source[0].recipe for line in (dry, wet))
    assert one is not None
    assert other is not None
    named = {"binder": one.binder, "name": one.name, "description": one.description}
    assert (one.binder.name, other.binder.name) == ("PTFE", "NBR")
    assert other.model_copy(update=named) == one
    for name in ("ald", "hot_press"):
        first, second = (next(s for s in line.station if s.name == name) for line in (dry, wet))
        assert first.params == second.params
        assert first.noise == second.noise


@pytest.mark.parametrize("name", LINES)
def test_every_station_carries_the_demand_with_little_to_spare(name: str) -> None:
    line = shipped(name)
    rates = {}
    for plan in line.station:
        step = chain(line)[plan.name]
        machine = plan.equipment
        lots = machine.batch.lots if machine.batch else 1
        setup_s = machine.setup.time.mean_s / machine.setup.every_lots if machine.setup else 0.0
        area_m2 = step.before.area_m2 * lots * machine.machines
        rates[plan.name] = 3600.0 * area_m2 / (step.duration_s + setup_s)
    assert min(rates.values()) >= 1.1 * DEMAND_M2_H, rates
    assert min(rates.values()) <= 1.4 * DEMAND_M2_H, rates


@pytest.mark.parametrize("name", LINES)
def test_calender_leaves_the_density_its_limits_ask_for(name: str) -> None:
    line = shipped(name)
    limit = next(limit for limit in line.limit if limit.property == "density_g_cm3")
    density = float(of_web(chain(line)[limit.at].after, "density_g_cm3").mean())
    assert limit.lower is not None
    assert limit.upper is not None
    assert limit.lower < density < limit.upper


@pytest.mark.parametrize("name", LINES)
def test_no_property_of_the_web_has_noise_of_its_own(name: str) -> None:
    web = {"density_g_cm3", "thickness_um", "porosity_frac", "loading_mg_cm2", "roughness_um"}
    noisy = {key for plan in shipped(name).station for key in plan.noise}
    assert noisy & web == set()


def test_every_shipped_line_is_tested() -> None:
    files = {path.stem for path in Path(lines_folder()).glob("*.toml")} - {"sources"}
    assert files == set(LINES)
