"""Mass balance: loading, thickness, density and porosity of a coating belong together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from twin.core.material import COMPOSITION as COMPOSITION
from twin.core.material import Array, Material, once_per_composition

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
    known = material.constants
    return 1.0 / (
        material.active_mass_frac / known["active_density_g_cm3"]
        + material.electrolyte_mass_frac / known["electrolyte_density_g_cm3"]
        + material.carbon_mass_frac / known["carbon_density_g_cm3"]
        + material.binder_mass_frac / known["binder_density_g_cm3"]
    )


def per_layer(values: Array) -> Array | float:
    """Return what is the same all over a layer as (layer, 1, 1); of one layer the plain number.

    A plain number is quicker: broadcasting a small array costs more than the sum it takes part in.
    """
    return values.item(0) if len(values) == 1 else values[:, :1, :1]


@once_per_composition
def pore_free_per_layer(material: Material) -> Array | float:
    """Return the pore-free density of each layer, g/cm³."""
    known = material.known
    return 1.0 / (
        per_layer(material.active_mass_frac) / known["active_density_g_cm3"]
        + per_layer(material.electrolyte_mass_frac) / known["electrolyte_density_g_cm3"]
        + per_layer(material.carbon_mass_frac) / known["carbon_density_g_cm3"]
        + per_layer(material.binder_mass_frac) / known["binder_density_g_cm3"]
    )


def solvent_kg(material: Material) -> float:
    """Return the solvent in a lot: content times dry mass, cell by cell once loading is known."""
    content, loading = material.solvent_kg_kg, material.loading_mg_cm2
    if np.isnan(loading[0, 0, 0]):
        return material.mass_kg * float(np.add.reduce(content, None)) / content.size
    weighed = float(np.add.reduce(content * loading, None)) / float(np.add.reduce(loading, None))
    return material.mass_kg * weighed


def volume_frac(mass_frac: Array | float, density_g_cm3: Array, phase_density_g_cm3: Array | float) -> Array:
    """Return the share of a phase in the coating volume, pores included."""
    return np.asarray(mass_frac / phase_density_g_cm3 * density_g_cm3)


def thickness_um(loading_mg_cm2: Array | float, density_g_cm3: Array | float) -> Array | float:
    """Return the thickness of a coating from its loading and its density, pores included."""
    return _UM_PER_MG_CM2 * loading_mg_cm2 / density_g_cm3


def loading_mg_cm2(thickness_um: Array | float, density_g_cm3: Array | float) -> Array | float:
    """Return the mass per area of a coating from its thickness and its density."""
    return thickness_um * density_g_cm3 / _UM_PER_MG_CM2


def density_g_cm3(loading_mg_cm2: Array | float, thickness_um: Array | float) -> Array:
    """Return the density of a coating, pores included, from its loading and its thickness."""
    return np.asarray(_UM_PER_MG_CM2 * loading_mg_cm2 / thickness_um)


def porosity_frac(density_g_cm3: Array | float, pore_free_g_cm3: Array | float) -> Array:
    """Return the pore volume per coating volume."""
    return np.asarray(1.0 - density_g_cm3 / pore_free_g_cm3)


def porosity_limits_frac(
    porosity_frac: float,
    loading_mg_cm2: float,
    loading_tolerance_mg_cm2: float,
    thickness_um: float,
    thickness_tolerance_um: float,
) -> tuple[float, float]:
    """Return the lowest and highest porosity that tolerances of loading and thickness allow.

    `porosity_frac` belongs to the loading and thickness aimed at. Batteries 6 (2020) 23: heavy and thin
    together, light and thick together.
    """
    more, less = (
        1.0 + loading_tolerance_mg_cm2 / loading_mg_cm2,
        1.0 - loading_tolerance_mg_cm2 / loading_mg_cm2,
    )
    thin, thick = 1.0 - thickness_tolerance_um / thickness_um, 1.0 + thickness_tolerance_um / thickness_um
    solid = 1.0 - porosity_frac
    return 1.0 - solid * more / thin, 1.0 - solid * less / thick


def closed_by_limits(
    porosity_frac: float,
    lowest_frac: float,
    highest_frac: float,
    loading_tolerance_mg_cm2: float,
    thickness_tolerance_um: float,
) -> tuple[float, float, float]:
    """Return loading, thickness and pore-free density that give stated porosity limits.

    With m = k·s·t, m + dm = k·a·(t - dt), m - dm = k·b·(t + dt), where s, a, b are one minus the target,
    lowest and highest porosity, k a tenth of the pore-free density and d the tolerances, adding the last
    two gives t, their difference k. Raises ValueError where the target lies above the middle.
    """
    solid, dense, loose = 1.0 - porosity_frac, 1.0 - lowest_frac, 1.0 - highest_frac
    if dense + loose <= 2.0 * solid:
        limits = f"{lowest_frac} and {highest_frac}"
        raise ValueError(f"no coating aimed at {porosity_frac} has the limits {limits}")
    thickness = thickness_tolerance_um * (dense - loose) / (dense + loose - 2.0 * solid)
    thin, thick = thickness - thickness_tolerance_um, thickness + thickness_tolerance_um
    per_um = 2.0 * loading_tolerance_mg_cm2 / (dense * thin - loose * thick)
    return per_um * solid * thickness, thickness, _UM_PER_MG_CM2 * per_um
