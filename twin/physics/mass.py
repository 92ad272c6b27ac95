"""Mass balance: loading, thickness, density and porosity of a coating belong together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from twin.material import Array, Material

PHASES = ("active", "electrolyte", "carbon", "binder")
"""The solids of a coating: mass fraction `<phase>_mass_frac`, constant `<phase>_density_g_cm3`."""
_UM_PER_MG_CM2 = 10.0
"""1 mg/cm² at 1 g/cm³ is a layer of 10 µm."""


def pore_free_density_g_cm3(
    mass_fracs: Sequence[Array | float], densities_g_cm3: Sequence[Array | float]
) -> Array:
    """Return the density of a mixture without pores, 1 / Σ(w/ρ); the mass fractions add up to 1."""
    return np.asarray(1.0 / sum(w / rho for w, rho in zip(mass_fracs, densities_g_cm3, strict=True)))


def pore_free_density(material: Material) -> Array:
    """Return the pore-free density of a material's dry solids, g/cm³, shape (layer, lane, segment)."""
    fracs = [getattr(material, f"{phase}_mass_frac") for phase in PHASES]
    return pore_free_density_g_cm3(fracs, [material.constants[f"{phase}_density_g_cm3"] for phase in PHASES])


def volume_frac(mass_frac: Array, density_g_cm3: Array, phase_density_g_cm3: Array) -> Array:
    """Return the share of a phase in the coating volume, pores included."""
    return np.asarray(mass_frac * density_g_cm3 / phase_density_g_cm3)


def thickness_um(loading_mg_cm2: Array | float, density_g_cm3: Array | float) -> Array:
    """Return the thickness of a coating from its loading and its density, pores included."""
    return np.asarray(_UM_PER_MG_CM2 * loading_mg_cm2 / density_g_cm3)


def density_g_cm3(loading_mg_cm2: Array | float, thickness_um: Array | float) -> Array:
    """Return the density of a coating, pores included, from its loading and its thickness."""
    return np.asarray(_UM_PER_MG_CM2 * loading_mg_cm2 / thickness_um)


def porosity_frac(density_g_cm3: Array | float, pore_free_g_cm3: Array | float) -> Array:
    """Return the pore volume per coating volume."""
    return np.asarray(1.0 - density_g_cm3 / pore_free_g_cm3)
