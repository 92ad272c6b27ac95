"""Cost of process steps: scaling with volume, and yields in series."""

from __future__ import annotations

from collections.abc import Iterable
from math import prod

import numpy as np

from twin.core.material import Array


def scaled(base: Array | float, volume_ratio: Array | float, exponent: Array | float) -> Array:
    """Return a step's labour, capital or floor area at another volume: base · ratio^exponent.

    Six-tenths rule as in the BatPaC cost model; in the unit of `base`.
    """
    return np.asarray(base * np.asarray(volume_ratio, dtype=float) ** exponent)


def yield_in_series_frac(step_yields_frac: Iterable[float]) -> float:
    """Return the yield of steps in series: their product."""
    return prod(step_yields_frac)
