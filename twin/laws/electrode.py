"""The porous electrode under current: resistance of its networks, surface of its particles, charge."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from twin.core.arrays import larger
from twin.core.material import Array
from twin.laws.registry.argument import Range
from twin.laws.registry.law import definition, law, part_of

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


@law(
    "Resistance of ion and electron paths",
    unit="ohm_cm2",
    source="Euler and Nonnenmacher 1960, doi:10.1016/0013-4686(60)87002-4; slow reaction; range: assumption",
)
def electrode_resistance(
    thickness_um: Thickness,
    ion_mS_cm: Annotated[Array | float, Range(1e-6, 30.0, "Ion conductivity of the composite.", "κ", 0.05)],
    electron_mS_cm: Annotated[
        Array | float, Range(1e-6, 1e4, "Electron conductivity of the composite.", "σ", 10.0)
    ],
    passed_frac: Annotated[
        Array | float, Range(0.0, 1.0, "Capacity between the separator and the layer.", "f0")
    ] = 0.0,
    share_frac: Annotated[
        Array | float, Range(0.0, 1.0, "Capacity of the layer over that of the electrode.", "f1 - f0")
    ] = 1.0,
) -> Array | float:
    """Return the resistance (ohm cm2) of a layer in which current passes from ions to electrons.

        R = 0.1 / 3 · d · ((u0² + u0 · u1 + u1²) / κ + (f0² + f0 · f1 + f1²) / σ),   u = 1 - f

    With an even reaction the ion current falls linearly through the layer, from a share u0 of the whole to
    u1, the electron current rises from f0 to f1. One layer: a third of both, the limit of the transmission
    line for slow reactions. inf without a network.

    >>> round(electrode_resistance(75.0, 0.05, 10.0), 4)
    50.25
    """
    after = passed_frac + share_frac
    before, behind = 1.0 - passed_frac, larger(1.0 - after, 0.0)
    ions = before * before + before * behind + behind * behind
    electrons = passed_frac * passed_frac + passed_frac * after + after * after
    return _OHM_CM2 / 3.0 * (thickness_um * (ions / ion_mS_cm + electrons / electron_mS_cm))


@part_of("electrode_resistance")
def network_resistance(thickness_um: Array, ion_mS_cm: Array, electron_mS_cm: Array, share: Array) -> Array:
    """Return the resistance (ohm cm2) of all layers together.

    Arrays (layer, lane, segment), separator side first; `share`: capacity of each layer over that of the
    electrode.
    """
    with np.errstate(divide="ignore"):
        if share.shape[0] == 1:
            return np.asarray(electrode_resistance(thickness_um[0], ion_mS_cm[0], electron_mS_cm[0]))
        passed = np.cumsum(share, axis=0) - share
        layers = electrode_resistance(thickness_um, ion_mS_cm, electron_mS_cm, passed, share)
        return np.asarray(np.add.reduce(layers, 0))


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
    source="Kim 2025, doi:10.1016/j.cej.2025.170461: 84 to 22 ohm; weighted mean: assumption",
)
def reaction_resistance(
    coated_ohm_cm2: Annotated[
        Array | float,
        Range(0.0, 1e5, "Charge transfer of coated surface, per true area.", "Rc", 200.0),
    ],
    bare_ratio: Annotated[Array | float, Range(1.0, 20.0, "Bare over coated surface.", "b", 3.4)],
    intact_frac: Annotated[Array | float, Range(0.0, 1.0, "Share of the particle coating intact.", "c", 0.9)],
    true_cm2_cm2: Annotated[
        Array | float, Range(0.1, 1000.0, "Wetted surface per area of electrode.", "s", 30.0)
    ],
) -> Array:
    """Return the charge-transfer resistance (ohm cm2 of electrode), the mean of coated and bare surface.

        R = Rc · (c + b · (1 - c)) / s

    inf without any wetted surface.

    >>> round(float(reaction_resistance(200.0, 3.0, 0.5, 40.0)), 4)
    10.0
    """
    mean = coated_ohm_cm2 * (intact_frac + bare_ratio * (1.0 - np.asarray(intact_frac)))
    with np.errstate(divide="ignore"):
        return np.asarray(mean / true_cm2_cm2)


@law(
    "Capacity reached before polarisation ends the discharge",
    unit="frac",
    source="Assumption: linear between full and empty",
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


@definition
def side_by_side(resistance_ohm_cm2: Array) -> Array:
    """Return the resistance of layers that share the current, shape (lane, segment)."""
    if resistance_ohm_cm2.shape[0] == 1:
        return np.asarray(resistance_ohm_cm2[0])
    with np.errstate(divide="ignore"):
        return np.asarray(1.0 / (1.0 / resistance_ohm_cm2).sum(axis=0))
