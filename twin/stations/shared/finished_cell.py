"""The cell a finished electrode makes: capacity, resistance, energy density, efficiency, retention."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from twin.core import mass_balance
from twin.core.material import Array, Material, plain
from twin.core.webs import of_web, side_by_side
from twin.laws import ageing, electrode
from twin.laws.electron_network import electronic_conductivity
from twin.laws.interface import agglomerate_share_frac
from twin.laws.percolation import ionic_conductivity

CELL_FIGURES = (
    "areal_capacity_mAh_cm2",
    "ionic_conductivity_mS_cm",
    "electronic_conductivity_mS_cm",
    "interface_resistance_ohm_cm2",
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
)
"""Fields of Material that must be known at the end of a line for the cell to be worked out."""

_UM_PER_CM = 1e4

Known = Mapping[str, Array | float]
"""Constants of the layers, by name; those of the cell (`cell_...`) from the layer at the separator."""


class Networks(NamedTuple):
    """Conductivities and wetted share of active surface per layer, (layer, lane, segment)."""

    ion_mS_cm: Array
    electron_mS_cm: Array
    wetted_frac: Array


class Charge(NamedTuple):
    """Active mass of each layer, charge of the electrode, (lane, segment), share of each layer in it."""

    active_mg_cm2: Array
    areal_mAh_cm2: Array
    reachable_frac: Array
    layer_share: Array


def cell_figures(material: Material) -> dict[str, Array]:
    """Return the figures of the cell, each of shape (lane, segment); constants from the recipe."""
    known, top = material.known, material.top
    networks = _networks(material, known)
    charge = _charge(material, known, top)
    interface = material.interface_resistance_ohm_cm2[0]
    resistance = interface + _resistance_without_interface(material, networks, charge, known, top)
    usable = electrode.usable_frac(top["cell_current_mA_cm2"], resistance, top["cell_voltage_window_V"])
    discharge_mAh_cm2 = charge.areal_mAh_cm2 * charge.reachable_frac * usable
    return {
        "areal_capacity_mAh_cm2": charge.areal_mAh_cm2,
        "ionic_conductivity_mS_cm": electrode.in_series(material.thickness_um, networks.ion_mS_cm),
        "electronic_conductivity_mS_cm": electrode.in_series(material.thickness_um, networks.electron_mS_cm),
        "interface_resistance_ohm_cm2": interface,
        "area_resistance_ohm_cm2": resistance,
        "discharge_capacity_mAh_g": 1e3 * discharge_mAh_cm2 / electrode.over_layers(charge.active_mg_cm2),
        "energy_density_Wh_L": _energy_density(material, discharge_mAh_cm2, resistance, top),
        "first_cycle_efficiency_frac": _first_cycle(material, charge, known, top),
        "retention_frac": _retention(material, charge, resistance, usable, top),
    }


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


def _networks(material: Material, known: Known) -> Networks:
    """Return the conductivities; what is not blended in or still in agglomerates does not connect."""
    density, grain_um = material.density_g_cm3, known["active_d50_um"]
    active = mass_balance.volume_frac(
        plain(material.active_mass_frac), density, known["active_density_g_cm3"]
    )
    electrolyte = mass_balance.volume_frac(
        plain(material.electrolyte_mass_frac), density, known["electrolyte_density_g_cm3"]
    )
    carbon = mass_balance.volume_frac(
        plain(material.carbon_mass_frac), density, known["carbon_density_g_cm3"]
    )
    binder, electrolyte_um = plain(material.binder_mass_frac), known["electrolyte_d50_um"]
    ion = ionic_conductivity(
        electrolyte * material.mixing_index_frac,
        material.electrolyte_conductivity_mS_cm,
        electrolyte_um,
        grain_um,
        binder,
        carbon,
        agglomerate_share_frac(
            plain(material.electrolyte_agglomerate_um),
            electrolyte_um,
            known["interface_agglomerate_exponent"],
        ),
        known["electrolyte_fine_threshold_frac"],
        known["electrolyte_coarse_threshold_frac"],
        known["binder_ion_blocking_frac"],
        known["electrolyte_dilution_exponent"],
    )
    electron = electronic_conductivity(
        active,
        carbon * material.mixing_index_frac,
        known["active_conductivity_mS_cm"],
        grain_um,
        electrolyte_um,
        binder,
        known["carbon_conductivity_mS_cm"],
        material.carbon_aspect_ratio,
        electrode.dispersed_frac(
            material.carbon_agglomerate_um, known["carbon_aggregate_um"], known["carbon_agglomerate_um"]
        ),
        active_threshold_frac=known["active_threshold_frac"],
        carbon_threshold_frac=known["carbon_threshold_frac"],
        blocking_frac=known["binder_electron_blocking_frac"],
    )
    return Networks(ion, electron, electrolyte / (1.0 - active))


def _charge(material: Material, known: Known, top: Mapping[str, float]) -> Charge:
    """Return the charge of the electrode; grains cut off and cracked areas are out of reach."""
    active = material.loading_mg_cm2 * plain(material.active_mass_frac)
    layers = 1e-3 * known["active_capacity_mAh_g"] * active
    areal = electrode.over_layers(layers)
    share = layers / areal
    isolated = top["cell_isolated_per_cracked_frac"] * electrode.over_layers(share * material.cracked_frac)
    reachable = (1.0 - isolated) * (1.0 - of_web(material, "coating_crack_frac"))
    return Charge(active, areal, reachable, share)


def _resistance_without_interface(
    material: Material, networks: Networks, charge: Charge, known: Known, top: Mapping[str, float]
) -> Array:
    """Return the resistance of all but the pressed interface: networks, reaction, separator, anode."""
    through = electrode.network_resistance(
        material.thickness_um, networks.ion_mS_cm, networks.electron_mS_cm, charge.layer_share
    )
    surface_cm2_mg = 1e-3 * electrode.surface_cm2_g(known["active_d50_um"], known["active_density_g_cm3"])
    reaction = electrode.reaction_resistance(
        known["interface_charge_transfer_ohm_cm2"],
        known["interface_bare_surface_ratio"],
        material.coating_intact_frac,
        surface_cm2_mg * charge.active_mg_cm2 * networks.wetted_frac,
    )
    others = top["cell_anode_resistance_ohm_cm2"] + electrode.layer_resistance(
        top["cell_separator_thickness_um"], top["cell_separator_conductivity_mS_cm"]
    )
    # the layers react side by side
    return np.asarray(through + electrode.side_by_side(reaction) + others)


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
    material: Material, charge: Charge, resistance: Array, usable: Array, top: Mapping[str, float]
) -> Array:
    """Return the capacity kept after the stated cycles: faded grains, and a grown interface."""
    cycles, bare, coated = top["cell_cycles_count"], top["cell_fade_bare_frac"], top["cell_fade_coated_frac"]
    fade = (
        bare
        - (bare - coated) * material.coating_intact_frac
        + top["cell_fade_cracked_frac"] * material.cracked_frac
    )
    kept = ageing.retention_frac(electrode.over_layers(charge.layer_share * fade), cycles)
    uncovered = 1.0 - material.coverage_frac[0]
    growth = top["cell_growth_uncovered_frac"] * material.interface_resistance_ohm_cm2[0] * uncovered
    grown = ageing.grown_resistance(resistance, growth, cycles)
    later = electrode.usable_frac(top["cell_current_mA_cm2"], grown, top["cell_voltage_window_V"])
    return np.divide(kept * later, usable, out=np.zeros(usable.shape), where=usable > 0.0)
