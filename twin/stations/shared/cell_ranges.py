"""Laws that a finished electrode takes beyond their range when its cell is worked out."""

from __future__ import annotations

import numpy as np

from twin.core.mass_balance import PHASES, per_layer
from twin.core.material import Material, Outside
from twin.laws.registry.book import LAWS
from twin.laws.registry.validity import Edge, beyond, edges

_SHARES: dict[str, tuple[Edge, ...]] = {
    "active": edges(LAWS["electronic_conductivity"], "active_frac"),
    "electrolyte": edges(LAWS["ionic_conductivity"], "electrolyte_frac"),
    "carbon": edges(LAWS["ionic_conductivity"], "carbon_frac"),
}
_REST = (*edges(LAWS["ionic_conductivity"], "binder_mass_frac", "electrolyte_conductivity_mS_cm"),)


def outside_of_cell(material: Material) -> frozenset[Outside]:
    """Return the marks of a lot once its cell is worked out: volumes, binder and electrolyte it ends with."""
    marks = material.outside
    density = material.density_g_cm3
    lightest = per_layer(np.minimum.reduce(density, (1, 2), keepdims=True))
    densest = per_layer(np.maximum.reduce(density, (1, 2), keepdims=True))
    for phase in PHASES[:3]:
        share = per_layer(getattr(material, f"{phase}_mass_frac"))
        share = share / per_layer(material.constants[f"{phase}_density_g_cm3"])
        marks = beyond(marks, _SHARES[phase] * 2, share * lightest, share * densest)
    binder = per_layer(material.binder_mass_frac)
    return beyond(marks, _REST, binder, material.electrolyte_conductivity_mS_cm)
