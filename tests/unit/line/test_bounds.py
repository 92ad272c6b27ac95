"""Every number a line file or a recipe may carry has a unit, a meaning and bounds of physical sense."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

import twin
from twin.core.errors import LineError
from twin.core.units import unit_of
from twin.line.library import lines_folder
from twin.line.model.line import Line, Room
from twin.line.recipe import Recipe
from twin.line.recipe_materials import RecipeSection
from twin.stations.contract.kinds import kinds, load

SECTIONS = {name: info.annotation for name, info in Recipe.model_fields.items()}
MODELS: list[type[BaseModel]] = [
    *(load(kind).params for kind in kinds() if load(kind).works_on_material),
    *(part for part in SECTIONS.values() if isinstance(part, type) and issubclass(part, RecipeSection)),
    Recipe,
    Room,
]
FIELDS = [
    (model, name)
    for model in MODELS
    for name, info in model.model_fields.items()
    if info.annotation in (float, float | None)
]
PLAIN = {"aspect_ratio", "flow_index", "shortest_aspect_ratio"}
"""Bare numbers whose name says that they have no unit."""
EXPONENTS = {
    "binder_exponent",
    "fibril_exponent",
    "agglomerate_exponent",
    "dilution_exponent",
    "fade_pressure_exponent",
    "release_exponent",
}
WIDEST = 1e10


def bounds(model: type[BaseModel], name: str) -> tuple[float, float]:
    found = [
        getattr(bound, key)
        for bound in model.model_fields[name].metadata
        for key in ("ge", "gt", "le", "lt")
        if hasattr(bound, key)
    ]
    assert len(found) == 2, "one bound on either side"
    return float(found[0]), float(found[1])


def ids(one: object) -> str:
    return getattr(one, "__name__", str(one))


@pytest.mark.parametrize(("model", "name"), FIELDS, ids=ids)
def test_a_number_has_bounds_of_physical_sense(model: type[BaseModel], name: str) -> None:
    low, high = bounds(model, name)
    assert math.isfinite(low)
    assert math.isfinite(high)
    assert low < high <= WIDEST
    if name.endswith("_frac"):
        assert low >= -1.0
        assert high <= 100.0
    if name.endswith("_C"):
        assert low >= -273.15
    signed = name.endswith(("_C", "_per_K")) or name in ("gap_trim_um", "starting_error_frac")
    assert low >= 0.0 or signed


@pytest.mark.parametrize("name", sorted({name for _, name in FIELDS}))
def test_a_number_has_a_unit_in_its_name(name: str) -> None:
    assert unit_of(name) or name in PLAIN | EXPONENTS


@pytest.mark.parametrize(("model", "name"), [one for one in FIELDS if one[0] is not Room], ids=ids)
def test_a_number_says_what_it_is(model: type[BaseModel], name: str) -> None:
    doc = model.model_fields[name].description
    assert doc is not None
    assert doc.endswith(".")
    assert doc[0].isupper() or doc.startswith("ln(")


@pytest.mark.parametrize(("model", "name"), FIELDS, ids=ids)
@pytest.mark.parametrize("wrong", ["below", "above", "nan", "inf"])
def test_a_number_beyond_its_bounds_is_refused(model: type[BaseModel], name: str, wrong: str) -> None:
    low, high = bounds(model, name)
    value = {
        "below": low - 1e-6 * max(1.0, abs(low)),
        "above": high * 1.000001 + 1e-9,
        "nan": math.nan,
        "inf": math.inf,
    }[wrong]
    with pytest.raises(ValidationError) as told:
        model.model_validate({name: value})
    assert (name,) in [error["loc"] for error in told.value.errors() if error["type"] != "missing"]


@cache
def wet() -> Line:
    return twin.load_line(lines_folder() / "wet_sulfide_cathode.toml")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("coater.params.pump_flow_L_min", 0.0),
        ("coater.params.dried_porosity_frac", 1.2),
        ("calender_1.params.line_load_N_mm", -5.0),
        ("oven.params.temperature_C", 900.0),
        ("powder.recipe.active.density_g_cm3", 0.0),
        ("powder.recipe.moisture.web_uptake_frac", 1.5),
        ("powder.recipe.cell.mean_voltage_V", -3.7),
        ("room.dew_point_C", 80.0),
    ],
)
def test_a_line_with_such_a_number_is_not_read(path: str, value: Any) -> None:
    with pytest.raises(LineError) as told:
        wet().with_changes({path: value})
    assert path.split(".")[-1] in str(told.value)


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("recipe.compaction.loose_porosity_frac", 0.12, "must be above floor_porosity_frac"),
        ("recipe.carbon.agglomerate_um", 0.01, "must not be below aggregate_um"),
        ("recipe.carbon.aspect_ratio", 1.0, "must not be below shortest_aspect_ratio"),
        ("recipe.composition.active_mass_frac", 0.5, "must add up to 1"),
    ],
)
def test_numbers_that_contradict_each_other_are_refused(path: str, value: float, told: str) -> None:
    line = twin.load_line(str(lines_folder() / "dry_sulfide_cathode.toml"))
    with pytest.raises(LineError, match=told):
        line.with_changes({f"powder.{path}": value})
