"""The pressed interface of electrode and electrolyte: contact made by a press, resistance it has in use."""

from __future__ import annotations

from twin.core.material import Array, Material, plain
from twin.laws.contact import contact_area, remembered_pressure
from twin.laws.interface import (
    agglomerate_share_frac,
    clean_share_frac,
    filled_contact,
    pressed_resistance,
    surface_hardness_MPa,
)


def pressed_interface(
    material: Material,
    pressure: Array | float,
    softer: Array | float,
    share: Array | float,
    *,
    modifier_fill_frac: float,
    modifier_resistance_ohm_cm2: float,
) -> tuple[Array | float, Array | float]:
    """Return contact share and resistance at the separator side, for the stack pressure of the cell."""
    known = material.top
    felt = remembered_pressure(
        known["cell_stack_pressure_MPa"], pressure, known["interface_contact_memory_frac"]
    )
    smooth = surface_hardness_MPa(
        known["interface_yield_pressure_MPa"], known["interface_hardness_ratio"], 1.0, 0.0, 1.0
    )
    hardness = surface_hardness_MPa(
        known["interface_yield_pressure_MPa"],
        known["interface_hardness_ratio"],
        softer,
        plain(material.roughness_um[:1]),
        known["interface_reference_roughness_um"],
    )
    clean = clean_share_frac(
        plain(material.solvent_kg_kg[:1]),
        known["interface_solvent_blocking_kg_kg"],
        plain(material.binder_mass_frac[:1]) * plain(material.binder_surface_ratio[:1]),
        known["interface_binder_blocking_frac"],
    ) * agglomerate_share_frac(
        plain(material.electrolyte_agglomerate_um[:1]),
        known["electrolyte_d50_um"],
        known["interface_agglomerate_exponent"],
    )
    contact = filled_contact(contact_area(felt, hardness) * clean, modifier_fill_frac)
    over_reference = contact * share ** known["interface_share_exponent"] / contact_area(felt, smooth)
    pressed = pressed_resistance(
        known["cell_stack_pressure_MPa"],
        pressure,
        over_reference,
        known["interface_residual_ohm_cm2"],
        known["interface_contact_resistance_ohm_cm2"],
        known["interface_contact_memory_frac"],
    )
    film = (
        known["interface_film_resistance_ohm_cm2"]
        * plain(material.deposited_thickness_nm[:1])
        * plain(material.coverage_frac[:1])
        + modifier_fill_frac * modifier_resistance_ohm_cm2
    )
    return contact, pressed + film
