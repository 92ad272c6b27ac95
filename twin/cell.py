"""The cell a finished electrode makes: capacity, resistance, energy density, efficiency, retention."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from twin.material import Array, Material, of_web
from twin.physics import ageing, electrode, mass
from twin.physics.percolation import electronic_conductivity, ionic_conductivity

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
    *mass.COMPOSITION,
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


class Networks(NamedTuple):
    """Conductivities per layer, (layer, lane, segment)."""

    ion_mS_cm: Array
    electron_mS_cm: Array
    wetted_frac: Array


class Charge(NamedTuple):
    """Charge of the electrode, (lane, segment)."""

    active_mg_cm2: Array
    areal_mAh_cm2: Array
    reachable_frac: Array


def cell_figures(material: Material) -> dict[str, Array]:
    """Return the figures of the cell, each of shape (lane, segment); constants from the recipe."""
    known = material.constants
    networks = _networks(material)
    charge, share = _charge(material)
    interface = material.interface_resistance_ohm_cm2[0]
    resistance = interface + _resistance_without_interface(material, networks, share)
    usable = electrode.usable_frac(
        known["cell_current_mA_cm2"][0], resistance, known["cell_voltage_window_V"][0]
    )
    discharge = charge.areal_mAh_cm2 * charge.reachable_frac * usable / charge.active_mg_cm2 * 1e3
    return {
        "areal_capacity_mAh_cm2": charge.areal_mAh_cm2,
        "ionic_conductivity_mS_cm": electrode.in_series(material.thickness_um, networks.ion_mS_cm),
        "electronic_conductivity_mS_cm": electrode.in_series(material.thickness_um, networks.electron_mS_cm),
        "interface_resistance_ohm_cm2": interface,
        "area_resistance_ohm_cm2": resistance,
        "discharge_capacity_mAh_g": discharge,
        "energy_density_Wh_L": _energy_density(material, charge, usable, resistance),
        "first_cycle_efficiency_frac": _first_cycle(material, charge),
        "retention_frac": _retention(material, interface, resistance, usable, share),
    }


def _networks(material: Material) -> Networks:
    """Return the conductivities; what is not blended in or still in agglomerates does not connect."""
    known = material.constants
    density, grain_um = material.density_g_cm3, known["active_d50_um"]
    active = mass.volume_frac(material.active_mass_frac, density, known["active_density_g_cm3"])
    electrolyte = mass.volume_frac(
        material.electrolyte_mass_frac, density, known["electrolyte_density_g_cm3"]
    )
    carbon = mass.volume_frac(material.carbon_mass_frac, density, known["carbon_density_g_cm3"])
    ion = ionic_conductivity(
        electrolyte * material.mixing_index_frac,
        material.electrolyte_conductivity_mS_cm,
        material.electrolyte_agglomerate_um,
        grain_um,
        material.binder_mass_frac,
        carbon,
    )
    electron = electronic_conductivity(
        active,
        carbon * material.mixing_index_frac,
        known["active_conductivity_mS_cm"],
        grain_um,
        material.electrolyte_agglomerate_um,
        material.binder_mass_frac,
        carbon_aspect_ratio=material.carbon_aspect_ratio,
        dispersion_frac=electrode.dispersed_frac(
            material.carbon_agglomerate_um, known["carbon_aggregate_um"], known["carbon_agglomerate_um"]
        ),
    )
    wetted = electrolyte / (1.0 - active)
    return Networks(ion, electron, wetted)


def _charge(material: Material) -> tuple[Charge, Array]:
    """Return the charge of the electrode, and the share each layer has in it."""
    known = material.constants
    active = material.loading_mg_cm2 * material.active_mass_frac
    layers = 1e-3 * active * known["active_capacity_mAh_g"]
    areal = layers.sum(axis=0)
    share = layers / areal
    isolated = known["cell_isolated_per_cracked_frac"] * material.cracked_frac
    reachable = (share * (1.0 - isolated)).sum(axis=0) * (1.0 - of_web(material, "coating_crack_frac"))
    return Charge(active.sum(axis=0), areal, reachable), share


def _resistance_without_interface(material: Material, networks: Networks, share: Array) -> Array:
    """Return the resistance of all but the pressed interface: networks, reaction, separator, anode."""
    known = material.constants
    through = electrode.network_resistance(
        material.thickness_um, networks.ion_mS_cm, networks.electron_mS_cm, share
    )
    active_g_cm2 = 1e-3 * material.loading_mg_cm2 * material.active_mass_frac
    area = electrode.surface_cm2_g(known["active_d50_um"], known["active_density_g_cm3"]) * active_g_cm2
    reaction = electrode.reaction_resistance(
        known["interface_charge_transfer_ohm_cm2"],
        known["interface_bare_surface_ratio"],
        material.coating_intact_frac,
        area * networks.wetted_frac,
    )
    # the layers react side by side
    with np.errstate(divide="ignore"):
        together = 1.0 / (1.0 / reaction).sum(axis=0)
    separator = electrode.layer_resistance(
        known["cell_separator_thickness_um"][0], known["cell_separator_conductivity_mS_cm"][0]
    )
    return np.asarray(through + together + separator + known["cell_anode_resistance_ohm_cm2"][0])


def _energy_density(material: Material, charge: Charge, usable: Array, resistance: Array) -> Array:
    """Return the energy per volume of the stack at the current of the test."""
    known = material.constants
    voltage = known["cell_mean_voltage_V"][0] - 1e-3 * known["cell_current_mA_cm2"][0] * resistance
    others_um = (
        known["cell_separator_thickness_um"][0]
        + known["cell_anode_thickness_um"][0]
        + known["cell_collector_thickness_um"][0]
    )
    energy_mWh_cm2 = charge.areal_mAh_cm2 * charge.reachable_frac * usable * np.maximum(voltage, 0.0)
    repeat_cm = 1e-4 * (material.thickness_um.sum(axis=0) + others_um)
    return np.asarray(known["cell_stack_volume_frac"][0] * energy_mWh_cm2 / repeat_cm)


def _first_cycle(material: Material, charge: Charge) -> Array:
    """Return the first-cycle efficiency: what the material keeps, side reactions, lost grains, binder."""
    known = material.constants
    active = material.active_mass_frac
    capacity = known["active_capacity_mAh_g"]
    surface = electrode.surface_cm2_g(known["active_d50_um"], known["active_density_g_cm3"])
    bare = 1.0 - material.coating_intact_frac
    lost = (
        known["cell_first_cycle_loss_frac"] * capacity
        + known["cell_side_charge_mAh_cm2"] * surface * bare
        + known["cell_binder_charge_mAh_g"] * material.binder_mass_frac / active
    )
    lost_mAh_cm2 = 1e-3 * (lost * active * material.loading_mg_cm2).sum(axis=0)
    cut_off_mAh_cm2 = (1.0 - charge.reachable_frac) * charge.areal_mAh_cm2
    return ageing.first_cycle_efficiency_frac(lost_mAh_cm2 + cut_off_mAh_cm2, charge.areal_mAh_cm2)


def _retention(material: Material, interface: Array, resistance: Array, usable: Array, share: Array) -> Array:
    """Return the capacity kept after the stated cycles: faded grains, and a grown interface."""
    known = material.constants
    cycles = known["cell_cycles_count"][0]
    intact = material.coating_intact_frac
    fade = (
        known["cell_fade_coated_frac"] * intact
        + known["cell_fade_bare_frac"] * (1.0 - intact)
        + known["cell_fade_cracked_frac"] * material.cracked_frac
    )
    kept = ageing.retention_frac((share * fade).sum(axis=0), cycles)
    growth = known["cell_growth_uncovered_frac"][0] * interface * (1.0 - material.coverage_frac[0])
    later = electrode.usable_frac(
        known["cell_current_mA_cm2"][0],
        ageing.grown_resistance(resistance, growth, cycles),
        known["cell_voltage_window_V"][0],
    )
    return np.divide(kept * later, usable, out=np.zeros(usable.shape), where=usable > 0.0)
