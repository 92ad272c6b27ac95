"""Mass balance: loading, thickness, density and porosity of a coating belong together."""

from __future__ import annotations

import numpy as np

from twin.core.material import COMPOSITION as COMPOSITION
from twin.core.material import Array, Material, once_per_composition

PHASES = ("active", "electrolyte", "carbon", "binder")
"""The solids of a coating: mass fraction `<phase>_mass_frac`, constant `<phase>_density_g_cm3`."""

_UM_PER_MG_CM2 = 10.0
"""1 mg/cm² at 1 g/cm³ is a layer of 10 µm."""


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
