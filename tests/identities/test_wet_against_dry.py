"""The shipped lines without noise: what the solvent does is what sets the wet electrode apart."""

import pytest
from support.electrodes import electrode

from twin.line.api import load_line
from twin.line.library import lines_folder
from twin.line.model.line import Line

HARMLESS = {
    "slurry.params.solvent_loss_frac": 0.0,
    "slurry.params.coating_loss_per_h": 0.0,
    "coater.params.mobile_binder_frac": 0.0,
    "coater.params.wrinkle_ratio": 0.0,
    "coater.params.skin_porosity_frac": 0.0,
    "coater.params.crack_modulus_GPa": 1000.0,
    "coater.params.held_solvent_kg_kg": 0.0,
    "oven.params.sorption_kg_kg": 0.0,
    "powder.recipe.carbon.drawn_together_frac": 0.0,
}
"""Solvent damage, binder migration, residue, and what shrinkage does (wrinkles, cracks, carbon), all
taken away."""


def shipped(name: str) -> Line:
    """Return a shipped line."""
    return load_line(str(lines_folder() / f"{name}_sulfide_cathode.toml"))


@pytest.fixture(scope="module")
def electrodes() -> dict[str, dict[str, float]]:
    """Return the dry electrode, the wet one, and the wet one whose solvent does no harm."""
    wet = shipped("wet")
    return {
        "dry": electrode(shipped("dry")),
        "wet": electrode(wet),
        "harmless": electrode(wet.with_changes(HARMLESS)),
    }


@pytest.mark.parametrize(
    "name",
    [
        "roughness_um",
        "binder_surface_ratio",
        "electrolyte_conductivity_mS_cm",
        "coverage_frac",
        "solvent_kg_kg",
        "electronic_conductivity_mS_cm",
    ],
)
def test_harmless_solvent_brings_the_wet_electrode_near_the_dry_one(
    electrodes: dict[str, dict[str, float]], name: str
) -> None:
    """At most a third of the difference is left: mixers differ too, and rolls smooth in other steps."""
    dry, wet, harmless = (electrodes[key][name] for key in ("dry", "wet", "harmless"))
    assert abs(wet - dry) > 0.0
    assert abs(harmless - dry) < abs(wet - dry) / 3.0


def test_drying_draws_carbon_together_and_the_dry_electrode_conducts_electrons_better(
    electrodes: dict[str, dict[str, float]],
) -> None:
    """Kang 2025: dry electrodes conduct 5 to 32 times as well as one from a slurry, 14 with PTFE alone."""
    ratio = (
        electrodes["dry"]["electronic_conductivity_mS_cm"]
        / electrodes["wet"]["electronic_conductivity_mS_cm"]
    )
    assert 2.0 < ratio < 32.0


def test_a_solvent_takes_more_of_the_particle_coating_than_none(
    electrodes: dict[str, dict[str, float]],
) -> None:
    """Dry shear wears the coating too: which line keeps more of it is not given."""
    assert electrodes["wet"]["coating_intact_frac"] < electrodes["harmless"]["coating_intact_frac"]


def test_wet_surface_is_rougher_and_worse_covered(electrodes: dict[str, dict[str, float]]) -> None:
    assert electrodes["wet"]["roughness_um"] > 1.2 * electrodes["dry"]["roughness_um"]
    assert electrodes["wet"]["coverage_frac"] < electrodes["dry"]["coverage_frac"]


@pytest.mark.parametrize("name", ["dry", "wet"])
def test_long_waits_cost_conductivity_in_a_damp_room_only(name: str) -> None:
    """Half a day before every station; what a slurry loses to its solvent meanwhile is lost in any room."""
    line = shipped(name)
    fresh = electrode(line, 43_200.0, -100.0)["electrolyte_conductivity_mS_cm"]
    damp = electrode(line, 43_200.0, -20.0)["electrolyte_conductivity_mS_cm"]
    dry = electrode(line, 43_200.0, -60.0)["electrolyte_conductivity_mS_cm"]
    assert damp < 0.2 * fresh
    assert dry > 0.9 * fresh
