"""A web that carries itself between rolls: how strong it is, and how much more often it breaks for that."""

from __future__ import annotations

from typing import Any

from twin.core.arrays import layer_means
from twin.core.mass_balance import pore_free_per_layer, thickness_um
from twin.core.material import Array, Material, plain
from twin.laws.film_strength import break_hazard_ratio, film_strength_MPa, web_strength_N_m

WEB_STRENGTH = "web_strength"
"""Name of the hazard, as written under `hastened_by` of a failure."""


def strength_N_m(
    material: Material, loading_mg_cm2: Array | float, temperature_C: Array | float
) -> Array | float:
    """Return the force per width that tears each layer of a loading, whatever its pores: solids carry it."""
    known = material.known
    strength = film_strength_MPa(
        plain(material.binder_mass_frac),
        plain(material.fibrillation_frac),
        temperature_C,
        0.0,
        known["film_strength_MPa"],
        known["film_binder_exponent"],
        known["film_fibril_exponent"],
        known["film_softening_per_K"],
    )
    return web_strength_N_m(strength, loading_mg_cm2 * thickness_um(1.0, pore_free_per_layer(material)))


def hazard_of(material: Material, loading_mg_cm2: Array | float, params: Any) -> float:
    """Return how many times as often a web, foil included, breaks as at a tension of half its strength."""
    layers = strength_N_m(material, loading_mg_cm2, params.roll_temperature_C)
    foil = float(material.collector_strength_N_m[:, 0, 0].max())
    whole = foil + sum(layer_means(layers, material.shape[0]))
    return break_hazard_ratio(whole, params.web_tension_N_m, material.top["film_weibull_modulus_ratio"])
