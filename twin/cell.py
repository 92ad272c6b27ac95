"""The cell a finished electrode makes: capacity, resistance, energy density, efficiency, retention."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from twin.material import Array, Material, constants_of, of_web
from twin.physics import ageing, electrode, mass
from twin.physics.percolation import electronic_conductivity, ionic_conductivity
from twin.recipe import CellDesign

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


Known = Mapping[str, Array | float]
"""Constants of the layers, by name."""
Design = Mapping[str, float]
"""The recipe's section `cell` as numbers; the layer at the separator speaks for all."""


class Networks(NamedTuple):
    """Conductivities and wetted share of active surface per layer, (layer, lane, segment)."""

    ion_mS_cm: Array
    electron_mS_cm: Array
    wetted_frac: Array


class Charge(NamedTuple):
    """Charge of the electrode, (lane, segment), and the share each layer has in it."""

    active_mg_cm2: Array
    areal_mAh_cm2: Array
    reachable_frac: Array
    layer_share: Array


def cell_figures(material: Material) -> dict[str, Array]:
    """Return the figures of the cell, each of shape (lane, segment); constants from the recipe."""
    known = constants_of(material)
    design = {name: material.constants[f"cell_{name}"].item(0) for name in CellDesign.model_fields}
    networks = _networks(material, known)
    charge = _charge(material, known, design)
    interface = material.interface_resistance_ohm_cm2[0]
    resistance = interface + _resistance_without_interface(material, networks, charge, known, design)
    usable = electrode.usable_frac(design["current_mA_cm2"], resistance, design["voltage_window_V"])
    discharge_mAh_cm2 = charge.areal_mAh_cm2 * charge.reachable_frac * usable
    return {
        "areal_capacity_mAh_cm2": charge.areal_mAh_cm2,
        "ionic_conductivity_mS_cm": electrode.in_series(material.thickness_um, networks.ion_mS_cm),
        "electronic_conductivity_mS_cm": electrode.in_series(material.thickness_um, networks.electron_mS_cm),
        "interface_resistance_ohm_cm2": interface,
        "area_resistance_ohm_cm2": resistance,
        "discharge_capacity_mAh_g": 1e3 * discharge_mAh_cm2 / charge.active_mg_cm2,
        "energy_density_Wh_L": _energy_density(material, discharge_mAh_cm2, resistance, design),
        "first_cycle_efficiency_frac": _first_cycle(material, charge, known, design),
        "retention_frac": _retention(material, charge, resistance, usable, design),
    }


def _networks(material: Material, known: Known) -> Networks:
    """Return the conductivities; what is not blended in or still in agglomerates does not connect."""
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
    return Networks(ion, electron, electrolyte / (1.0 - active))


def _charge(material: Material, known: Known, design: Design) -> Charge:
    """Return the charge of the electrode; grains cut off and cracked areas are out of reach."""
    active = material.loading_mg_cm2 * material.active_mass_frac
    layers = 1e-3 * active * known["active_capacity_mAh_g"]
    areal = electrode.over_layers(layers)
    share = layers / areal
    isolated = electrode.over_layers(share * material.cracked_frac) * design["isolated_per_cracked_frac"]
    reachable = (1.0 - isolated) * (1.0 - of_web(material, "coating_crack_frac"))
    return Charge(electrode.over_layers(active), areal, reachable, share)


def _resistance_without_interface(
    material: Material, networks: Networks, charge: Charge, known: Known, design: Design
) -> Array:
    """Return the resistance of all but the pressed interface: networks, reaction, separator, anode."""
    through = electrode.network_resistance(
        material.thickness_um, networks.ion_mS_cm, networks.electron_mS_cm, charge.layer_share
    )
    active_g_cm2 = 1e-3 * material.loading_mg_cm2 * material.active_mass_frac
    surface = electrode.surface_cm2_g(known["active_d50_um"], known["active_density_g_cm3"])
    reaction = electrode.reaction_resistance(
        known["interface_charge_transfer_ohm_cm2"],
        known["interface_bare_surface_ratio"],
        material.coating_intact_frac,
        surface * active_g_cm2 * networks.wetted_frac,
    )
    separator = electrode.layer_resistance(
        design["separator_thickness_um"], design["separator_conductivity_mS_cm"]
    )
    # the layers react side by side
    return np.asarray(
        through + electrode.side_by_side(reaction) + separator + design["anode_resistance_ohm_cm2"]
    )


def _energy_density(material: Material, discharge_mAh_cm2: Array, resistance: Array, design: Design) -> Array:
    """Return the energy per volume of the stack at the current of the test."""
    voltage = design["mean_voltage_V"] - 1e-3 * design["current_mA_cm2"] * resistance
    energy_mWh_cm2 = discharge_mAh_cm2 * np.maximum(voltage, 0.0)
    others_um = (
        design["separator_thickness_um"] + design["anode_thickness_um"] + design["collector_thickness_um"]
    )
    repeat_cm = 1e-4 * (electrode.over_layers(material.thickness_um) + others_um)
    return np.asarray(design["stack_volume_frac"] * energy_mWh_cm2 / repeat_cm)


def _first_cycle(material: Material, charge: Charge, known: Known, design: Design) -> Array:
    """Return the first-cycle efficiency: what the material keeps, side reactions, lost grains, binder."""
    active = material.active_mass_frac
    surface = electrode.surface_cm2_g(known["active_d50_um"], known["active_density_g_cm3"])
    lost_mAh_g = (
        design["first_cycle_loss_frac"] * known["active_capacity_mAh_g"]
        + design["side_charge_mAh_cm2"] * surface * (1.0 - material.coating_intact_frac)
        + design["binder_charge_mAh_g"] * material.binder_mass_frac / active
    )
    lost_mAh_cm2 = 1e-3 * electrode.over_layers(lost_mAh_g * active * material.loading_mg_cm2)
    cut_off_mAh_cm2 = (1.0 - charge.reachable_frac) * charge.areal_mAh_cm2
    return ageing.first_cycle_efficiency_frac(lost_mAh_cm2 + cut_off_mAh_cm2, charge.areal_mAh_cm2)


def _retention(material: Material, charge: Charge, resistance: Array, usable: Array, design: Design) -> Array:
    """Return the capacity kept after the stated cycles: faded grains, and a grown interface."""
    cycles, intact = design["cycles_count"], material.coating_intact_frac
    fade = (
        design["fade_bare_frac"]
        - (design["fade_bare_frac"] - design["fade_coated_frac"]) * intact
        + design["fade_cracked_frac"] * material.cracked_frac
    )
    kept = ageing.retention_frac(electrode.over_layers(charge.layer_share * fade), cycles)
    bare = 1.0 - material.coverage_frac[0]
    growth = design["growth_uncovered_frac"] * material.interface_resistance_ohm_cm2[0] * bare
    grown = ageing.grown_resistance(resistance, growth, cycles)
    later = electrode.usable_frac(design["current_mA_cm2"], grown, design["voltage_window_V"])
    return np.divide(kept * later, usable, out=np.zeros(usable.shape), where=usable > 0.0)
