"""Solvents, binders and coatings by name: what a name fills in, what a line may state, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

import twin
from twin.core.errors import LineError
from twin.line.api import LoadedLine
from twin.line.library import lines_folder

TABLE_OF_SOLVENTS = 17


def wet() -> LoadedLine:
    return twin.load_line("wet_sulfide_cathode")


def number(line: LoadedLine, station: str, name: str) -> float:
    plan = next(plan for plan in line.station if plan.name == station)
    return float(getattr(plan.params, name))


def refused(line: LoadedLine, **changes: object) -> list[tuple[str, str]]:
    with pytest.raises(LineError) as raised:
        line.with_changes({path.replace("__", "."): value for path, value in changes.items()})
    return [(problem.path, problem.code) for problem in raised.value.problems]


def test_the_solvent_of_the_slurry_is_that_of_dryer_and_oven() -> None:
    xylene = wet().with_changes({"slurry.params.solvent": "p-xylene"})
    assert number(xylene, "coater", "boiling_point_C") == number(xylene, "oven", "boiling_point_C") == 138.4
    assert number(xylene, "coater", "solvent_density_g_cm3") == 0.861
    assert number(xylene, "slurry", "solvent_polarity_index") == 2.5


@pytest.mark.parametrize("name", ["NMP", "n-methylpyrrolidone", "N-methylpyrrolidone"])
def test_a_solvent_has_other_names(name: str) -> None:
    assert number(wet().with_changes({"slurry.params.solvent": name}), "coater", "molar_mass_g_mol") == 99.1


def test_a_number_the_line_states_itself_counts_before_that_of_the_name() -> None:
    line = wet().with_changes({"coater.params.boiling_point_C": 150.0})
    assert number(line, "coater", "boiling_point_C") == 150.0
    assert number(line, "oven", "boiling_point_C") == 165.0


def test_a_line_may_carry_a_solvent_of_its_own() -> None:
    entry = {**wet().to_dict()["solvents"]["butyl butyrate"], "boiling_point_C": 170.0}
    line = wet().with_changes({"solvents": {"mine": entry}, "slurry.params.solvent": "mine"})
    assert number(line, "coater", "boiling_point_C") == 170.0
    assert list(line.to_dict()["solvents"]) == ["mine"]


def test_the_numbers_of_a_name_stand_in_the_register_once_with_source_and_range() -> None:
    values = {value.path: value for value in wet().values}
    polarity = values["solvents.butyl butyrate.polarity_index"]
    assert (polarity.value, polarity.source, polarity.low) == (3.9, "assumption", 3.5)
    assert "coater.params.boiling_point_C" not in values
    changed = wet().with_changes({"solvents.butyl butyrate.boiling_point_C": 180.0})
    assert number(changed, "oven", "boiling_point_C") == 180.0


def test_a_resolved_line_is_the_line_and_carries_no_former_solvent_on() -> None:
    line = wet()
    assert twin.load_line(line.to_dict()) == line
    there = line.with_changes({"slurry.params.solvent": "THF"})
    assert list(there.to_dict()["solvents"]) == ["tetrahydrofuran"]
    assert there.with_changes({"slurry.params.solvent": "butyl butyrate"}).source == line.source


def test_every_solvent_of_the_table_but_water_runs_with_a_sulfide() -> None:
    folder = lines_folder() / "materials" / "solvents.toml"
    names = twin.line.read.document.read_document(folder).data
    assert len(names) == TABLE_OF_SOLVENTS
    for name in names:
        if name != "water":
            wet().with_changes({"slurry.params.solvent": name})


def test_a_line_that_states_the_losses_itself_needs_no_solvent() -> None:
    """The words from before there were names: every number given, none looked up."""
    stated = {
        "slurry.params.solvent": None,
        "slurry.params.solvent_loss_frac": 0.09,
        "slurry.params.solvent_loss_per_h": 1.0,
        "slurry.params.coating_loss_per_h": 0.02,
        "coater.params.surface_tension_N_m": 0.025,
        "coater.params.solvent_density_g_cm3": 0.87,
        "coater.params.molar_mass_g_mol": 144.2,
        "coater.params.boiling_point_C": 165.0,
        "coater.params.heat_of_evaporation_kJ_mol": 47.0,
        "oven.params.boiling_point_C": 165.0,
        "oven.params.heat_of_evaporation_kJ_mol": 47.0,
    }
    assert "solvents" not in wet().with_changes(stated).to_dict()


def test_materials_that_do_not_bear_each_other_are_refused_once_where_they_are_named() -> None:
    line = wet()
    assert refused(line, slurry__params__solvent="water") == [
        ("slurry.params.solvent", "incompatible-materials")
    ]
    binder = ("powder.recipe.binder.name", "incompatible-materials")
    assert refused(line, powder__recipe__binder__name="CMC") == [binder]
    assert refused(line, powder__recipe__binder__name="PAA") == [binder]
    both = refused(line, powder__recipe__binder__name="CMC", slurry__params__solvent="water")
    assert both == [("slurry.params.solvent", "incompatible-materials")]
    assert refused(line, powder__recipe__binder__name="PVDF") == [
        ("slurry.params.solvent", "incompatible-materials")
    ]
    line.with_changes({"powder.recipe.binder.name": "PVDF", "slurry.params.solvent": "NMP"})


def test_a_binder_without_fibrils_makes_no_film_without_liquid() -> None:
    line = twin.load_line("dry_sulfide_cathode")
    assert refused(line, powder__recipe__binder__name="NBR") == [
        ("powder.recipe.binder.name", "incompatible-materials")
    ]


def test_an_unknown_name_is_one_mistake_with_a_near_match() -> None:
    with pytest.raises(LineError) as raised:
        wet().with_changes({"slurry.params.solvent": "butyl butyrat"})
    (problem,) = raised.value.problems
    assert (problem.code, problem.hint) == ("unknown-solvent", "did you mean butyl butyrate?")


def test_a_mistake_in_a_recipe_or_its_base_points_into_its_own_file(tmp_path: Path) -> None:
    line = (lines_folder() / "wet_sulfide_cathode.toml").read_text(encoding="utf-8")
    base = (lines_folder() / "recipes" / "ncm811_lpscl.toml").read_text(encoding="utf-8")
    (tmp_path / "recipes").mkdir()
    (tmp_path / "line.toml").write_text(line, encoding="utf-8")
    over = tmp_path / "recipes" / "ncm811_lpscl_nbr.toml"
    over.write_text('based_on = "base.toml"\nname = "x"\n[binder]\nname = "CMC"\n', encoding="utf-8")
    (tmp_path / "recipes" / "base.toml").write_text(base, encoding="utf-8")
    with pytest.raises(LineError) as raised:
        twin.load_line(tmp_path / "line.toml")
    (problem,) = raised.value.problems
    assert (Path(problem.file).name, problem.line, problem.code) == (over.name, 4, "incompatible-materials")
    (tmp_path / "recipes" / "base.toml").write_text(
        base.replace("mass_frac = { value = 0.85", "mass_frac = { value = 1.85")
    )
    with pytest.raises(LineError) as raised:
        twin.load_line(tmp_path / "line.toml")
    assert {Path(problem.file).name for problem in raised.value.problems} == {"base.toml"}
