"""A recipe, a powder and a set of machines of round numbers for the tests of wet stations and cell."""

import numpy as np
from support.mixtures import pore_free_density

from twin.core.mass_balance import thickness_um
from twin.core.material import Array, Material, blank
from twin.line.recipe import Recipe
from twin.stations.contract.kinds import load
from twin.stations.contract.visit import Noise, Params, Visit

RECIPE = {
    "format": 1,
    "name": "round numbers",
    "target_loading_mg_cm2": 20.0,
    "composition": {
        "active_mass_frac": 0.85,
        "electrolyte_mass_frac": 0.12,
        "carbon_mass_frac": 0.02,
        "binder_mass_frac": 0.01,
    },
    "active": {
        "density_g_cm3": 4.75,
        "d50_um": 4.0,
        "capacity_mAh_g": 200.0,
        "conductivity_mS_cm": 10.0,
        "threshold_frac": 0.17,
        "strength_MPa": 300.0,
        "strength_spread_MPa": 50.0,
        "crack_cushion_frac": 1.0,
        "crack_memory_frac": 0.3,
        "coating_wear_kJ_kg": 2000.0,
    },
    "electrolyte": {
        "density_g_cm3": 1.87,
        "d50_um": 0.5,
        "conductivity_mS_cm": 1.8,
        "fine_threshold_frac": 0.04,
        "coarse_threshold_frac": 0.22,
        "dilution_exponent": 0.5,
        "primaries_count": 100.0,
        "deagglomeration_kJ_kg": 10.0,
        "shear_loss_frac": 0.25,
        "shear_loss_kJ_kg": 500.0,
    },
    "carbon": {
        "density_g_cm3": 2.0,
        "conductivity_mS_cm": 200.0,
        "drawn_together_frac": 0.2,
        "threshold_frac": 0.047,
        "aggregate_um": 0.2,
        "agglomerate_um": 30.0,
        "aspect_ratio": 3.0,
        "shortest_aspect_ratio": 1.5,
        "shortening_kJ_kg": 100.0,
    },
    "binder": {
        "density_g_cm3": 2.2,
        "ion_blocking_frac": 0.02,
        "electron_blocking_frac": 0.006,
        "fibrillation_per_min": 0.25,
        "transition_C": 19.0,
        "transition_width_K": 4.0,
        "saturation_s": 720.0,
        "cleavage_per_min2": 0.002,
    },
    "compaction": {
        "loose_porosity_frac": 0.55,
        "floor_porosity_frac": 0.15,
        "flow_pressure_MPa": 100.0,
        "electrolyte_softening_frac": 0.5,
        "rearranged_share_frac": 0.13,
        "rearrangement_pressure_MPa": 5.0,
        "softening_per_K": 0.006,
        "instant_springback_frac": 0.02,
        "springback_frac": 0.06,
        "springback_time_d": 5.0,
        "relaxation_per_K": 0.02,
        "skin_springback_frac": 0.1,
        "solvent_softening_kg_kg": 0.02,
    },
    "film": {
        "strength_MPa": 0.6,
        "binder_exponent": 0.8,
        "fibril_exponent": 1.0,
        "softening_per_K": 0.01,
        "weibull_modulus_ratio": 8.0,
    },
    "pressing": {
        "densification": "panelli_ambrosio",
        "electrolyte_yield_MPa": 250.0,
        "active_yield_MPa": 1700.0,
        "softening_per_K": 0.005,
        "creep_per_s": 3e-4,
    },
    "surface": {"particle_share_frac": 0.075, "smoothing_pressure_MPa": 400.0},
    "moisture": {
        "threshold_exposure_ppmv_h": 1000.0,
        "powder_uptake_frac": 0.05,
        "slurry_uptake_frac": 0.2,
        "web_uptake_frac": 0.05,
    },
    "interface": {
        "yield_pressure_MPa": 330.0,
        "contact_packing_ratio": 0.6,
        "reference_roughness_um": 1.0,
        "release_exponent": 0.03,
        "agglomerate_exponent": 0.066,
        "solvent_blocking_kg_kg": 0.01,
        "binder_blocking_frac": 0.1,
        "film_resistance_ohm_cm2": 0.5,
        "charge_transfer_ohm_cm2": 500.0,
        "bare_surface_ratio": 3.4,
    },
    "cell": {
        "current_mA_cm2": 0.34,
        "mean_voltage_V": 3.75,
        "voltage_window_V": 1.1,
        "stack_pressure_MPa": 5.0,
        "separator_thickness_um": 35.0,
        "separator_conductivity_mS_cm": 1.6,
        "anode_thickness_um": 30.0,
        "anode_resistance_ohm_cm2": 10.0,
        "collector_thickness_um": 10.0,
        "stack_volume_frac": 0.87,
        "first_cycle_loss_frac": 0.1,
        "side_charge_mAh_cm2": 1e-3,
        "binder_charge_mAh_g": 20.0,
        "isolated_per_cracked_frac": 0.1,
        "cycles_count": 500.0,
        "temperature_C": 30.0,
        "fade_coated_frac": 0.008,
        "fade_bare_ratio": 5.0,
        "fade_pressure_exponent": 0.4,
        "fade_doubling_K": 15.0,
        "fade_cracked_frac": 0.01,
        "grain_swing_frac": 0.06,
        "contact_loss_ratio": 1.0,
        "growth_uncovered_frac": 0.4,
    },
}

SLURRY_MIX = {
    "tip_speed_m_s": 9.0,
    "mixing_time_s": 7200.0,
    "degassing_time_s": 1800.0,
    "solids_frac": 0.7,
    "reference_speed_m_s": 9.5,
    "specific_power_W_kg": 3.0,
    "drive_efficiency_frac": 0.8,
    "mixing_rate_per_s": 0.001,
    "breakage_per_s": 0.0005,
    "solvent_loss_frac": 0.09,
    "solvent_loss_per_h": 1.0,
    "coating_loss_per_h": 0.02,
}

COAT_DRY = {
    "foil_um": 10.0,
    "foil_strength_MPa": 150.0,
    "foil_contact_ohm_cm2": 0.1,
    "pump_flow_L_min": 1.5,
    "web_width_m": 0.6,
    "speed_m_min": 16.0,
    "gap_um": 250.0,
    "backing_roll_mm": 300.0,
    "consistency_Pa_s": 10.0,
    "flow_index": 0.5,
    "thickening_per_h": 0.03,
    "surface_tension_N_m": 0.025,
    "bead_ripple_frac": 0.005,
    "spot_mm": 10.0,
    "settling_length_m": 5.0,
    "starting_error_frac": -1e-6,
    "zone_1_length_m": 8.0,
    "zone_1_temperature_C": 80.0,
    "zone_1_heat_transfer_W_m2_K": 40.0,
    "zone_2_length_m": 10.0,
    "zone_2_temperature_C": 100.0,
    "zone_2_heat_transfer_W_m2_K": 40.0,
    "zone_3_length_m": 14.0,
    "zone_3_temperature_C": 120.0,
    "zone_3_heat_transfer_W_m2_K": 55.0,
    "solvent_density_g_cm3": 0.87,
    "molar_mass_g_mol": 144.2,
    "boiling_point_C": 165.0,
    "heat_of_evaporation_kJ_mol": 47.0,
    "vapour_Pa": 50.0,
    "falling_per_s": 0.06,
    "falling_reference_C": 100.0,
    "falling_activation_kJ_mol": 40.0,
    "held_solvent_kg_kg": 0.005,
    "dried_porosity_frac": 0.42,
    "skin_porosity_frac": 0.03,
    "binder_diffusivity_m2_s": 3e-10,
    "mobile_binder_frac": 0.5,
    "wrinkle_ratio": 0.03,
    "film_heat_capacity_kJ_m2_K": 0.25,
    "crack_modulus_GPa": 10.0,
    "crack_radius_um": 0.6,
    "crack_spread_ratio": 0.15,
    "fresh_air_m3_h": 6000.0,
    "intake_temperature_C": 23.0,
    "intake_dew_point_C": -50.0,
    "heat_recovered_frac": 0.6,
    "recovery_kWh_per_kg": 1.5,
}

VACUUM_DRY = {
    "drying_time_s": 72_000.0,
    "heating_time_s": 7200.0,
    "temperature_C": 90.0,
    "pressure_Pa": 100.0,
    "rate_per_s": 5e-5,
    "reference_temperature_C": 100.0,
    "activation_kJ_mol": 40.0,
    "sorption_kg_kg": 0.02,
    "boiling_point_C": 165.0,
    "heat_of_evaporation_kJ_mol": 47.0,
    "holding_kW": 1.5,
    "heat_capacity_kJ_kg_K": 0.8,
    "start_temperature_C": 23.0,
}

ALD = {
    "cycles_count": 52.0,
    "dose_s": 0.05,
    "purge_s": 0.05,
    "precursor_pressure_Pa": 2.0,
    "temperature_C": 110.0,
    "web_width_m": 0.6,
    "reactor_length_m": 2.0,
    "growth_per_cycle_nm": 0.112,
    "growth_per_K": -0.0005,
    "reference_temperature_C": 120.0,
    "saturation_exposure_Pa_s": 0.03,
    "reactivity_ratio": 10.0,
    "groove_width_um": 1.0,
    "delay_count": 5.0,
    "delay_per_solvent_count": 5000.0,
    "delay_per_binder_count": 100.0,
    "closing_nm": 1.0,
    "uncovered_frac": 0.01,
    "uncovered_per_um": 0.13,
    "reactor_kW": 30.0,
}

HOT_PRESS = {
    "pressure_MPa": 150.0,
    "temperature_C": 100.0,
    "dwell_s": 120.0,
    "index_s": 60.0,
    "bed_length_m": 10.0,
    "web_width_m": 0.6,
    "modifier_fill_frac": 0.1,
    "modifier_resistance_ohm_cm2": 2.0,
    "start_temperature_C": 23.0,
    "heat_capacity_kJ_kg_K": 0.8,
    "press_kW": 60.0,
    "electrolyte_film_kWh_per_m2": 0.15,
}

MACHINES = {
    "slurry_mix": SLURRY_MIX,
    "coat_dry": COAT_DRY,
    "vacuum_dry": VACUUM_DRY,
    "ald": ALD,
    "hot_press": HOT_PRESS,
}
SHAPE = (1, 5, 24)


def quiet(purpose: str, n: int) -> Array:  # noqa: ARG001
    """Return dice that always show their mean."""
    return np.zeros(n)


def visit(noise: dict[str, Noise] | None = None, seed: int | None = None, waited_s: float = 0.0) -> Visit:
    """Return a visit; without a seed its dice show their mean."""
    generator = np.random.default_rng(seed)
    profile = np.linspace(-np.sqrt(2.0), np.sqrt(2.0), SHAPE[1])
    return Visit(
        shape=SHAPE,
        normal=quiet if seed is None else lambda purpose, n: generator.standard_normal(n),  # noqa: ARG005
        waited_s=waited_s,
        noise=noise or {},
        lane_profile=dict.fromkeys(noise or {}, profile),
        period_segments=6.0,
    )


def params(kind: str, **changes: float) -> Params:
    """Return the parameters of a machine, some of them changed."""
    return load(kind).params(**{**MACHINES[kind], **changes})


def powder(recipe: dict[str, object] | None = None, **changes: float) -> Material:
    """Return 60 kg of fresh powder, 300 m² at the target loading, with some properties changed."""
    product = Recipe.model_validate(recipe or RECIPE)
    _, lanes, segments = SHAPE
    fresh = blank(product.constants(), 60.0, 300.0, lanes, segments).with_(**product.fresh())
    return fresh.with_(**changes)


def pressed_web(**changes: float) -> Material:
    """Return a calendered web: 20 mg/cm², 20 % porosity, half a micrometre rough."""
    known = {
        "mixing_index_frac": 0.999,
        "carbon_agglomerate_um": 0.5,
        "electrolyte_agglomerate_um": 0.6,
        "loading_mg_cm2": 20.0,
        "porosity_frac": 0.2,
        "roughness_um": 0.5,
        "highest_pressure_MPa": 150.0,
        "hardening_pressure_MPa": 200.0,
    }
    web = powder(**(known | changes)).with_(form="web")
    density = pore_free_density(web) * (1.0 - web.porosity_frac)
    return web.with_(density_g_cm3=density, thickness_um=thickness_um(web.loading_mg_cm2, density))


def work(kind: str, material: Material, **changes: float) -> Material:
    """Return the material after a quiet visit to a machine with some parameters changed."""
    station = load(kind)
    done = station.transform(material, params(kind, **changes), visit())
    return done if station.form is None else done.with_(form=station.form)
