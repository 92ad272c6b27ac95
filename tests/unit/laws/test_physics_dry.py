"""Laws of the dry stations: limits, directions, splits in time, numbers worked by hand or another way."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from twin.laws import damage, dispersion, feeding, nip, springback
from twin.laws.compaction import flow_pressure_MPa
from twin.laws.feeding import held_ratio, settled_ratio
from twin.laws.fibrillation import fibrillation, softness, uneven_flow_cv
from twin.laws.rolling import Compactible, Pressed, Rolls, press
from twin.stations.shared.powder_feed import spots_m

PTFE = (0.25, 19.0, 4.0, 720.0, 0.002)
ONE = np.ones((1, 1, 1))


def layer(**changes: float) -> Compactible:
    """A layer that gives way like the shipped recipe's."""
    values = {
        "floor_porosity_frac": 0.15,
        "flow_pressure_MPa": 90.0,
        "rearranged_share_frac": 0.13,
        "rearrangement_pressure_MPa": 5.0,
        "softening_per_K": 0.006,
        "instant_springback_frac": 0.19,
        "softened_ratio": 1.0,
    } | changes
    return Compactible(**{name: value * ONE for name, value in values.items()})


def rolls(**changes: object) -> Rolls:
    """Rolls of 0.5 m at 80 C."""
    usual = Rolls(260.0, 250.0, 8.0, 210.0, 80.0, 0.0)
    return usual._replace(**changes)


def web(loading: object = 21.7, porosity: float = 0.3, layers: int = 1) -> dict[str, np.ndarray]:
    """A web of 3 x 4 cells as it enters a nip."""
    shape = np.ones((layers, 3, 4))
    return {
        "loading_mg_cm2": loading * shape,
        "porosity_frac": porosity * shape,
        "pore_free_g_cm3": 3.9 * shape,
        "hardening_pressure_MPa": 0.0 * shape,
    }


def pressed(loading: object = 21.7, porosity: float = 0.3, **changes: object) -> Pressed:
    return press(**web(loading, porosity), layer=layer(), rolls=rolls(**changes))


# --- nip


def test_contact_of_a_worked_nip() -> None:
    contact_mm = nip.contact_length_mm(400.0, 90.0 - 63.0)
    assert contact_mm == pytest.approx(3.286335, abs=1e-6)


@given(st.floats(20.0, 3000.0), st.floats(50.0, 500.0), st.floats(30.0, 300.0), st.floats(30.0, 300.0))
def test_nip_pressure_carries_the_line_load(load: float, radius: float, before: float, flow: float) -> None:
    def thickness(pressure: float) -> float:
        return before * (0.6 + 0.4 * math.exp(-pressure / flow))

    pressure, slope_um = nip.carrying_pressure_MPa(load, radius, before, thickness)
    carried = pressure * float(nip.contact_length_mm(radius, before - thickness(pressure)))
    assert carried == pytest.approx(load, rel=0.01)  # two Newton steps
    ahead, behind = thickness(pressure * 1.01), thickness(pressure / 1.01)
    expected = (ahead - behind) / (2.0 * math.log(1.01))
    assert slope_um == pytest.approx(expected, rel=0.2, abs=0.02 * before)  # secant of two nearby points


def test_sag_of_a_roll_by_hand() -> None:
    # 5 · 500 · 1000⁴ / (384 · 210 000 · π 400⁴ / 64) mm
    assert nip.roll_sag_um(500.0, 1000.0, 400.0, 210.0) == pytest.approx(24.67, abs=0.01)


def test_bent_gap_is_widest_in_the_middle_and_as_at_the_edge_at_the_edges() -> None:
    gap_um = nip.bent_gap_um(np.linspace(-1.0, 1.0, 5), 5.0, 4.0, 0.5)
    np.testing.assert_allclose(gap_um, 6.0 * 0.25 * np.array([0.0, 0.75, 1.0, 0.75, 0.0]), rtol=1e-12)


def test_stiff_mill_passes_its_own_error_and_stiff_web_the_one_it_came_with() -> None:
    assert nip.thickness_error_um(2.0, 5.0, 1e9, 1.0) == pytest.approx(2.0)
    assert nip.thickness_error_um(2.0, 5.0, 1.0, 1e9) == pytest.approx(5.0)


# --- rolling


def test_pressed_web_conserves_mass_in_every_cell() -> None:
    loading = 21.7 + np.random.default_rng(1).normal(0.0, 0.3, (1, 3, 4))
    found = pressed(loading, gap_error_um=np.linspace(-1.0, 1.0, 12).reshape(3, 4))
    density = 3.9 * (1.0 - found.porosity_frac)
    np.testing.assert_allclose(10.0 * loading / found.thickness_um, density, rtol=1e-13)


def test_even_web_carries_the_load_in_every_cell() -> None:
    found = pressed()
    before_um = 10.0 * 21.7 / (3.9 * 0.7)
    arc_mm = nip.contact_length_mm(250.0, before_um - found.thickness_um[0] / 1.19)
    np.testing.assert_allclose(found.pressure_MPa * arc_mm, 260.0, rtol=5e-3)  # two Newton steps


@pytest.mark.parametrize(
    ("changes", "rises"),
    [({"line_load_N_mm": 300.0}, True), ({"temperature_C": 100.0}, True), ({"radius_mm": 350.0}, False)],
)
def test_more_load_heat_or_smaller_rolls_compact_more(changes: dict[str, float], rises: bool) -> None:
    usual, other = pressed().porosity_frac.mean(), pressed(**changes).porosity_frac.mean()
    assert bool(other < usual) is rises


def test_no_load_leaves_porosity_but_for_the_sliding_grains_it_takes() -> None:
    found = press(**web(), layer=layer(rearranged_share_frac=0.0), rolls=rolls(line_load_N_mm=0.01))
    np.testing.assert_allclose(found.porosity_frac, 0.3, atol=1e-3)


def test_layers_in_series_share_their_pressure() -> None:
    whole = press(**web(20.0), layer=layer(), rolls=rolls())
    both = Compactible(*(np.repeat(values, 2, axis=0) for values in layer()))
    halves = press(**web(10.0, layers=2), layer=both, rolls=rolls())
    np.testing.assert_allclose(halves.pressure_MPa, whole.pressure_MPa, rtol=1e-12)
    np.testing.assert_allclose(halves.thickness_um.sum(axis=0), whole.thickness_um[0], rtol=1e-12)


def test_softer_layer_of_two_ends_denser() -> None:
    two = Compactible(*(np.repeat(values, 2, axis=0) for values in layer()))
    two = two._replace(flow_pressure_MPa=np.array([60.0, 120.0]).reshape(2, 1, 1))
    found = press(**web(10.0, layers=2), layer=two, rolls=rolls())
    assert (found.porosity_frac[0] < found.porosity_frac[1]).all()


def test_rigid_mill_makes_thickness_even_and_soft_mill_makes_pressure_even() -> None:
    loading = 21.7 + np.linspace(-0.2, 0.2, 12).reshape(1, 3, 4)
    rigid = pressed(loading, frame_N_mm_um=1e5, modulus_GPa=1e6)
    soft = pressed(loading, frame_N_mm_um=1e-3, modulus_GPa=1e-3)
    # what the first-order balance leaves over 1 % of loading
    assert rigid.thickness_um.std() < 0.1 * soft.thickness_um.std()
    assert soft.pressure_MPa.std() < 0.1 * rigid.pressure_MPa.std()


@pytest.mark.parametrize("over_width", [True, False])
def test_gap_error_reaches_the_web_as_the_gaugemeter_says(over_width: bool) -> None:
    # over the whole width frame and rolls give way one after the other, from lane to lane the rolls alone
    shift = np.zeros((3, 4))
    shift[:, 0] = 0.1 if over_width else (0.1, 0.0, -0.1)
    shift[:, 2] = -shift[:, 0]
    even, found = pressed(), pressed(gap_error_um=shift)
    error_um = float((found.thickness_um - even.thickness_um)[0, 0, 0]) / 1.19
    more, less = pressed(line_load_N_mm=261.0), pressed(line_load_N_mm=259.0)
    plastic = 2.0 / float((less.thickness_um - more.thickness_um).mean() / 1.19)
    contact_mm = 260.0 / float(even.pressure_MPa.mean())
    softness = nip.flattening_um_mm_N(250.0, contact_mm, 210.0) + over_width / 8.0
    expected = float(nip.thickness_error_um(0.1, 0.0, 1.0 / softness, plastic))
    assert error_um == pytest.approx(expected, rel=0.02)


def test_flattening_of_two_rolls_by_hand() -> None:
    # 2 · 0.91 / (π · 210 GPa) · (2 ln(4 · 250 / 1.5) - 1), a contact of 3 mm; 600 mm take 20 kN to give 1 um
    um_mm_N = nip.flattening_um_mm_N(250.0, 3.0, 210.0)
    reach = 2.0 * math.log(666.667) - 1.0
    assert um_mm_N == pytest.approx(2.0 * 0.91 / (math.pi * 210.0) * reach, rel=1e-6)
    assert 0.6 / um_mm_N == pytest.approx(18.1, abs=0.1)


def test_solvent_in_the_binder_works_like_more_pressure() -> None:
    soft = press(**web(), layer=layer(softened_ratio=1.2), rolls=rolls())
    hot = press(**web(), layer=layer(), rolls=rolls(temperature_C=80.0 + math.log(1.2) / 0.006))
    np.testing.assert_allclose(soft.porosity_frac, hot.porosity_frac, rtol=1e-9)
    assert soft.porosity_frac.mean() < pressed().porosity_frac.mean()


# --- springback


def test_growth_in_two_waits_is_that_of_one() -> None:
    first, left = springback.grown(0.05, 1.5, 5.0)
    second, rest = springback.grown(left, 4.0, 5.0)
    whole, rest_at_once = springback.grown(0.05, 5.5, 5.0)
    assert (1.0 + first) * (1.0 + second) == pytest.approx(1.0 + whole, rel=1e-12)
    assert rest == pytest.approx(rest_at_once, rel=1e-12)
    assert whole == pytest.approx(springback.springback(5.5, 0.05, 5.0), rel=1e-12)


def test_half_closed_web_stores_half_the_growth_and_a_skin_more() -> None:
    # 6 % at 25 °C, a hundredth less per kelvin: 80 °C leave 6 % · e^-0.55
    stored = springback.stored_growth(80.0, 0.06, 0.01, 0.5)
    assert stored == pytest.approx(0.5 * 0.06 * math.exp(-0.55), rel=1e-12)
    assert springback.skin_factor(2.5, 0.1) == pytest.approx(1.15)
    assert springback.skin_factor(1.0, 0.7) == 1.0


# --- feed


def test_flow_evens_out_with_fibrillation_as_resistivity_does() -> None:
    assert uneven_flow_cv(0.3, 0.03) == pytest.approx(0.03)
    assert uneven_flow_cv(1.0, 0.03) == pytest.approx(0.03 * 0.016 / 0.22)


def test_start_of_a_roll_settles_with_the_length_made() -> None:
    # segments of 10 m, the spot in the middle of each: 5, 15, 25 and 35 m behind the start
    found = settled_ratio(spots_m(40.0, 4, 0.0), 5.0, -0.1)
    np.testing.assert_allclose(found, 1.0 - 0.1 * np.exp([-1.0, -3.0, -5.0, -7.0]), rtol=1e-12)


def test_starts_cost_the_length_that_is_out_of_tolerance() -> None:
    # 10 % off falls to 2 % after 5 m · ln 5 = 8.05 m; the spot of the first segment of 37 m is uniform
    drawn = np.random.default_rng(1).standard_normal(20_000)
    out = np.mean([settled_ratio(spots_m(37.0 * 24, 24, z), 5.0, -0.1).min() < 0.98 for z in drawn.tolist()])
    assert out * 37.0 == pytest.approx(5.0 * math.log(5.0), rel=0.03)


def test_control_in_line_takes_out_what_lasts_and_ends_where_the_gauge_errs() -> None:
    np.testing.assert_array_equal(held_ratio(np.array([0.0, 8.0]), 0.02, 0.01, 8.0, 12.0), 1.0)
    assert 1.02 * held_ratio(20.0, 0.02, 0.0, 8.0, 12.0) == pytest.approx(
        1.02 / (1.0 + 0.02 * (1.0 - 1.0 / math.e))
    )
    assert 1.02 * held_ratio(1e4, 0.02, 0.003, 8.0, 12.0) == pytest.approx(1.003)


def test_second_pass_at_less_load_changes_nothing_and_at_more_load_ends_as_one_pass() -> None:
    first = pressed()
    again = web(porosity=1.0) | {
        "porosity_frac": first.porosity_frac,
        "hardening_pressure_MPa": first.hardening_MPa,
    }
    weaker = press(**again, layer=layer(), rolls=rolls(line_load_N_mm=100.0))
    np.testing.assert_allclose(weaker.porosity_frac, first.porosity_frac, rtol=1e-12)
    stronger = press(**again, layer=layer(), rolls=rolls(line_load_N_mm=400.0))
    at_once = 0.15 + 0.15 * np.exp(-stronger.pressure_MPa * math.exp(0.006 * 55.0) / 90.0) * (
        1.0 - 0.13 * (1.0 - np.exp(-stronger.pressure_MPa * math.exp(0.006 * 55.0) / 5.0))
    )
    np.testing.assert_allclose(stronger.porosity_frac, at_once, rtol=1e-9)


def test_softening_by_electrolyte_by_hand() -> None:
    # half the volume electrolyte, half as stiff in pure electrolyte: 100 · (1 - 0.5 · 0.5)
    assert flow_pressure_MPa(100.0 * ONE, 0.5 * ONE, 2.0 * ONE, 2.0 * ONE) == pytest.approx(75.0)


# --- dispersion and kneading


def test_carbon_stops_at_the_aggregate() -> None:
    def size_um(time_s: float) -> float:
        return dispersion.carbon_size_um(30.0 * ONE, 0.2 * ONE, time_s, 0.014, 1.0).item()

    # 120 s at 0.014 1/s leave 19 % of what was above the aggregate
    sizes = [size_um(time_s) for time_s in (0.0, 120.0, 1e5)]
    assert sizes == pytest.approx([30.0, 0.2 + 29.8 * math.exp(-1.68), 0.2])


def test_agglomerate_of_eight_is_twice_the_primary() -> None:
    assert float(dispersion.agglomerate_um(0.5, 8.0)) == pytest.approx(1.0)
    whole = dispersion.electrolyte_size_um(np.full((1, 1, 1), 1.0), 0.5 * ONE, 0.0, 10.0)
    assert whole.item() == pytest.approx(1.0)


@given(st.floats(0.0, 100.0), st.floats(0.0, 100.0))
def test_energy_in_two_visits_does_what_it_does_in_one(first: float, second: float) -> None:
    def size(before: np.ndarray, energy: float) -> np.ndarray:
        return dispersion.electrolyte_size_um(before, 0.5 * ONE, energy, 10.0)

    def left(before: np.ndarray, start: float, energy: float) -> np.ndarray:
        return dispersion.sheared_conductivity(before, start * ONE, (start + energy) * ONE, 0.25, 500.0)

    at_once = size(3.0 * ONE, first + second)
    np.testing.assert_allclose(size(size(3.0 * ONE, first), second), at_once, rtol=1e-9)
    twice = left(left(1.8 * ONE, 0.0, first), first, second)
    np.testing.assert_allclose(twice, left(1.8 * ONE, 0.0, first + second), rtol=1e-9)


def test_shear_costs_half_of_its_loss_at_its_scale() -> None:
    found = dispersion.sheared_conductivity(2.0 * ONE, 0.0 * ONE, 500.0 * ONE, 0.25, 500.0)
    assert found.item() == pytest.approx(2.0 * (1.0 - 0.125))


def test_fibres_shorten_towards_the_shortest() -> None:
    found = [dispersion.aspect_ratio(100.0 * ONE, 30.0 * ONE, e, 50.0).item() for e in (0.0, 50.0, 1e6)]
    assert found == pytest.approx([100.0, 30.0 + 70.0 / math.e, 30.0])


@pytest.mark.parametrize("minutes", [3.0, 12.0, 20.0, 45.0])
def test_fibrillation_solves_its_rate_equation(minutes: float) -> None:
    def rate(s: float, share: np.ndarray) -> np.ndarray:
        return 0.25 * (1.0 - share) - 0.002 * share * max(0.0, s - 12.0)

    exact = solve_ivp(rate, (0.0, minutes), [0.0], rtol=1e-9, atol=1e-11, max_step=0.05).y[0, -1]
    soft = float(softness(200.0, 19.0, 4.0))
    found = fibrillation(0.0 * ONE, minutes / soft, 200.0, *PTFE).item()
    assert found == pytest.approx(exact, abs=1e-6)


def test_cold_binder_does_not_fibrillate() -> None:
    assert fibrillation(0.0 * ONE, 30.0, -20.0, *PTFE).item() < 1e-3
    assert fibrillation(0.0 * ONE, 12.0, 45.0, *PTFE).item() == pytest.approx(1.0 - math.exp(-3.0), abs=1e-3)


def test_too_much_kneading_cuts_fibrils() -> None:
    shares = [fibrillation(0.0 * ONE, t, 60.0, *PTFE).item() for t in (6.0, 16.0, 40.0, 90.0)]
    assert shares[0] < shares[1] > shares[2] > shares[3]


def test_two_kneadings_make_one_up_to_saturation() -> None:
    half = fibrillation(0.0 * ONE, 5.0, 45.0, *PTFE)
    np.testing.assert_allclose(
        fibrillation(half, 5.0, 45.0, *PTFE), fibrillation(0.0 * ONE, 10.0, 45.0, *PTFE), rtol=1e-9
    )


# --- damage and feeding


def test_coating_suffers_solvent_by_time_and_abrasion_by_energy() -> None:
    assert damage.coating_left(ONE, 2.0, 0.1, 0.0, 2000.0).item() == pytest.approx(math.exp(-0.2))
    assert damage.coating_left(ONE, 2.0, 0.0, 200.0, 2000.0).item() == pytest.approx(math.exp(-0.1))


def test_cracks_start_at_nothing_reach_half_at_the_strength_and_never_heal() -> None:
    cracked = [damage.cracked_frac(0.0 * ONE, p * ONE, 300.0, 20.0).item() for p in (0.0, 300.0, 900.0)]
    assert cracked == pytest.approx([0.0, 0.5, 1.0], abs=1e-6)
    assert damage.cracked_frac(0.4 * ONE, 10.0 * ONE, 300.0, 20.0).item() == 0.4


def cracked(pressure_MPa: float, strength_MPa: float, spread_MPa: float, electrolyte: float) -> float:
    """Share of grains cracked by one pressing, with a share of electrolyte in the volume of both."""
    bed_MPa = float(damage.bedded_strength_MPa(strength_MPa, 1.0, electrolyte, 1.0 - electrolyte))
    return float(damage.cracked_frac(0.0, pressure_MPa, bed_MPa, spread_MPa * bed_MPa / strength_MPa))


@pytest.mark.parametrize("pressure_MPa", [120.0, 370.0, 500.0])
def test_single_crystals_stay_whole_at_pressures_of_presses_and_secondary_particles_do_not(
    pressure_MPa: float,
) -> None:
    single, secondary = cracked(pressure_MPa, 800.0, 190.0, 0.26), cracked(pressure_MPa, 290.0, 69.0, 0.26)
    assert single < 0.03
    assert secondary > 10.0 * single
    assert secondary > 0.2 or pressure_MPa < 370.0


def test_electrolyte_between_grains_spares_them() -> None:
    assert cracked(300.0, 290.0, 69.0, 0.4) < 0.3 * cracked(300.0, 290.0, 69.0, 0.0)


@pytest.mark.parametrize("spread_MPa", [1e-3, 1e4])
@pytest.mark.parametrize("strength_MPa", [1e-3, 1e4])
def test_extreme_grains_still_have_a_share_that_is_one(strength_MPa: float, spread_MPa: float) -> None:
    none, all_of_them = (damage.cracked_frac(0.0, p, strength_MPa, spread_MPa) for p in (0.0, 1e6))
    assert none == 0.0 <= all_of_them <= 1.0


def test_earlier_pressure_counts_in_part() -> None:
    assert damage.cracking_pressure_MPa(100.0 * ONE, 150.0 * ONE, 0.3).item() == pytest.approx(180.0)
    assert damage.cracking_pressure_MPa(100.0 * ONE, 0.0 * ONE, 0.3).item() == 100.0


def test_random_spread_of_electrolyte_in_a_microgram_by_hand() -> None:
    # 17 % of 3 um grains (2.64e-5 ug) among grains of 10 um (2.49e-3 ug):
    # 0.17 · 0.83 · (0.83 · 2.64e-5 + 0.17 · 2.49e-3) = 6.3e-5, a standard deviation of 0.0079
    guest, host = (0.17 * ONE, 1.87 * ONE, 3.0 * ONE), (4.75 * ONE, 10.0 * ONE)
    cv = feeding.guest_loading_cv(*guest, *host, ONE, 1e-3 * ONE, ONE).item()
    assert cv / (1.0 / 1.87 - 1.0 / 4.75) == pytest.approx(0.0079, rel=0.01)


def test_blend_apart_spreads_loading_more_than_a_random_one() -> None:
    def spread(index: float) -> float:
        guest, host = (0.12 * ONE, 1.87 * ONE, 0.5 * ONE), (4.75 * ONE, 4.0 * ONE)
        return feeding.guest_loading_cv(*guest, *host, index * ONE, 20.0 * ONE, 3.9 * ONE).item()

    assert spread(1.0) < spread(0.999) < spread(0.9)
