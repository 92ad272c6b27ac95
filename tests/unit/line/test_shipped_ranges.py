"""The shipped files: every assumed or calibrated number has a range, calibrations say against what."""

import pytest

from twin.line.api import load_line
from twin.line.library import shipped_names
from twin.line.register import kind_of, ranged_inputs, without_range


@pytest.mark.parametrize("name", shipped_names())
def test_every_assumed_or_calibrated_number_has_a_range(name: str) -> None:
    assert without_range(load_line(name)) == []


@pytest.mark.parametrize("name", shipped_names())
def test_a_range_is_wider_than_a_point(name: str) -> None:
    narrow = [known.path for known in ranged_inputs(load_line(name)) if not known.low < known.high]
    assert narrow == []


@pytest.mark.parametrize(
    "path",
    [
        "powder.recipe.cell.stack_volume_frac",
        "powder.recipe.cell.voltage_window_V",
        "powder.recipe.cell.separator_thickness_um",
        "powder.recipe.cell.anode_thickness_um",
        "powder.recipe.cell.collector_thickness_um",
        "powder.recipe.surface.smoothing_pressure_MPa",
        "coater.params.wrinkle_ratio",
    ],
)
def test_what_was_chosen_with_a_target_in_view_says_so(path: str) -> None:
    values = {value.path: value for value in load_line("wet_sulfide_cathode").values}
    assert kind_of(values[path]) == "calibrated"
    assert "claim" in values[path].source


def test_what_the_review_found_to_turn_the_verdict_is_inside_the_ranges() -> None:
    known = {entry.path: entry for entry in ranged_inputs(load_line("wet_sulfide_cathode"))}
    stirring, diffusivity = "slurry.params.mixing_time_s", "coater.params.binder_diffusivity_m2_s"
    assert known[stirring].high >= 5 * 3600.0
    assert known[diffusivity].high >= 1e-9
