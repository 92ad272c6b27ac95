"""What resists the current in the cell of a finished electrode, part by part, fresh and after cycles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from twin.core import mass_balance
from twin.core.material import Array, Material, plain
from twin.core.webs import of_web
from twin.laws import ageing, electrode
from twin.laws.electron_network import electronic_conductivity
from twin.laws.interface import agglomerate_share_frac
from twin.laws.percolation import ionic_conductivity
from twin.laws.transmission_line import layered_resistance
from twin.stations.shared.open_circuit import OPEN_CIRCUIT_OHM_CM2, at_most_open

Known = Mapping[str, Array | float]
"""Constants of the layers, by name; those of the cell (`cell_...`) from the layer at the separator."""

_LEAST_MS_CM = 1e-12


class Networks(NamedTuple):
    """Conductivities and wetted share of active surface per layer, (layer, lane, segment)."""

    ion_mS_cm: Array
    electron_mS_cm: Array
    wetted_frac: Array


class Resistance(NamedTuple):
    """The parts of the resistance of a cell, each of shape (lane, segment).

    `ohmic`: separator, counter electrode, and the networks of the electrode side by side, as at high
    frequency; `interface`: the pressed contact and the film on it; `arc`: reaction and the way of the ions to
    it.
    """

    ohmic: Array
    interface: Array
    arc: Array

    @property
    def total(self) -> Array:
        """Return the resistance to direct current."""
        return np.asarray(self.ohmic + self.interface + self.arc)


class Aged(NamedTuple):
    """What cycles do: contact of the grains left, resistance of the interface gained, (lane, segment)."""

    contact_left_frac: Array | float = 1.0
    interface_gained_ohm_cm2: Array | float = 0.0


def networks_of(material: Material, known: Known) -> Networks:
    """Return the conductivities; what is not blended in or still in agglomerates does not connect."""
    density, grain_um = material.density_g_cm3, known["active_d50_um"]
    active, electrolyte, carbon = (
        mass_balance.volume_frac(
            plain(getattr(material, f"{phase}_mass_frac")), density, known[f"{phase}_density_g_cm3"]
        )
        for phase in mass_balance.PHASES[:3]
    )
    binder, electrolyte_um = plain(material.binder_mass_frac), known["electrolyte_d50_um"]
    unclumped = agglomerate_share_frac(
        plain(material.electrolyte_agglomerate_um), electrolyte_um, known["interface_agglomerate_exponent"]
    )
    ion = ionic_conductivity(
        electrolyte * material.mixing_index_frac,
        material.electrolyte_conductivity_mS_cm,
        electrolyte_um,
        grain_um,
        binder,
        carbon,
        unclumped,
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
    return Networks(ion, electron, electrolyte / (1.0 - active) * unclumped)


def resistance_of(
    material: Material, networks: Networks, active_mg_cm2: Array, known: Known, aged: Aged | None = None
) -> Resistance:
    """Return what resists the current; areas of drying cracks carry none of it."""
    aged, top = aged or Aged(), material.top
    surface_cm2_mg = 1e-3 * electrode.surface_cm2_g(known["active_d50_um"], known["active_density_g_cm3"])
    reaction = electrode.reaction_resistance(
        known["interface_charge_transfer_ohm_cm2"],
        known["interface_bare_surface_ratio"],
        material.coating_intact_frac,
        surface_cm2_mg * active_mg_cm2 * networks.wetted_frac * aged.contact_left_frac,
    )
    through = layered_resistance(
        electrode.layer_resistance(material.thickness_um, np.maximum(networks.ion_mS_cm, _LEAST_MS_CM)),
        electrode.layer_resistance(material.thickness_um, np.maximum(networks.electron_mS_cm, _LEAST_MS_CM)),
        reaction,
    )
    interface = material.interface_resistance_ohm_cm2[0] + aged.interface_gained_ohm_cm2
    others = (
        top["cell_anode_resistance_ohm_cm2"]
        + electrode.layer_resistance(
            top["cell_separator_thickness_um"], top["cell_separator_conductivity_mS_cm"]
        )
        + material.collector_resistance_ohm_cm2[-1]
    )
    whole = np.maximum(1.0 - of_web(material, "coating_crack_frac"), 1.0 / OPEN_CIRCUIT_OHM_CM2)
    return Resistance(
        np.asarray(at_most_open(through.ohmic_ohm_cm2 / whole + others)),
        np.asarray(at_most_open(interface / whole)),
        np.asarray(at_most_open(through.arc_ohm_cm2 / whole)),
    )


def aged_by(material: Material, cycles: float) -> Aged:
    """Return what cycles do to contact of the grains and to the interface where no film covers it."""
    top = material.top
    left = ageing.contact_left_frac(
        top["cell_grain_swing_frac"],
        top["cell_contact_loss_ratio"],
        top["cell_stack_pressure_MPa"],
        cycles,
    )
    first = material.interface_resistance_ohm_cm2[0]
    rate = top["cell_growth_uncovered_frac"] * first * (1.0 - material.coverage_frac[0])
    return Aged(left, ageing.grown_resistance(0.0, rate, cycles))
