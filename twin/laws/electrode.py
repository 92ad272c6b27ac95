"""The porous electrode under current: resistance of its networks, surface of its particles, charge."""

from __future__ import annotations

import numpy as np

from twin.core.material import Array

_OHM_CM2 = 0.1
"""1 um at 1 mS/cm is 0.1 ohm cm2."""
_CM2_PER_G = 6e4
"""Surface of 1 g of spheres of 1 um and 1 g/cm3."""
_LEAST_UM = float(np.finfo(np.float64).tiny)


def dispersed_frac(size_um: Array, aggregate_um: Array | float, delivered_um: Array | float) -> Array:
    """Return the share of carbon not locked up in agglomerates: 1 - share still as delivered.

    1 where carbon is delivered as aggregates.
    """
    span = delivered_um - aggregate_um
    span = max(span, _LEAST_UM) if isinstance(span, float) else np.maximum(span, _LEAST_UM)
    return np.asarray(1.0 - np.minimum((size_um - aggregate_um) / span, 1.0))


def network_resistance(thickness_um: Array, ion_mS_cm: Array, electron_mS_cm: Array, share: Array) -> Array:
    """Return the resistance (ohm cm2) of layers in which the current passes from ions to electrons.

    Arrays (layer, lane, segment), separator side first; `share`: capacity of each layer over that of the
    electrode. With an even reaction the ion current falls linearly through each layer, the electron
    current rises: a layer of ion current f0 to f1 counts thickness (f0² + f0 f1 + f1²) / 3. One layer:
    a third of both, the limit of the transmission line for slow reactions (Euler and Nonnenmacher 1960,
    doi:10.1016/0013-4686(60)87002-4). inf without a network.
    """
    if share.shape[0] == 1:
        with np.errstate(divide="ignore"):
            through = thickness_um * (1.0 / ion_mS_cm + 1.0 / electron_mS_cm)
        return np.asarray(_OHM_CM2 / 3.0 * through[0])
    after = np.cumsum(share, axis=0)
    left, passed = 1.0 - after, after - share
    behind, before = np.maximum(left, 0.0), 1.0 - passed
    ions = before * before + before * behind + behind * behind
    electrons = passed * passed + passed * after + after * after
    with np.errstate(divide="ignore"):
        layers = thickness_um * (ions / ion_mS_cm + electrons / electron_mS_cm)
    return np.asarray(_OHM_CM2 / 3.0 * layers.sum(axis=0))


def in_series(thickness_um: Array, conductivity_mS_cm: Array) -> Array:
    """Return the conductivity of layers in series, shape (lane, segment); 0 where one conducts nothing."""
    if thickness_um.shape[0] == 1:
        return np.asarray(conductivity_mS_cm[0])
    with np.errstate(divide="ignore"):
        resistance = (thickness_um / conductivity_mS_cm).sum(axis=0)
    return np.asarray(thickness_um.sum(axis=0) / resistance)


def layer_resistance(thickness_um: Array | float, conductivity_mS_cm: Array | float) -> Array | float:
    """Return the resistance (ohm cm2) of a layer all current passes."""
    return _OHM_CM2 * thickness_um / conductivity_mS_cm


def surface_cm2_g(diameter_um: Array | float, density_g_cm3: Array | float) -> Array | float:
    """Return the surface of spheres per mass."""
    return _CM2_PER_G / (diameter_um * density_g_cm3)


def reaction_resistance(
    coated_ohm_cm2: Array | float,
    bare_ratio: Array | float,
    intact_frac: Array | float,
    true_cm2_cm2: Array | float,
) -> Array:
    """Return the charge-transfer resistance (ohm cm2 of electrode); coated and bare surface in series.

    `true_cm2_cm2`: wetted active surface per area of electrode; inf without any.
    """
    mean = coated_ohm_cm2 * (intact_frac + bare_ratio * (1.0 - np.asarray(intact_frac)))
    with np.errstate(divide="ignore"):
        return np.asarray(mean / true_cm2_cm2)


def usable_frac(
    current_mA_cm2: Array | float, resistance_ohm_cm2: Array | float, window_V: Array | float
) -> Array:
    """Return the share of capacity reached before polarisation ends the discharge: 1 - i R / ΔU.

    0 where the drop fills the window; linear between full and empty.
    """
    lost_per_ohm_cm2 = 1e-3 * current_mA_cm2 / window_V
    return np.asarray(np.maximum(1.0 - lost_per_ohm_cm2 * resistance_ohm_cm2, 0.0))


def over_layers(values: Array) -> Array:
    """Return the sum over the layers, shape (lane, segment)."""
    return np.asarray(values[0] if values.shape[0] == 1 else values.sum(axis=0))


def side_by_side(resistance_ohm_cm2: Array) -> Array:
    """Return the resistance of layers that share the current, shape (lane, segment)."""
    if resistance_ohm_cm2.shape[0] == 1:
        return np.asarray(resistance_ohm_cm2[0])
    with np.errstate(divide="ignore"):
        return np.asarray(1.0 / (1.0 / resistance_ohm_cm2).sum(axis=0))


def electrode_resistance(
    thickness_um: Array | float, ion_mS_cm: Array | float, electron_mS_cm: Array | float
) -> Array:
    """Return the resistance (ohm cm2) of one even layer: `network_resistance` of that layer."""
    given = np.broadcast_arrays(thickness_um, ion_mS_cm, electron_mS_cm)
    layer, ions, electrons = (np.asarray(values[None], dtype=np.float64) for values in given)
    return network_resistance(layer, ions, electrons, np.ones_like(layer))
