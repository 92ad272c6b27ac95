"""A visit beyond the range of a law marks its lot, and the report says where and how often."""

from __future__ import annotations

from functools import cache

import pytest
from support.chain import chain

import twin
from twin.analysis.analysed_results import AnalysedResults
from twin.analysis.results import results_of
from twin.floor.run import run
from twin.laws.registry.book import LAWS
from twin.line.library import lines_folder
from twin.line.model.line import Line
from twin.line.recipe import Recipe
from twin.line.recipe_ranges import CONSTANTS, LawConstant, outside_of_recipe
from twin.report.sections import build_one
from twin.stations.shared.cell_ranges import outside_of_cell

LOAD = "calender.params.line_load_N_mm"


@cache
def dry(line_load_N_mm: float = 260.0) -> Line:
    line = twin.load_line(lines_folder() / "dry_sulfide_cathode.toml")
    return line.with_changes({"powder.lots": 2, LOAD: line_load_N_mm})


def recipe() -> Recipe:
    found = dry().source[0].recipe
    assert found is not None
    return found


def marks(line: Line) -> set[str]:
    return {one for row in run(line, None, seed=1, replication=0).lots for one in row.outside}


def test_a_line_within_all_ranges_has_no_mark_and_no_section() -> None:
    study = twin.simulate(dry(), replications=1, workers=1)
    assert set(study.lots["outside"]) == {""}
    results = results_of(study)
    assert AnalysedResults(results).extrapolations == []
    assert build_one("ranges", AnalysedResults(results)) is None


def test_a_calender_pressed_too_hard_is_told_with_its_visits() -> None:
    # two lots of powder in three rolls each; the control of density is left to act on what it finds
    study = twin.simulate(dry(900.0), replications=1, workers=1)
    data = AnalysedResults(results_of(study))
    found = [left for _, left in data.extrapolations]
    assert [(one.law, one.argument, one.where, one.total) for one in found] == [
        ("calendered_porosity", "pressure_MPa", "calender", 6)
    ]
    assert 1 <= found[0].beyond <= 6
    told = f"outside the range of calendered_porosity (pressure_MPa) in {found[0].beyond} of 6 visits"
    assert told in found[0].sentence
    section = build_one("ranges", data)
    assert section is not None
    assert section.tables[0].rows[0][1].text == "calender"


def test_a_roll_carries_the_mark_of_the_powder_it_was_made_of() -> None:
    fast = dry().with_changes({"mixer.params.tip_speed_m_s": 35.0})
    log = run(fast, None, seed=1, replication=0)
    assert {row.outside for row in log.lots} == {("mixing_index: tip_speed_m_s at mixer",)}
    assert len(log.lots) == 8  # two lots and the three rolls of each


def test_a_recipe_beyond_a_law_marks_the_lots_of_its_source() -> None:
    hard = dry().with_changes({"powder.recipe.pressing.electrolyte_yield_MPa": 6000.0})
    assert "mixed_yield_MPa: electrolyte_MPa at powder" in marks(hard)


@pytest.mark.parametrize("goes", CONSTANTS, ids=lambda goes: f"{goes.name} into {'.'.join(goes.edge.mark)}")
def test_a_constant_beyond_the_law_it_goes_into_is_told(goes: LawConstant) -> None:
    known = recipe().constants()
    assert outside_of_recipe(known) == frozenset()
    far = {**known, goes.name: known[goes.name] * 0.0 + goes.edge.high * 1.01 + 1e-9}
    assert goes.edge.mark in outside_of_recipe(far)


def test_constants_of_the_recipe_go_into_laws_the_line_asks() -> None:
    assert len(CONSTANTS) > 60
    assert not [goes for goes in CONSTANTS if LAWS[goes.edge.mark.law].reference_only]


def test_an_electrode_with_too_much_binder_is_told_at_the_last_station() -> None:
    rich = {"binder_mass_frac": 0.06, "active_mass_frac": 0.80}
    unlimited = dry().with_changes({"limit": []})
    thick = unlimited.with_changes({f"powder.recipe.composition.{key}": value for key, value in rich.items()})
    assert "ionic_conductivity: binder_mass_frac at hot_press" in marks(thick)


def test_an_electrode_with_too_little_electrolyte_is_told() -> None:
    web = chain(dry())["hot_press"].after
    assert outside_of_cell(web) == frozenset()
    poor = web.with_(electrolyte_mass_frac=0.05, active_mass_frac=0.92)
    assert ("ionic_conductivity", "electrolyte_frac") in outside_of_cell(poor)
