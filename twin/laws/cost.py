"""Cost of process steps: scaling with volume, and yields in series."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from twin.core.material import Array
from twin.laws.registry.argument import Range
from twin.laws.registry.law import law


@law(
    "Cost of a step at another volume",
    unit="ratio",
    source="Six-tenths rule as in BatPaC, Argonne National Laboratory; range: assumption",
    reference_only=True,
)
def scaled_cost(
    base: Annotated[
        Array | float, Range(0.0, 1e9, "Labour, capital or floor of the step, in any unit.", "C0", 1.0)
    ],
    volume_ratio: Annotated[Array | float, Range(0.1, 20.0, "Volume over that of the base.", "v", 2.0)],
    exponent: Annotated[
        Array | float, Range(0.2, 1.0, "How fast it grows, 0.4 for labour to 0.95.", "n", 0.6)
    ],
) -> Array:
    """Return a step's labour, capital or floor area at another volume, in the unit of the base.

        C = C0 · v^n

    >>> round(float(scaled_cost(1.0, 10.0, 0.6)), 4)
    3.9811
    """
    return np.asarray(base * np.asarray(volume_ratio, dtype=float) ** exponent)
