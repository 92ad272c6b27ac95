"""Physics of the wet line, deposition and cost against numbers worked out elsewhere (tests/data/process)."""

import csv
import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.paths import DATA as TEST_DATA

from twin.core import mass_balance
from twin.laws import (
    ageing,
    cost,
    deposition,
    dried_film,
    dryer_energy,
    drying,
    energy_demand,
    evaporation,
    moisture,
    solvent,
    surface,
)

DATA = TEST_DATA / "process"
EXPECTED = json.loads((DATA / "expected.json").read_text())
T1 = 1e-6  # relative, for closed forms given to full precision

REACTORS = {
    "wellstirred": deposition.well_stirred_coverage,
    "plugflow_fluidbed": deposition.fluid_bed_coverage,
    "spatial_plugflow": deposition.spatial_coverage,
}


@pytest.mark.parametrize("reactivity", [2, 20])
@pytest.mark.parametrize("dose", [0.5, 1, 1.5, 2])
@pytest.mark.parametrize("reactor", REACTORS)
def test_coverage_of_a_reactor(reactor: str, dose: float, reactivity: float) -> None:
    """G-01, G-02, G-03."""
    expected = EXPECTED[f"P1_{reactor}_Da{reactivity}_t{dose}"]
    assert float(REACTORS[reactor](dose, reactivity)) == pytest.approx(expected, rel=T1)


@pytest.mark.parametrize(("reactivity", "coverage"), [(2, 0.95), (20, 0.99)])
def test_dose_for_a_coverage(reactivity: float, coverage: float) -> None:
    """G-01, solved for the dose."""
    expected = EXPECTED[f"P1_dose_needed_wellstirred_Da{reactivity}_th{coverage}"]
    assert float(deposition.well_stirred_dose(coverage, reactivity)) == pytest.approx(expected, rel=T1)


doses = st.floats(0.0, 5.0)
reactivities = st.floats(0.05, 200.0)


@given(dose=doses, reactivity=reactivities)
def test_no_reactor_covers_more_than_its_dose_or_the_surface(dose: float, reactivity: float) -> None:
    """P-11."""
    for coverage in REACTORS.values():
        assert -1e-12 <= float(coverage(dose, reactivity)) <= min(dose, 1.0) + 1e-9


@given(dose=doses, reactivity=reactivities)
def test_fluid_bed_uses_gas_best_and_the_stirred_reactor_worst(dose: float, reactivity: float) -> None:
    """P-11."""
    stirred, bed, spatial = (
        float(REACTORS[name](dose, reactivity))
        for name in ("wellstirred", "plugflow_fluidbed", "spatial_plugflow")
    )
    assert stirred <= spatial + 1e-9
    assert spatial <= bed + 1e-9


@given(dose=doses, more=st.floats(0.0, 2.0), reactivity=reactivities, faster=st.floats(1.0, 10.0))
def test_coverage_grows_with_dose_and_reactivity(
    dose: float, more: float, reactivity: float, faster: float
) -> None:
    """P-11."""
    for coverage in REACTORS.values():
        here = float(coverage(dose, reactivity))
        assert float(coverage(dose + more, reactivity)) >= here - 1e-9
        assert float(coverage(dose, reactivity * faster)) >= here - 1e-9


@given(dose=st.floats(0.0, 3.0).filter(lambda t: abs(t - 1.0) > 0.01))
def test_endless_reactivity_uses_every_molecule(dose: float) -> None:
    """P-11: coverage -> min(dose, 1)."""
    for coverage in REACTORS.values():
        # Da = 1e6: the remaining distance is of order ln(Da)/Da over the distance to saturation
        assert float(coverage(dose, 1e6)) == pytest.approx(min(dose, 1.0), abs=1e-3)


@given(coverage=st.floats(0.001, 0.999), reactivity=reactivities)
def test_dose_and_coverage_are_inverse(coverage: float, reactivity: float) -> None:
    """P-11."""
    stirred = deposition.well_stirred_coverage(deposition.well_stirred_dose(coverage, reactivity), reactivity)
    assert float(stirred) == pytest.approx(coverage, abs=1e-9)


def test_film_waits_for_its_nuclei() -> None:
    """5 nm at 0.112 nm per cycle are 44.6 cycles; with 5 of delay 49.6."""
    assert float(deposition.deposited_thickness(49.642857, 0.112, 5.0)) == pytest.approx(5.0, rel=1e-6)
    assert float(deposition.deposited_thickness(4.0, 0.112, 5.0)) == 0.0


@pytest.mark.parametrize(("aspect", "factor"), [(0.0, 1.0), (10.0, 198.5), (30.0, 1493.5), (100.0, 15476.0)])
def test_deep_holes_need_more_exposure(aspect: float, factor: float) -> None:
    """1 + 19a/4 + 3a²/2 by hand; times 2.6e-4 Pa s it gives 0.05, 0.39 and 4.0 Pa s."""
    assert float(deposition.required_exposure_ratio(aspect)) == pytest.approx(factor)


def test_slot_die() -> None:
    """G-08."""
    wet_um = solvent.wet_thickness_um(3.6, 40.0, 0.6)
    dry_g_m2 = 10.0 * mass_balance.loading_mg_cm2(wet_um, 2.2 * 0.70)
    number = solvent.capillary_number(0.1, 40.0 / 60.0, 0.04)
    assert float(wet_um) == pytest.approx(EXPECTED["P6_wet_um (Q=3.6 l/min, v=40 m/min, w=.6 m)"], rel=T1)
    assert float(dry_g_m2) == pytest.approx(EXPECTED["P6_dry_loading_g_m2 (rho 2.2, 0.70 solids)"], rel=T1)
    assert float(number) == pytest.approx(EXPECTED["P6_Ca(mu=.1,sig=.04)"], rel=T1)


def test_solvent_and_dryer_of_a_web() -> None:
    """G-10: 180 g/m² dry, 70 % solids, dry after 45 s; 1440 m²/h at 40 m/min."""
    solvent_g_m2 = 180.0 * float(solvent.solvent_content_kg_kg(0.70))
    seconds = float(drying.drying_time(18.0, solvent.solvent_content_kg_kg(0.70), solvent_g_m2 / 45.0))
    assert solvent_g_m2 == pytest.approx(EXPECTED["W8_solvent_g_per_m2"], rel=T1)
    assert 1.440 * solvent_g_m2 == pytest.approx(EXPECTED["W8_solvent_kg_h_NMP"], rel=T1)
    assert seconds * 40.0 / 60.0 == pytest.approx(EXPECTED["W8_dryer_length_m (45 s residence)"], rel=T1)


@pytest.mark.parametrize("dew_C", [-40, -20])
def test_humid_air(dew_C: int) -> None:
    """G-11, G-11b: own saturation formulas, within 1 %."""
    assert float(moisture.humidity_kg_kg(dew_C)) == pytest.approx(
        EXPECTED[f"P8_W_dew{dew_C}C_kg/kg"], rel=0.01
    )
    assert float(moisture.water_ppmv(dew_C)) == pytest.approx(EXPECTED[f"P8_ppmv_dew{dew_C}C"], rel=0.01)


def test_dryer_air() -> None:
    """G-12, within 1 %."""
    heat = dryer_energy.humid_air_heat_kJ_kg(25.0, 120.0, 0.006)
    power = dryer_energy.dryer_air_kW(20_000.0, 25.0, 120.0, 0.006)
    assert heat == pytest.approx(EXPECTED["P8_dh_25->120C_W.006_kJ/kg_da"], rel=0.01)
    assert power == pytest.approx(EXPECTED["P8_dryer_air_kW_for_20000m3/h@25C"], rel=0.01)


def test_water_at_80_C() -> None:
    """G-13, within 0.5 %."""
    heat = float(evaporation.water_heat_of_evaporation_kJ_kg(80.0))
    assert heat == pytest.approx(EXPECTED["P8_water_hvap_80C_kJ/kg"], rel=0.005)
    pressure_kPa = float(moisture.saturation_pressure_Pa(80.0)) / 1e3
    assert pressure_kPa == pytest.approx(EXPECTED["P8_water_psat_80C_kPa"], rel=0.005)


@pytest.mark.parametrize(
    ("temperature_C", "kPa"),
    [
        (0.01, 0.611655),
        (25.0, 3.1699),
        (60.0, 19.946),
        (100.0, 101.42),
        (120.0, 198.67),
        (150.0, 476.16),
        (200.0, 1554.9),
        (300.0, 8587.9),
    ],
)
def test_vapour_over_water_follows_the_steam_tables(temperature_C: float, kPa: float) -> None:
    """G-13 over the whole of a dryer; saturation table of the NIST Chemistry WebBook, SRD 69."""
    pressure_kPa = float(moisture.saturation_pressure_Pa(temperature_C)) / 1e3
    assert pressure_kPa == pytest.approx(kPa, rel=2e-4)


def test_vapour_pressure_does_not_jump_where_ice_melts() -> None:
    below, above = moisture.saturation_pressure_Pa(np.array([0.009999, 0.010001]))
    assert above / below == pytest.approx(1.0, abs=1e-4)


def steps() -> list[dict[str, str]]:
    """Return the cost steps of the baseline plant."""
    with (DATA / "batpac_like_baseline_steps.csv").open() as file:
        return list(csv.DictReader(file))


def test_sums_of_the_baseline_plant() -> None:
    """E-05."""
    labour = sum(
        float(cost.scaled_cost(float(s["labour_h_per_year"]), 1.0, float(s["labour_exponent"])))
        for s in steps()
    )
    capital = sum(
        float(cost.scaled_cost(float(s["capital_MUSD"]), 1.0, float(s["capital_exponent"]))) for s in steps()
    )
    assert labour == pytest.approx(EXPECTED["E4_sum_labour_h"], rel=T1)
    assert capital == pytest.approx(EXPECTED["E4_sum_capex_22_steps_M"], rel=T1)


@pytest.mark.parametrize("ratio", [0.5, 2.0])
@pytest.mark.parametrize(
    ("column", "exponent", "key"),
    [
        ("labour_h_per_year", "labour_exponent", "labour_h"),
        ("capital_MUSD", "capital_exponent", "capex_M"),
        ("area_m2", "area_exponent", "area"),
    ],
)
def test_a_step_scales_with_volume(column: str, exponent: str, key: str, ratio: float) -> None:
    """E-05, coating of the positive electrode."""
    step = next(s for s in steps() if s["step"] == "pos_coating")
    expected = EXPECTED[f"E4_poscoat_{key}_x{ratio}"]
    assert float(cost.scaled_cost(float(step[column]), ratio, float(step[exponent]))) == pytest.approx(
        expected, rel=T1
    )


positive = st.floats(0.01, 100.0)


@given(
    loading=positive, pore_free=st.floats(1.0, 6.0), porosity=st.floats(0.0, 0.9), after=st.floats(0.0, 0.9)
)
def test_mass_balance_before_and_after_pressing(
    loading: float, pore_free: float, porosity: float, after: float
) -> None:
    """P-12: thickness goes as 1/(1 - porosity) at constant loading."""
    thick = mass_balance.thickness_um(loading, pore_free * (1.0 - porosity))
    thin = mass_balance.thickness_um(loading, pore_free * (1.0 - after))
    assert float(thin) == pytest.approx(float(thick) * (1.0 - porosity) / (1.0 - after), rel=1e-9)
    assert float(mass_balance.loading_mg_cm2(thin, pore_free * (1.0 - after))) == pytest.approx(
        loading, rel=1e-9
    )


NMP = (99.13, 202.0, 51.0)
BUTYL_BUTYRATE = (144.2, 165.0, 47.0)
"""Molar mass, boiling point and heat of evaporation."""
NMP_G_CM3 = 1.03


def test_vapour_of_nmp_at_100_C() -> None:
    """2976 Pa in Lippke et al. 2023; Clausius-Clapeyron through the boiling point within 2 %."""
    assert float(evaporation.vapour_pressure_Pa(100.0, 202.0, 51.0)) == pytest.approx(2976.0, rel=0.02)


def test_heat_and_mass_balance_of_a_wet_film_close() -> None:
    rate = evaporation.evaporation_rate(80.0, 40.0, *NMP, 100.0)
    by_heat = 40.0 * (80.0 - rate.film_C) / (51.0e3 / 99.13)
    assert rate.g_m2_s == pytest.approx(by_heat, rel=1e-9)
    step = (
        evaporation.evaporation_rate(80.1, 40.0, *NMP, 100.0).g_m2_s
        - evaporation.evaporation_rate(79.9, 40.0, *NMP, 100.0).g_m2_s
    )
    assert rate.g_m2_s_per_K == pytest.approx(step / 0.2, rel=1e-3)


def test_evaporation_of_nmp_is_that_of_the_pilot_dryer() -> None:
    """Lippke et al. 2023: films shrink by 0.65-0.68 um/s at 80 °C, 40 W/m²K; nothing is fitted here."""
    shrink_um_s = evaporation.evaporation_rate(80.0, 40.0, *NMP, 0.0).g_m2_s / NMP_G_CM3
    assert shrink_um_s == pytest.approx(0.665, rel=0.2)


@pytest.mark.parametrize(("air_C", "transfer"), [(60.0, 20.0), (80.0, 40.0), (120.0, 55.0)])
def test_drying_is_faster_in_hotter_and_faster_air(air_C: float, transfer: float) -> None:
    here = evaporation.evaporation_rate(air_C, transfer, *BUTYL_BUTYRATE, 0.0).g_m2_s
    assert evaporation.evaporation_rate(air_C + 5.0, transfer, *BUTYL_BUTYRATE, 0.0).g_m2_s > here
    assert evaporation.evaporation_rate(air_C, transfer * 1.2, *BUTYL_BUTYRATE, 0.0).g_m2_s > here
    assert evaporation.evaporation_rate(air_C, transfer, *BUTYL_BUTYRATE, 200.0).g_m2_s < here
    assert here > evaporation.evaporation_rate(air_C, transfer, *NMP, 0.0).g_m2_s


def test_a_zone_splits_into_two_halves() -> None:
    """Constant, then falling rate: the closed form has no memory but the content."""
    content = np.linspace(0.05, 0.6, 12)
    args = (1.0, 20.0, 0.05, 0.15, 0.004)  # 1 g/m² s from 200 g/m²
    once, shrank = drying.content_behind_zone(content, 80.0, *args)
    half, first = drying.content_behind_zone(content, 30.0, *args)
    twice, second = drying.content_behind_zone(half, 50.0, *args)
    np.testing.assert_allclose(twice, once, rtol=1e-12)
    np.testing.assert_allclose(first + second, shrank, rtol=1e-12)


def test_constant_rate_by_hand() -> None:
    """0.4 kg/kg at 1 g/m² s from 200 g/m² leave 0.2 after 40 s; the solids touch at 0.25, after 30 s."""
    after, shrank = drying.content_behind_zone(np.asarray([0.4]), 40.0, 1.0, 20.0, 1.0, 0.25, 0.0)
    np.testing.assert_allclose(after, [0.2])
    np.testing.assert_allclose(shrank, [30.0])


def test_cracking_thickness_by_hand() -> None:
    """0.41 (10e9 · 6 · 0.57 · (0.6e-6)³ / (2 · 0.03))^½ = 0.41 · 350.9e-6 m."""
    assert float(dried_film.cracking_thickness_um(10.0, 0.6, 0.57, 0.03)) == pytest.approx(143.86, rel=1e-4)


def test_half_of_a_film_as_thick_as_its_limit_cracks() -> None:
    assert float(dried_film.crack_share(140.0, 140.0, 0.1)) == pytest.approx(0.5)
    assert float(dried_film.crack_share(70.0, 140.0, 0.05)) < 1e-4
    assert float(dried_film.crack_share(280.0, 140.0, 0.05)) == pytest.approx(1.0, abs=1e-6)


def test_low_flow_limit_by_hand() -> None:
    """Gap three films: 0.65 (2 / 2)^1.5 = 0.65; a film that fills the gap has no limit."""
    assert float(solvent.low_flow_limit(300.0, 100.0)) == pytest.approx(0.65)
    assert math.isinf(float(solvent.low_flow_limit(100.0, 120.0)))


def test_square_root_ageing() -> None:
    """35 % lost in 500 cycles is 15.65 % in 100: retention 0.8435; 10 % gives 0.9553."""
    for lost, left in ((0.35, 0.8435), (0.10, 0.9553)):
        fade = lost / math.sqrt(500.0)
        assert float(ageing.retention_frac(fade, 100.0)) == pytest.approx(left, abs=1e-4)
        assert float(ageing.retention_frac(fade, 500.0)) == pytest.approx(1.0 - lost)


def test_grown_resistance_of_coated_particles() -> None:
    """10.1016/j.cej.2025.170461, 10 nm, from cycles 1 and 100; the square root predicts cycle 20."""
    rate = (132.9 - 22.4) / 9.0
    assert float(ageing.grown_resistance(22.4 - rate, rate, 20.0)) == pytest.approx(70.3, rel=0.1)


def test_side_reactions_of_both_coverages() -> None:
    """0.06 over 0.24 bare surface is a quarter of the side products."""
    dry = ageing.side_reaction_ratio(0.94, 5.0, 0.0)
    wet = ageing.side_reaction_ratio(0.76, 5.0, 0.0)
    assert float(dry / wet) == pytest.approx(0.25)
    assert float(ageing.side_reaction_ratio(1.0, 1.0, 1.0)) == pytest.approx(math.exp(-1.0))


def test_moisture_costs_nothing_when_dry_and_much_when_wet() -> None:
    fresh = np.asarray([1.87])
    day = 86_400.0
    dry = moisture.exposed_conductivity(fresh, day, float(moisture.water_ppmv(-60.0)), 0.05, 1000.0)
    wet = moisture.exposed_conductivity(fresh, day, float(moisture.water_ppmv(-20.0)), 0.05, 1000.0)
    # -60 °C: 10.8 ppmv · 24 h · 0.05 = 13 ppmv h; -20 °C: 1025 ppmv · 24 h · 0.05 = 1230 ppmv h
    assert float(dry[0]) == pytest.approx(1.87 * math.exp(-0.013), rel=1e-3)
    assert float(wet[0]) == pytest.approx(1.87 * math.exp(-1.23), rel=1e-2)


def test_roughness_of_a_fresh_and_of_a_rolled_surface() -> None:
    assert float(surface.fresh_roughness_um(4.0, 0.0, 0.075, 0.0)) == pytest.approx(0.3)
    assert float(surface.fresh_roughness_um(4.0, 0.4, 0.075, 0.0)) == pytest.approx(0.5)
    assert float(surface.nip_roughness_um(1.0, 0.0, 0.15, 400.0)) == pytest.approx(1.0)
    assert float(surface.nip_roughness_um(1.0, 400.0, 0.15, 400.0)) == pytest.approx(0.15 + 0.85 / math.e)


def test_energy_by_hand() -> None:
    assert energy_demand.mechanical_kWh(100.0, 36.0, 0.5) == pytest.approx(2.0)
    assert energy_demand.heating_kWh(360.0, 1.0, 20.0, 30.0) == pytest.approx(1.0)
    assert energy_demand.heating_kWh(360.0, 1.0, 30.0, 20.0) == 0.0
    assert energy_demand.evaporation_kWh(10.0, 360.0) == pytest.approx(1.0)
    assert energy_demand.running_kWh(12.0, 300.0) == pytest.approx(1.0)


def test_a_drier_room_costs_more() -> None:
    assert energy_demand.dry_room_kW(100.0, -40.0, 0.5, -40.0, 0.03) == pytest.approx(50.0)
    assert energy_demand.dry_room_kW(100.0, -60.0, 0.5, -40.0, 0.03) > energy_demand.dry_room_kW(
        100.0, -40.0, 0.5, -40.0, 0.03
    )
