"""The porous electrode as a transmission line: ions and electrons in parallel, the reaction between them."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from twin.core.material import Array
from twin.laws.registry.argument import Physical, Range
from twin.laws.registry.law import law, part_of

_LEAST_OHM_CM2 = 1e-9
_MOST_OHM_CM2 = 1e15
"""Resistances are kept between these, so that a network that is not there stays a number."""

_ANY = Physical(0.0)


class Dc(NamedTuple):
    """What an electrode resists: at high frequency, where the reaction is short-circuited, and as an arc.

    The sum is the resistance to direct current.
    """

    ohmic_ohm_cm2: Array
    arc_ohm_cm2: Array


@law(
    "Arc of a porous electrode",
    unit="ohm_cm2",
    source="Euler and Nonnenmacher 1960, doi:10.1016/0013-4686(60)87002-4; de Levie 1963, "
    "doi:10.1016/0013-4686(63)80042-0",
    answer="arc_ohm_cm2",
)
def porous_electrode(
    ion_ohm_cm2: Annotated[Array | float, Range(0.1, 1e6, "Ion path through all of it.", "Ri", 200.0, _ANY)],
    electron_ohm_cm2: Annotated[
        Array | float, Range(1e-3, 1e6, "Electron path through all of it.", "Re", 1.0, _ANY)
    ],
    reaction_ohm_cm2: Annotated[
        Array | float, Range(0.1, 1e6, "Charge transfer, all of its surface.", "Rr", 40.0, _ANY)
    ],
) -> Dc:
    """Return the arc of an even electrode: direct current less what it resists at high frequency.

        R = (2 · Ri · Re / sinh(v) + (Ri² + Re²) / tanh(v)) / ((Ri + Re) · v),   v = √((Ri + Re) / Rr)

    A ladder of ion and electron paths with the reaction between them. Without electron resistance it is
    √(Ri · Rr) · coth(√(Ri / Rr)): Rr + Ri / 3 for a slow reaction, √(Ri · Rr) for a fast one, which stays
    near the separator. At high frequency the two paths lie side by side: Ri · Re / (Ri + Re).

    >>> round(float(porous_electrode(200.0, 1.0, 40.0).arc_ohm_cm2), 4)
    90.9978
    """
    ions, electrons, reaction = map(_bounded, (ion_ohm_cm2, electron_ohm_cm2, reaction_ohm_cm2))
    both = ions + electrons
    v = np.sqrt(both / reaction)
    spread = 2.0 * ions * electrons * _inverse_sinh(v)
    spread += (ions * ions + electrons * electrons) / np.tanh(v)
    return Dc(np.asarray(ions * electrons / both), np.asarray(spread / (both * v)))


@part_of("porous_electrode")
def layered_resistance(
    ion_ohm_cm2: Array | float, electron_ohm_cm2: Array | float, reaction_ohm_cm2: Array | float
) -> Dc:
    """Return both parts of the resistance of layers, arrays (layer, lane, segment), separator side first.

    Each layer is even. The potential between the phases, u, and the ion current, j, run through a layer as
    u' = -(ri + re) j + re and j' = -g u, for a current of 1. From the collector, where j = 0, to the
    separator, where j = 1, they stay on a line j = y u + d, and back again u is found: no step takes the
    difference of large numbers.
    """
    ions, electrons, reaction = map(_bounded, (ion_ohm_cm2, electron_ohm_cm2, reaction_ohm_cm2))
    if reaction.shape[0] == 1:
        return porous_electrode(ions[0], electrons[0], reaction[0])
    both = ions + electrons
    v = np.sqrt(both / reaction)
    layers = _Layers(electrons / both, np.sqrt(both * reaction), np.tanh(v), _sech(v))
    slopes, offsets = _lines(layers)
    potential = (1.0 - offsets[0]) / slopes[0]
    ohmic = np.add.reduce(ions * electrons / both, 0)
    total = potential
    for n, even in enumerate(layers.even):
        behind = _behind(layers, n, potential, slopes[n + 1], offsets[n + 1])
        # the electron current is 1 - j, and the integral of j follows from what u has lost
        carried = even + (potential - behind) / both[n]
        total = total + electrons[n] * (1.0 - carried)
        potential = behind
    return Dc(np.asarray(ohmic), np.asarray(total - ohmic))


class _Layers(NamedTuple):
    """Each layer: ion share of an even current, wave resistance, tanh and sech of its length; by layer."""

    even: Array
    wave: Array
    tanh: Array
    sech: Array


def _lines(layers: _Layers) -> tuple[list[Array], list[Array]]:
    """Return slope and offset of the ion current over the potential at every boundary, separator first."""
    nothing = np.zeros(layers.even.shape[1:])
    slopes, offsets = [nothing], [nothing]
    for even, wave, tanh, sech in zip(*(part[::-1] for part in layers), strict=True):
        below, rest = 1.0 + slopes[0] * wave * tanh, offsets[0] - even
        slopes.insert(0, (tanh / wave + slopes[0]) / below)
        offsets.insert(0, even + rest * sech / below)
    return slopes, offsets


def _behind(layers: _Layers, n: int, potential: Array, slope: Array, offset: Array) -> Array:
    """Return the potential on the collector side of a layer from that on its separator side."""
    even, wave, tanh, sech = (part[n] for part in layers)
    below = 1.0 + slope * wave * tanh
    return np.asarray((potential * sech - (offset - even) * wave * tanh) / below)


def _bounded(resistance_ohm_cm2: Array | float) -> Array:
    kept: Array = np.clip(np.asarray(resistance_ohm_cm2), _LEAST_OHM_CM2, _MOST_OHM_CM2)
    return kept


def _inverse_sinh(v: Array) -> Array:
    """Return 1 / sinh(v) without overflow."""
    return np.asarray(2.0 * np.exp(-v) / -np.expm1(-2.0 * v))


def _sech(v: Array) -> Array:
    """Return 1 / cosh(v) without overflow."""
    return np.asarray(2.0 * np.exp(-v) / (1.0 + np.exp(-2.0 * v)))
