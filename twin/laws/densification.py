"""Densification of a powder between plates: Heckel with temperature and dwell."""

from __future__ import annotations

import numpy as np

from twin.core.arrays import exp, expm1, smaller
from twin.core.material import Array
from twin.laws.compaction import softening

PACKING = 0.61
"""Fitted on Sakuda 2013 (doi:10.1038/srep02261), 75, 200 and 450 MPa: sulfide glass, yielding at 202 MPa."""

SOFTENING_PER_K = 0.005
"""Assumption within 0.004-0.006: sulfide glass pressed at 200 C is fully dense (doi:10.1038/srep02261)."""

CREEP_RATE_PER_S = 3e-4
CREEP_EXPONENT = 3.0
"""Assumption: a minute at room temperature adds a point of density at most, hot pressing several."""


def relative_density(
    pressure_MPa: Array | float,
    yield_pressure_MPa: Array | float,
    temperature_C: Array | float,
    dwell_s: Array | float,
    packing: Array | float = PACKING,
    softening_per_K: Array | float = SOFTENING_PER_K,
    creep_rate_per_s: Array | float = CREEP_RATE_PER_S,
) -> Array | float:
    """Return the relative density under pressure: ln(1/(1-D)) = A + P/Py(T) + creep over the dwell.

    `packing` is A of the powder, its packing once the grains have slid into place: it belongs to the
    powder. Heckel 1961; the creep term is the closed form of dD/dt = k (1-D) (P/Py)^n.
    """
    reduced = pressure_MPa / yield_pressure_MPa * softening(temperature_C, softening_per_K)
    return -expm1(-(packing + reduced + creep_rate_per_s * dwell_s * reduced**CREEP_EXPONENT))


def pressed_porosity(
    porosity_before_frac: Array | float,
    packing: Array | float,
    reduced: Array | float,
    creep_rate_per_s: Array | float,
    dwell_s: float,
) -> Array | float:
    """Return the porosity between plates of a web pressed before: Heckel's law, in ln(1/porosity).

    What an earlier pressure has closed stays closed, creep adds to it. `reduced`: the pressure over the yield
    pressure at its temperature.
    """
    crept = creep_rate_per_s * dwell_s * reduced**CREEP_EXPONENT
    return smaller(porosity_before_frac, exp(-(packing + reduced))) * exp(-crept)


def pressure_for_density(
    relative_density_frac: Array | float, yield_pressure_MPa: Array | float, packing: Array | float
) -> Array:
    """Return the pressure (MPa) for a relative density at 25 °C without dwell, inf at full density."""
    with np.errstate(divide="ignore"):
        logarithm = -np.log1p(-np.asarray(relative_density_frac))
    return np.asarray(yield_pressure_MPa * np.maximum(logarithm - packing, 0.0))
