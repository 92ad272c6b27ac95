"""The electrode in its cell: dispersed carbon, wetted surface and its charge transfer, usable charge."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from twin.core.material import Array
from twin.laws.registry.argument import Range
from twin.laws.registry.law import definition, law

_OHM_CM2 = 0.1
"""1 um at 1 mS/cm is 0.1 ohm cm2."""
_CM2_PER_G = 6e4
"""Surface of 1 g of spheres of 1 um and 1 g/cm3."""
_LEAST_UM = float(np.finfo(np.float64).tiny)

Thickness = Annotated[Array | float, Range(0.0, 1000.0, "Thickness of the layer.", "d", 80.0)]


@law(
    "Carbon not locked up in agglomerates",
    unit="frac",
    source="Asylbekov 2023, doi:10.1002/ente.202200867: size falls with the share still coarse",
)
def dispersed_frac(
    size_um: Annotated[Array | float, Range(0.05, 200.0, "Size of the carbon agglomerates.", "d", 5.0)],
    aggregate_um: Annotated[Array | float, Range(0.05, 1.0, "Smallest aggregate.", "da", 0.2)],
    delivered_um: Annotated[Array | float, Range(0.1, 200.0, "Size as delivered.", "d0", 30.0)],
) -> Array:
    """Return the share of carbon not locked up in agglomerates: 1 - share still as delivered.

        x = 1 - min((d - da) / (d0 - da), 1)

    1 where carbon is delivered as aggregates.

    >>> round(float(dispersed_frac(5.2, 0.2, 20.2)), 4)
    0.75
    """
    span = delivered_um - aggregate_um
    span = max(span, _LEAST_UM) if isinstance(span, float) else np.maximum(span, _LEAST_UM)
    return np.asarray(1.0 - np.minimum((size_um - aggregate_um) / span, 1.0))


@definition
def in_series(thickness_um: Array, conductivity_mS_cm: Array) -> Array:
    """Return the conductivity of layers in series, shape (lane, segment); 0 where one conducts nothing."""
    if thickness_um.shape[0] == 1:
        return np.asarray(conductivity_mS_cm[0])
    with np.errstate(divide="ignore"):
        resistance = (thickness_um / conductivity_mS_cm).sum(axis=0)
    return np.asarray(thickness_um.sum(axis=0) / resistance)


@law("Resistance of a layer all current passes", unit="ohm_cm2", source="Ohm 1827; range: assumption")
def layer_resistance(
    thickness_um: Thickness,
    conductivity_mS_cm: Annotated[Array | float, Range(1e-6, 1e4, "Its conductivity.", "σ", 1.6)],
) -> Array | float:
    """Return the resistance (ohm cm2) of a layer all current passes.

        R = 0.1 · d / σ

    >>> round(layer_resistance(80.0, 1.6), 4)
    5.0
    """
    return _OHM_CM2 * thickness_um / conductivity_mS_cm


@definition
def surface_cm2_g(diameter_um: Array | float, density_g_cm3: Array | float) -> Array | float:
    """Return the surface of spheres per mass."""
    return _CM2_PER_G / (diameter_um * density_g_cm3)


@law(
    "Charge transfer of coated and bare grains",
    unit="ohm_cm2",
    source="Cho 2024, Electrochimica Acta 481, 143990: 145 to 278 ohm cm2 of bare NCM811; Kim 2025, "
    "doi:10.1016/j.cej.2025.170461: 84 to 22 ohm, bare to coated; side by side: assumption",
)
def reaction_resistance(
    coated_ohm_cm2: Annotated[
        Array | float,
        Range(0.0, 1e5, "Charge transfer of coated surface, per true area.", "Rc", 930.0),
    ],
    bare_ratio: Annotated[Array | float, Range(1.0, 20.0, "Bare over coated surface.", "b", 3.4)],
    intact_frac: Annotated[Array | float, Range(0.0, 1.0, "Share of the particle coating intact.", "c", 0.9)],
    true_cm2_cm2: Annotated[
        Array | float, Range(0.1, 1000.0, "Wetted surface per area of electrode.", "s", 30.0)
    ],
) -> Array:
    """Return the charge-transfer resistance (ohm cm2 of electrode), coated and bare surface side by side.

        R = Rc / (s · (c + (1 - c) / b))

    inf without any wetted surface.

    >>> round(float(reaction_resistance(900.0, 3.0, 0.5, 30.0)), 4)
    45.0
    """
    conducting = intact_frac + (1.0 - np.asarray(intact_frac)) / bare_ratio
    with np.errstate(divide="ignore"):
        return np.asarray(coated_ohm_cm2 / (true_cm2_cm2 * conducting))


@law(
    "Capacity reached before polarisation ends the discharge",
    unit="frac",
    source="Linear between full and empty: Asano 2017, doi:10.1149/2.1501714jes, within 4 points",
)
def usable_frac(
    current_mA_cm2: Annotated[Array | float, Range(0.0, 20.0, "Current of the discharge.", "i", 0.37)],
    resistance_ohm_cm2: Annotated[Array | float, Range(0.0, 1e4, "Resistance of the cell.", "R", 200.0)],
    window_V: Annotated[Array | float, Range(0.2, 4.0, "Voltage between full and empty.", "U", 1.1)],
) -> Array:
    """Return the share of capacity reached before polarisation ends the discharge.

        x = max(1 - 0.001 · i · R / U, 0)

    0 where the drop fills the window.

    >>> round(float(usable_frac(0.5, 200.0, 1.0)), 4)
    0.9
    """
    lost_per_ohm_cm2 = 1e-3 * current_mA_cm2 / window_V
    return np.asarray(np.maximum(1.0 - lost_per_ohm_cm2 * resistance_ohm_cm2, 0.0))


@definition
def over_layers(values: Array) -> Array:
    """Return the sum over the layers, shape (lane, segment)."""
    return np.asarray(values[0] if values.shape[0] == 1 else values.sum(axis=0))
