"""Densities of mixtures, cell by cell, written apart from the program's own."""

import numpy as np

from twin.core.mass_balance import PHASES
from twin.core.material import Array, Material


def pore_free_density(material: Material) -> Array:
    """Return the density of the dry solids without pores, g/cm³, shape (layer, lane, segment)."""
    volumes = [
        getattr(material, f"{phase}_mass_frac") / material.constants[f"{phase}_density_g_cm3"]
        for phase in PHASES
    ]
    return 1.0 / np.sum(volumes, axis=0)
