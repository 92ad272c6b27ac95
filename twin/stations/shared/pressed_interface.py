"""The pressed interface of electrode and electrolyte: contact made by a press, resistance it has in use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from twin.core.arrays import larger
from twin.core.material import Array, Material, plain
from twin.laws.contact import constriction_resistance, contact_area, kept_contact_frac
from twin.laws.interface import agglomerate_share_frac, clean_share_frac, filled_contact
from twin.stations.shared.open_circuit import at_most_open


class Press(NamedTuple):
    """What a press does to the interface, and the modifier that fills its gaps."""

    pressure_MPa: Array | float
    temperature_C: Array | float
    dwell_s: float
    modifier_fill_frac: float
    modifier_resistance_ohm_cm2: float


def pressed_interface(
    material: Material, press: Press, electrolyte_frac: Array | float
) -> tuple[Array | float, Array | float]:
    """Return contact share and resistance at the separator side, for the stack pressure of the cell.

    `electrolyte_frac`: electrolyte in the volume of the pressed coating, and so in its surface.
    """
    known = material.top
    stack_MPa = known["cell_stack_pressure_MPa"]
    # a stack tighter than the press makes the contact itself
    highest_MPa = larger(press.pressure_MPa, stack_MPa)
    made = contact_area(
        highest_MPa,
        plain(material.roughness_um[:1]),
        press.temperature_C,
        press.dwell_s,
        known["interface_yield_pressure_MPa"],
        known["interface_contact_packing_ratio"],
        known["pressing_softening_per_K"],
        known["pressing_creep_per_s"],
        known["interface_reference_roughness_um"],
    )
    kept = kept_contact_frac(made, stack_MPa, highest_MPa, known["interface_release_exponent"])
    contact = filled_contact(kept * _unspoilt_frac(material, known), press.modifier_fill_frac)
    spots = constriction_resistance(
        known["active_d50_um"],
        plain(material.electrolyte_conductivity_mS_cm[:1]),
        electrolyte_frac,
        contact,
    )
    film = known["interface_film_resistance_ohm_cm2"] * plain(material.deposited_thickness_nm[:1])
    film = film * plain(material.coverage_frac[:1])
    through = spots + film + press.modifier_fill_frac * press.modifier_resistance_ohm_cm2
    return contact, at_most_open(through)


def _unspoilt_frac(material: Material, known: Mapping[str, float]) -> Array | float:
    """Return the contact that residual solvent, binder at the surface and agglomerates leave."""
    clean = clean_share_frac(
        plain(material.solvent_kg_kg[:1]),
        known["interface_solvent_blocking_kg_kg"],
        plain(material.binder_mass_frac[:1]) * plain(material.binder_surface_ratio[:1]),
        known["interface_binder_blocking_frac"],
    )
    return clean * agglomerate_share_frac(
        plain(material.electrolyte_agglomerate_um[:1]),
        known["electrolyte_d50_um"],
        known["interface_agglomerate_exponent"],
    )
