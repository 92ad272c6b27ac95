"""The cell of a finished electrode: figures by hand, limits, layers, and every constant of the recipe."""

import copy
import math
from dataclasses import replace

import numpy as np
import pytest
from support.wet_samples import RECIPE, powder, pressed_web, work

from twin.core.material import FIELDS, Material
from twin.core.webs import stack
from twin.laws import electrode
from twin.line.recipe import Recipe
from twin.stations.shared.finished_cell import CELL_FIGURES, CELL_NEEDS, cell_figures
from twin.stations.shared.open_circuit import OPEN_CIRCUIT_OHM_CM2


def finished(**changes: float) -> Material:
    """Return a web that went through film and press, some of its properties changed before."""
    return work("hot_press", work("ald", pressed_web(**changes)))


def with_constants(material: Material, **changes: float) -> Material:
    """Return a material whose recipe says otherwise."""
    known = dict(material.constants) | {name: np.full((1, 1, 1), value) for name, value in changes.items()}
    return replace(material, constants=known)


def figure(material: Material, name: str) -> float:
    """Return the mean of a figure."""
    return float(cell_figures(material)[name].mean())


def halves(material: Material) -> Material:
    """Return the same web made of two layers of half the loading."""
    half = material.with_(
        loading_mg_cm2=material.loading_mg_cm2 / 2.0, thickness_um=material.thickness_um / 2.0
    )
    return stack([half, half], material.area_m2, material.mass_kg)


def test_figures_are_complete_and_finite() -> None:
    figures = cell_figures(finished())
    assert tuple(figures) == CELL_FIGURES
    for values in figures.values():
        assert values.shape == (5, 24)
        assert np.isfinite(values).all()


def test_figures_read_only_what_they_say() -> None:
    material = finished()
    poisoned = material.with_(**dict.fromkeys(set(FIELDS) - set(CELL_NEEDS), math.nan))
    for name, values in cell_figures(poisoned).items():
        np.testing.assert_array_equal(values, cell_figures(material)[name])


def test_areal_capacity_by_hand() -> None:
    """20 mg/cm² · 0.85 · 200 mAh/g = 3.4 mAh/cm²."""
    assert figure(finished(), "areal_capacity_mAh_cm2") == pytest.approx(3.4)


def test_areal_capacity_of_g10() -> None:
    """18 mg/cm², 96 % active, 185 mAh/g: 3.1968 mAh/cm² and 170.325504 kWh from 1440 m² at 3.7 V."""
    recipe = copy.deepcopy(RECIPE)
    recipe["composition"] = dict(zip(recipe["composition"], (0.96, 0.02, 0.01, 0.01), strict=True))
    web = powder(recipe).with_(**{n: getattr(finished(), n) for n in FIELDS if not n.endswith("_mass_frac")})
    web = with_constants(web.with_(loading_mg_cm2=18.0), active_capacity_mAh_g=185.0)
    areal = figure(web, "areal_capacity_mAh_cm2")
    assert areal == pytest.approx(3.1968)
    assert areal * 1440.0 * 10.0 * 3.7 / 1e3 == pytest.approx(170.325504)


def test_energy_density_by_hand() -> None:
    """Without current: 0.87 · 3.4 mAh/cm² · 3.75 V over the coating and 75 um of everything else."""
    web = with_constants(finished(), cell_current_mA_cm2=0.0, cell_isolated_per_cracked_frac=0.0)
    thickness_um = float(web.thickness_um.mean())
    expected = 0.87 * 3.4 * 3.75 / (1e-4 * (thickness_um + 75.0))
    assert figure(web, "energy_density_Wh_L") == pytest.approx(expected, rel=1e-9)
    assert 600.0 < expected < 900.0


def test_energy_density_of_the_worked_example() -> None:
    """3.5 mAh/cm² at 85 %, 200 mAh/g and 3.1 g/cm³, 35 + 30 + 10 um, 3.72 V, 0.873, 97 % used: 780 Wh/L."""
    loading = 3.5 / 0.85 / 200.0 * 1e3
    web = finished().with_(
        loading_mg_cm2=loading, density_g_cm3=3.1, thickness_um=10.0 * loading / 3.1, cracked_frac=0.3
    )
    web = with_constants(web, cell_current_mA_cm2=0.0, cell_stack_volume_frac=0.873, cell_mean_voltage_V=3.72)
    # a tenth of the cracked grains is cut off: 97 % is left
    assert figure(web, "energy_density_Wh_L") == pytest.approx(780.0, rel=0.005)


def test_polarisation_by_hand() -> None:
    """0.33 mA/cm² through 1000 ohm cm2 take 0.33 V of 1.1 V: 70 % of the capacity; 180 leave 94.6 %."""
    assert float(electrode.usable_frac(0.33, 1000.0, 1.1)) == pytest.approx(0.70)
    assert float(electrode.usable_frac(0.33, 180.0, 1.1)) == pytest.approx(0.946)
    assert float(electrode.usable_frac(0.33, math.inf, 1.1)) == 0.0


def test_discharge_is_what_polarisation_and_cracks_leave() -> None:
    web = with_constants(finished(cracked_frac=0.2), cell_isolated_per_cracked_frac=0.5)
    cracked = float(web.cracked_frac.mean())
    resistance = figure(web, "area_resistance_ohm_cm2")
    expected = 200.0 * (1.0 - 0.5 * cracked) * (1.0 - 0.34e-3 * resistance / 1.1)
    assert figure(web, "discharge_capacity_mAh_g") == pytest.approx(expected, rel=1e-6)


def test_two_equal_layers_are_one_layer() -> None:
    whole = finished()
    one, two = cell_figures(whole), cell_figures(halves(whole))
    for name in CELL_FIGURES:
        np.testing.assert_allclose(two[name], one[name], rtol=1e-9)


def test_better_ion_conduction_belongs_to_the_separator_side() -> None:
    """The same two halves, one with damaged electrolyte, either way round."""
    web = halves(finished())
    damage = np.asarray([1.0, 0.4]).reshape(2, 1, 1)
    good, bad = (
        web.with_(electrolyte_conductivity_mS_cm=web.electrolyte_conductivity_mS_cm * order)
        for order in (damage, damage[::-1])
    )
    assert figure(good, "ionic_conductivity_mS_cm") == pytest.approx(figure(bad, "ionic_conductivity_mS_cm"))
    assert figure(good, "arc_resistance_ohm_cm2") < 0.8 * figure(bad, "arc_resistance_ohm_cm2")


def test_the_parts_of_the_resistance_add_up() -> None:
    figures = cell_figures(finished())
    parts = sum(figures[f"{part}_resistance_ohm_cm2"] for part in ("ohmic", "interface", "arc"))
    np.testing.assert_allclose(parts, figures["area_resistance_ohm_cm2"], rtol=1e-12)


def test_ohmic_part_by_hand() -> None:
    """35 um at 1.6 mS/cm, 10 ohm cm2 of counter electrode, and both networks side by side."""
    figures = cell_figures(web := finished())
    thickness_um = float(web.thickness_um.mean())
    ions, electrons = (
        float(figures[f"{kind}_conductivity_mS_cm"].mean()) for kind in ("ionic", "electronic")
    )
    expected = 0.1 * 35.0 / 1.6 + 10.0 + 0.1 * thickness_um / (ions + electrons)
    assert figure(web, "ohmic_resistance_ohm_cm2") == pytest.approx(expected, rel=1e-6)


def test_contact_of_the_grains_makes_the_charge_transfer() -> None:
    """Where ions and electrons are quick, the arc is charge transfer over coated, wetted surface."""
    quick = {"electrolyte_fine_threshold_frac": 0.0, "carbon_conductivity_mS_cm": 1e6}
    web = with_constants(finished(coating_intact_frac=1.0, electrolyte_agglomerate_um=0.5), **quick)
    web = web.with_(electrolyte_conductivity_mS_cm=1e7)
    density = float(web.density_g_cm3.mean())
    wetted = 0.12 / 1.87 * density / (1.0 - 0.85 / 4.75 * density)
    surface = 6e4 / (4.0 * 4.75) * 20e-3 * 0.85 * wetted
    assert figure(web, "arc_resistance_ohm_cm2") == pytest.approx(500.0 / surface, rel=1e-3)


def test_drying_cracks_cost_resistance_and_no_charge() -> None:
    whole, cracked = finished(), finished(coating_crack_frac=0.1)
    for name in ("areal_capacity_mAh_cm2", "first_cycle_efficiency_frac"):
        assert figure(cracked, name) == pytest.approx(figure(whole, name), rel=1e-9)
    arc = "arc_resistance_ohm_cm2"
    assert figure(cracked, arc) == pytest.approx(figure(whole, arc) / 0.9, rel=1e-9)


def test_layers_in_series() -> None:
    """30 um at 0.2 and 30 um at 0.05 mS/cm conduct like 60 um at 0.08; an insulating layer blocks all."""
    half = np.full((2, 1, 1), 30.0)
    assert float(electrode.in_series(half, np.asarray([0.2, 0.05]).reshape(2, 1, 1))[0, 0]) == pytest.approx(
        0.08
    )
    assert float(electrode.in_series(half, np.asarray([0.2, 0.0]).reshape(2, 1, 1))[0, 0]) == 0.0


def test_first_cycle_by_hand() -> None:
    """10 % of 200, 1e-3 mAh/cm² on 20 % of 3158 cm²/g, 20 mAh/g of binder at 1/85: lost over 200 mAh/g."""
    web = with_constants(finished(coating_intact_frac=0.8), cell_isolated_per_cracked_frac=0.0)
    lost = 20.0 + 1e-3 * 0.2 * 6e4 / (4.0 * 4.75) + 20.0 / 85.0
    assert figure(web, "first_cycle_efficiency_frac") == pytest.approx(1.0 - lost / 200.0, rel=1e-9)


def test_isolated_grains_and_binder_cost_first_cycle() -> None:
    good = finished()
    assert figure(good, "first_cycle_efficiency_frac") > figure(
        finished(cracked_frac=0.5), "first_cycle_efficiency_frac"
    )
    reduced = with_constants(good, cell_binder_charge_mAh_g=500.0)
    # 480 mAh more per gram of binder, 1/85 g of it per gram of active
    less = figure(good, "first_cycle_efficiency_frac") - figure(reduced, "first_cycle_efficiency_frac")
    assert less == pytest.approx(480.0 / 85.0 / 200.0, rel=1e-6)


def test_retention_by_hand() -> None:
    """Without current only the grains fade: at 5 MPa and 30 °C, coated in part, and cracked."""
    web = with_constants(finished(coating_intact_frac=0.8), cell_current_mA_cm2=0.0)
    fade = 0.008 * (1.0 + 4.0 * 0.2) * 2.5**-0.4 * 2.0 ** (5.0 / 15.0)
    fade += 0.01 * float(web.cracked_frac.mean())
    assert figure(web, "retention_frac") == pytest.approx(1.0 - fade * math.sqrt(500.0), rel=1e-9)


def test_stack_pressure_and_cold_keep_capacity() -> None:
    web = finished()
    usual = figure(web, "retention_frac")
    assert figure(with_constants(web, cell_stack_pressure_MPa=50.0), "retention_frac") > usual + 0.02
    assert figure(with_constants(web, cell_temperature_C=45.0), "retention_frac") < usual - 0.05


def test_grains_that_lose_contact_cost_capacity_under_current() -> None:
    web = finished()
    loose, tight = (with_constants(web, cell_contact_loss_ratio=ratio) for ratio in (3.0, 0.0))
    assert figure(loose, "retention_frac") < figure(tight, "retention_frac")
    idle = [with_constants(each, cell_current_mA_cm2=0.0) for each in (loose, tight)]
    assert figure(idle[0], "retention_frac") == pytest.approx(figure(idle[1], "retention_frac"))


def test_interface_without_film_grows_and_costs_capacity() -> None:
    bare, covered = finished().with_(coverage_frac=0.0), finished().with_(coverage_frac=1.0)
    assert figure(bare, "retention_frac") < figure(covered, "retention_frac")
    still = with_constants(finished().with_(coverage_frac=0.0), cell_growth_uncovered_frac=0.0)
    assert figure(still, "retention_frac") == pytest.approx(figure(covered, "retention_frac"))


def test_no_cycles_lose_nothing() -> None:
    assert figure(with_constants(finished(), cell_cycles_count=0.0), "retention_frac") == pytest.approx(1.0)


@pytest.mark.parametrize(
    "broken",
    [
        {"interface_resistance_ohm_cm2": OPEN_CIRCUIT_OHM_CM2},
        {"electrolyte_conductivity_mS_cm": 0.0},
        {"electrolyte_mass_frac": 0.0, "active_mass_frac": 0.97},
        {"coating_crack_frac": 1.0},
    ],
    ids=lambda broken: next(iter(broken)),
)
@pytest.mark.filterwarnings("error")
def test_cell_without_a_path_has_no_capacity_and_only_numbers(broken: dict[str, float]) -> None:
    figures = cell_figures(finished().with_(**broken))
    for name, values in figures.items():
        assert np.isfinite(values).all(), name
    assert (figures["area_resistance_ohm_cm2"] >= OPEN_CIRCUIT_OHM_CM2).all()
    for name in ("discharge_capacity_mAh_g", "energy_density_Wh_L", "retention_frac"):
        np.testing.assert_array_equal(figures[name], 0.0)


@pytest.mark.parametrize(
    ("name", "better", "worse"),
    [
        ("electrolyte_conductivity_mS_cm", 1.8, 0.9),
        ("coating_intact_frac", 1.0, 0.5),
        ("electrolyte_agglomerate_um", 0.6, 1.5),
        ("carbon_agglomerate_um", 0.5, 25.0),
        ("porosity_frac", 0.15, 0.22),
    ],
)
def test_what_spoils_the_electrode_raises_its_resistance(name: str, better: float, worse: float) -> None:
    good, bad = finished(**{name: better}), finished(**{name: worse})
    assert figure(bad, "area_resistance_ohm_cm2") > figure(good, "area_resistance_ohm_cm2")


CONSTANTS = [
    f"{section}_{key}"
    for section, part in Recipe.model_validate(RECIPE)
    if section in ("interface", "cell")
    for key in dict(part)
]


@pytest.mark.parametrize("name", CONSTANTS)
def test_every_constant_of_interface_and_cell_changes_a_figure(name: str) -> None:
    """A loose web, so that packing matters; 20 % more of one constant."""
    web = pressed_web(porosity_frac=0.4, solvent_kg_kg=0.001, coating_intact_frac=0.9)
    value = float(web.constants[name].flat[0])
    before = cell_figures(work("hot_press", work("ald", web)))
    after = cell_figures(work("hot_press", work("ald", with_constants(web, **{name: 1.2 * value}))))
    assert any(not np.array_equal(before[which], after[which]) for which in CELL_FIGURES)
