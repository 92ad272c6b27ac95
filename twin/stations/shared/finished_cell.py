"""The cell a finished electrode makes: capacity, resistance, energy density, efficiency, retention."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from twin.core import mass_balance
from twin.core.material import Array, Material, plain
from twin.core.webs import side_by_side
from twin.laws import ageing, electrode
from twin.stations.shared.cell_resistance import Known, Resistance, aged_by, networks_of, resistance_of

CELL_FIGURES = (
    "areal_capacity_mAh_cm2",
    "ionic_conductivity_mS_cm",
    "electronic_conductivity_mS_cm",
    "ohmic_resistance_ohm_cm2",
    "interface_resistance_ohm_cm2",
    "arc_resistance_ohm_cm2",
    "area_resistance_ohm_cm2",
    "discharge_capacity_mAh_g",
    "energy_density_Wh_L",
    "first_cycle_efficiency_frac",
    "retention_frac",
)
"""What `cell_figures` returns, each of shape (lane, segment)."""

CELL_NEEDS = (
    *mass_balance.COMPOSITION,
    "mixing_index_frac",
    "carbon_agglomerate_um",
    "electrolyte_agglomerate_um",
    "carbon_aspect_ratio",
    "electrolyte_conductivity_mS_cm",
    "coating_intact_frac",
    "cracked_frac",
    "loading_mg_cm2",
    "thickness_um",
    "density_g_cm3",
    "coating_crack_frac",
    "coverage_frac",
    "interface_resistance_ohm_cm2",
    "collector_resistance_ohm_cm2",
)
"""Fields of Material that must be known at the end of a line for the cell to be worked out."""

_UM_PER_CM = 1e4


class Charge(NamedTuple):
    """Active mass of each layer, charge of the electrode, (lane, segment), share of each layer in it."""

    active_mg_cm2: Array
    areal_mAh_cm2: Array
    reachable_frac: Array
    layer_share: Array


def cell_figures(material: Material) -> dict[str, Array]:
    """Return the figures of the cell, each of shape (lane, segment); constants from the recipe."""
    known, top = material.known, material.top
    networks = networks_of(material, known)
    charge = _charge(material, known, top)
    resistance = resistance_of(material, networks, charge.active_mg_cm2, known)
    usable = _usable_frac(resistance, top)
    discharge_mAh_cm2 = charge.areal_mAh_cm2 * charge.reachable_frac * usable
    aged = resistance_of(
        material, networks, charge.active_mg_cm2, known, aged_by(material, top["cell_cycles_count"])
    )
    return {
        "areal_capacity_mAh_cm2": charge.areal_mAh_cm2,
        "ionic_conductivity_mS_cm": electrode.in_series(material.thickness_um, networks.ion_mS_cm),
        "electronic_conductivity_mS_cm": electrode.in_series(material.thickness_um, networks.electron_mS_cm),
        "ohmic_resistance_ohm_cm2": resistance.ohmic,
        "interface_resistance_ohm_cm2": resistance.interface,
        "arc_resistance_ohm_cm2": resistance.arc,
        "area_resistance_ohm_cm2": resistance.total,
        "discharge_capacity_mAh_g": 1e3 * discharge_mAh_cm2 / electrode.over_layers(charge.active_mg_cm2),
        "energy_density_Wh_L": _energy_density(material, discharge_mAh_cm2, resistance.total, top),
        "first_cycle_efficiency_frac": _first_cycle(material, charge, known, top),
        "retention_frac": _retention(material, charge, usable, _usable_frac(aged, top), top),
    }


def _usable_frac(resistance: Resistance, top: Mapping[str, float]) -> Array:
    return electrode.usable_frac(top["cell_current_mA_cm2"], resistance.total, top["cell_voltage_window_V"])


def figures_of_lots(lots: list[Material]) -> dict[str, Array]:
    """Return the figures of many cells, each of shape (lot, lane, segment).

    Lots that share their constants are worked out side by side: one alone is too small for NumPy.
    """
    alike: dict[int, list[int]] = {}
    for place, lot in enumerate(lots):
        alike.setdefault(id(lot.constants), []).append(place)
    shape = (len(lots), *lots[0].shape[1:])
    figures = {name: np.empty(shape) for name in CELL_FIGURES}
    for places in alike.values():
        wide = side_by_side([lots[place] for place in places], CELL_NEEDS)
        for name, values in cell_figures(wide).items():
            figures[name][places] = values.reshape(len(places), *shape[1:])
    return figures


def _charge(material: Material, known: Known, top: Mapping[str, float]) -> Charge:
    """Return the charge of the electrode; grains cut off are out of reach."""
    active = material.loading_mg_cm2 * plain(material.active_mass_frac)
    layers = 1e-3 * known["active_capacity_mAh_g"] * active
    areal = electrode.over_layers(layers)
    share = layers / areal
    isolated = top["cell_isolated_per_cracked_frac"] * electrode.over_layers(share * material.cracked_frac)
    return Charge(active, areal, 1.0 - isolated, share)


def _energy_density(
    material: Material, discharge_mAh_cm2: Array, resistance: Array, top: Mapping[str, float]
) -> Array:
    """Return the energy per volume of the stack at the current of the test."""
    voltage = top["cell_mean_voltage_V"] - 1e-3 * top["cell_current_mA_cm2"] * resistance
    separator_um, anode_um = top["cell_separator_thickness_um"], top["cell_anode_thickness_um"]
    others_um = separator_um + anode_um + top["cell_collector_thickness_um"]
    repeat_um = electrode.over_layers(material.thickness_um) + others_um
    per_um = _UM_PER_CM * top["cell_stack_volume_frac"]
    return np.asarray(per_um * discharge_mAh_cm2 * np.maximum(voltage, 0.0) / repeat_um)


def _first_cycle(material: Material, charge: Charge, known: Known, top: Mapping[str, float]) -> Array:
    """Return the first-cycle efficiency: what the material keeps, side reactions, lost grains, binder."""
    surface_cm2_g = electrode.surface_cm2_g(known["active_d50_um"], known["active_density_g_cm3"])
    bare_mAh_g = top["cell_side_charge_mAh_cm2"] * surface_cm2_g
    kept_mAh_g = top["cell_first_cycle_loss_frac"] * known["active_capacity_mAh_g"]
    active_mAh_g = kept_mAh_g + bare_mAh_g - bare_mAh_g * material.coating_intact_frac
    binder_mg_cm2 = plain(material.binder_mass_frac) * material.loading_mg_cm2
    binder_uAh_cm2 = top["cell_binder_charge_mAh_g"] * binder_mg_cm2
    lost_mAh_cm2 = 1e-3 * electrode.over_layers(active_mAh_g * charge.active_mg_cm2 + binder_uAh_cm2)
    cut_off_mAh_cm2 = (1.0 - charge.reachable_frac) * charge.areal_mAh_cm2
    return ageing.first_cycle_efficiency_frac(lost_mAh_cm2 + cut_off_mAh_cm2, charge.areal_mAh_cm2)


def _retention(
    material: Material, charge: Charge, usable: Array, later: Array, top: Mapping[str, float]
) -> Array:
    """Return the capacity kept after the stated cycles: faded grains, and a resistance that grew."""
    surface = ageing.fade_frac(
        top["cell_fade_coated_frac"],
        material.coating_intact_frac,
        top["cell_fade_bare_ratio"],
        top["cell_stack_pressure_MPa"],
        top["cell_fade_pressure_exponent"],
        top["cell_temperature_C"],
        top["cell_fade_doubling_K"],
    )
    fade = electrode.over_layers(
        charge.layer_share * (surface + top["cell_fade_cracked_frac"] * material.cracked_frac)
    )
    kept = ageing.retention_frac(fade, top["cell_cycles_count"])
    return np.divide(kept * later, usable, out=np.zeros(usable.shape), where=usable > 0.0)
