"""A pair of rolls: the set-points and the step that every station with a nip shares."""

from __future__ import annotations

import math
from functools import cache, lru_cache

import numpy as np

from twin.core.arrays import exp, is_zero, larger, smaller
from twin.core.lanes import Lanes
from twin.core.mass_balance import per_layer, pore_free_per_layer
from twin.core.material import Array, Material, Outside, once_per_composition, plain
from twin.laws.compaction import flow_pressure_MPa
from twin.laws.dispersion import sheared_conductivity
from twin.laws.energy_demand import running_kWh
from twin.laws.nip import bent_gap_um, roll_sag_um
from twin.laws.registry.book import LAWS
from twin.laws.registry.validity import beyond, edges
from twin.laws.rolling import Compactible, Pressed, Rolls, press
from twin.laws.springback import skin_factor, stored_growth
from twin.laws.surface import nip_roughness_um
from twin.stations.contract.fields import parameter, set_point
from twin.stations.contract.visit import Params, Visit
from twin.stations.shared.free_web import strength_N_m
from twin.stations.shared.grain_cracks import cracked_under

ROLL_WEAR = "roll_wear"
"""Name of the wear that roughens rolls, as written under `restores` of a maintenance."""

_SOFTEST = 50.0
"""Of the logarithm of pressure: a slurry between rolls must not overflow its exponential."""
# the range of cracked_frac is three times that of the calendered porosity: a nip beyond it is marked already
_EDGES = edges(LAWS["calendered_porosity"], "pressure_MPa", "porosity_before_frac")


class RollParams(Params):
    """Two equal rolls under load control."""

    line_load_N_mm: float = set_point(1, 10_000, "Force per width of web.", nip_pressure="line_load_N_mm")
    roll_temperature_C: float = set_point(
        -20,
        300,
        "Temperature of roll and web in the nip.",
        calendered_porosity="temperature_C",
        springback="temperature_C",
    )
    speed_m_min: float = parameter(0.01, 500, "Web speed.")
    web_width_m: float = parameter(0.01, 5, "Width of the coating.")
    roll_diameter_mm: float = parameter(10, 3000, "Roll diameter.", nip_pressure="roll_diameter_mm")
    face_width_mm: float = parameter(
        10, 10_000, "Distance over which a roll bends.", roll_sag_um="face_width_mm"
    )
    roll_modulus_GPa: float = parameter(1, 1000, "Elastic modulus of the rolls.", roll_sag_um="modulus_GPa")
    crown_um: float = parameter(
        0, 500, "How much thicker both rolls are in the middle, together.", bent_gap_um="crown_um"
    )
    mill_stiffness_kN_um: float = parameter(
        0.01,
        1000,
        "Force that opens frame and bearings by a micrometre.",
        thickness_error_um="mill_stiffness",
    )
    gap_trim_um: float = set_point(
        -100,
        100,
        "Gap on top of load control; its noise is run-out and bearings.",
        thickness_error_um="gap_error_um",
    )
    roll_roughness_um: float = parameter(
        0, 10, "Roughness of freshly ground rolls.", nip_roughness_um="roll_roughness_um"
    )
    roll_wear_um_per_h: float = parameter(0, 1, "Roughness the rolls gain per working hour.")
    web_tension_N_m: float = parameter(
        0, 1000, "Tension of the web behind the nip; 0 = carried on a belt.", break_hazard_ratio="tension_N_m"
    )
    power_kW: float = parameter(
        0, 10_000, "Electric power of drives and roll heating while working.", running_kWh="power_kW"
    )


def compactible(material: Material) -> Compactible:
    """Return how the layers of a material give way, softer where solvent is left in the binder."""
    dry = _compactible_dry(material)
    wet = plain(material.solvent_kg_kg)
    if is_zero(wet):
        return dry
    share = wet / material.known["compaction_solvent_softening_kg_kg"]
    return dry._replace(softened_ratio=exp(smaller(share, _SOFTEST)))


@once_per_composition
def _compactible_dry(material: Material) -> Compactible:
    """Return how the layers of a material give way without solvent, from recipe and composition."""
    known = material.known
    return Compactible(
        known["compaction_floor_porosity_frac"],
        flow_pressure_MPa(
            known["compaction_flow_pressure_MPa"],
            known["compaction_electrolyte_softening_frac"],
            per_layer(material.electrolyte_mass_frac) / known["electrolyte_density_g_cm3"],
            per_layer(material.active_mass_frac) / known["active_density_g_cm3"],
        ),
        known["compaction_rearranged_share_frac"],
        known["compaction_rearrangement_pressure_MPa"],
        known["compaction_softening_per_K"],
        known["compaction_instant_springback_frac"],
    )


@cache
def _places(widths: tuple[float, ...], segments: int) -> tuple[Array, float]:
    """Return the place of every cell across the web, -1 and 1 at its edges, and their root mean square.

    A cell lies in the middle of its lane; lanes at the edges may have been trimmed.
    """
    across = (2.0 * np.cumsum(widths) - widths) / sum(widths) - 1.0
    places = np.repeat(across[:, None], segments, axis=1)
    places.flags.writeable = False
    return places, math.sqrt(float(np.average(across * across, weights=widths)))


@lru_cache(maxsize=256)
def _bent_um(
    line_load_N_mm: float,
    face_width_mm: float,
    diameter_mm: float,
    modulus_GPa: float,
    crown_um: float,
    covered_frac: float,
    widths: tuple[float, ...],
    segments: int,
) -> Array:
    """Return how much wider the gap is in every cell than in the mean, which load control makes up for."""
    sag_um = roll_sag_um(line_load_N_mm, face_width_mm, diameter_mm, modulus_GPa)
    places, middling = _places(widths, segments)
    # a gap parabolic in the place has its mean at the root mean square of the places
    mean_um = bent_gap_um(middling, sag_um, crown_um, covered_frac)
    bent_um = np.asarray(bent_gap_um(places, sag_um, crown_um, covered_frac) - mean_um)
    bent_um.flags.writeable = False
    return bent_um


def rolls(params: RollParams, visit: Visit, lanes: Lanes) -> Rolls:
    """Return the rolls as this visit finds them: load, temperature and gap with their noise."""
    load = visit.set_point(params, "line_load_N_mm")
    bent_um = _bent_um(
        params.line_load_N_mm,
        params.face_width_mm,
        params.roll_diameter_mm,
        params.roll_modulus_GPa,
        params.crown_um,
        params.web_width_m * 1000.0 / params.face_width_mm,
        lanes.widths,
        visit.shape[2],
    )
    return Rolls(
        load,
        params.roll_diameter_mm / 2.0,
        params.mill_stiffness_kN_um / params.web_width_m,
        params.roll_modulus_GPa,
        visit.set_point(params, "roll_temperature_C"),
        visit.set_point(params, "gap_trim_um") + bent_um,
    )


def press_web(
    material: Material,
    params: RollParams,
    visit: Visit,
    loading: Array,
    porosity: Array | float,
    roughness: Array | float,
) -> dict[str, Array | float | frozenset[Outside]]:
    """Return what changes in the nip, as fields of Material; `porosity`, `roughness` as they enter."""
    known, before_kJ_kg = material.known, plain(material.energy_kJ_kg)
    solid = pore_free_per_layer(material)
    pair = rolls(params, visit, material.lanes)
    hardening = plain(material.hardening_pressure_MPa)
    pressed = press(loading, porosity, solid, hardening, compactible(material), pair)
    skin, springback_left = _springback(material, pressed, pair.temperature_C)
    porosity_frac, solid_frac, thickness = pressed.porosity_frac, pressed.solid_frac, pressed.thickness_um
    if not (isinstance(skin, float) and skin == 1.0):
        solid_frac, thickness = solid_frac / skin, thickness * skin
        porosity_frac = 1.0 - solid_frac
    energy = before_kJ_kg + pressed.work_kJ_kg
    worn_um = params.roll_roughness_um + params.roll_wear_um_per_h * visit.wear_h.get(ROLL_WEAR, 0.0)
    return {
        "loading_mg_cm2": loading,
        "porosity_frac": porosity_frac,
        "thickness_um": thickness,
        "density_g_cm3": solid * solid_frac,
        "springback_left_frac": springback_left,
        "web_strength_N_m": strength_N_m(material, loading, pair.temperature_C),
        "roughness_um": nip_roughness_um(
            roughness, pressed.pressure_MPa, worn_um, known["surface_smoothing_pressure_MPa"]
        ),
        "cracked_frac": cracked_under(material, pressed.pressure_MPa),
        "highest_pressure_MPa": larger(plain(material.highest_pressure_MPa), pressed.pressure_MPa),
        "hardening_pressure_MPa": pressed.hardening_MPa,
        "energy_kJ_kg": energy,
        "electrolyte_conductivity_mS_cm": sheared_conductivity(
            plain(material.electrolyte_conductivity_mS_cm),
            before_kJ_kg,
            energy,
            known["electrolyte_shear_loss_frac"],
            known["electrolyte_shear_loss_kJ_kg"],
        ),
        "outside": beyond(material.outside, _EDGES, pressed.pressure_MPa, porosity),
    }


def _springback(
    material: Material, pressed: Pressed, temperature_C: Array | float
) -> tuple[Array | float, Array | float]:
    """Return by how much a binder skin thickens the web behind the nip, and its growth still to come."""
    known = material.known
    skin = skin_factor(plain(material.binder_surface_ratio), known["compaction_skin_springback_frac"])
    at_once = known["compaction_instant_springback_frac"]
    stored = stored_growth(
        temperature_C,
        known["compaction_springback_frac"] * skin,
        known["compaction_relaxation_per_K"],
        1.0 - pressed.open_frac,
    )
    return (1.0 + at_once * skin) / (1.0 + at_once), stored


def duration_s(material: Material, params: RollParams) -> float:
    """Return the time for the web to pass: its length over the speed."""
    return 60.0 * material.area_m2 / params.web_width_m / params.speed_m_min


def energy_kWh(before: Material, after: Material, params: RollParams) -> float:  # noqa: ARG001
    """Return the electric energy of one pass."""
    return running_kWh(params.power_kW, duration_s(before, params))


def circumference_m(params: RollParams) -> float:
    """Return the length of one turn of a roll, the period of its run-out."""
    return math.pi * params.roll_diameter_mm / 1000.0


ROLL_NEEDS = (
    "active_mass_frac",
    "electrolyte_mass_frac",
    "carbon_mass_frac",
    "binder_mass_frac",
    "binder_surface_ratio",
    "fibrillation_frac",
    "solvent_kg_kg",
    "electrolyte_conductivity_mS_cm",
    "cracked_frac",
    "highest_pressure_MPa",
    "hardening_pressure_MPa",
    "energy_kJ_kg",
)
ROLL_SETS = (
    "loading_mg_cm2",
    "porosity_frac",
    "thickness_um",
    "density_g_cm3",
    "roughness_um",
    "cracked_frac",
    "highest_pressure_MPa",
    "hardening_pressure_MPa",
    "springback_left_frac",
    "web_strength_N_m",
    "energy_kJ_kg",
    "electrolyte_conductivity_mS_cm",
)
"""Fields every nip reads and writes."""
