"""Cracks of active grains under a pressure, whatever machine it comes from."""

from __future__ import annotations

from twin.core.mass_balance import per_layer
from twin.core.material import Array, Material, once_per_composition, plain
from twin.laws.damage import bedded_strength_MPa, cracked_frac, cracking_pressure_MPa


def cracked_under(material: Material, pressure_MPa: Array | float) -> Array | float:
    """Return the share of active grains cracked behind a machine that presses a lot."""
    known = material.known
    felt = cracking_pressure_MPa(
        pressure_MPa, plain(material.highest_pressure_MPa), known["active_crack_memory_frac"]
    )
    strength, spread = _strength_MPa(material)
    return cracked_frac(plain(material.cracked_frac), felt, strength, spread)


@once_per_composition
def _strength_MPa(material: Material) -> tuple[Array | float, Array | float]:
    """Return median and spread of the strength of grains between the electrolyte there is."""
    known = material.known
    strength = bedded_strength_MPa(
        known["active_strength_MPa"],
        known["active_crack_cushion_frac"],
        per_layer(material.electrolyte_mass_frac) / known["electrolyte_density_g_cm3"],
        per_layer(material.active_mass_frac) / known["active_density_g_cm3"],
    )
    return strength, strength / known["active_strength_MPa"] * known["active_strength_spread_MPa"]
