"""What stands for a part of a cell that lets no current through."""

from __future__ import annotations

from twin.core.arrays import smaller
from twin.core.material import Array

OPEN_CIRCUIT_OHM_CM2 = 1e6
"""A microampere per volt and cm2: no part of a cell is given as more, so that every figure stays a number."""


def at_most_open(resistance_ohm_cm2: Array | float) -> Array | float:
    """Return a resistance, or that of an open circuit where it would be more."""
    return smaller(resistance_ohm_cm2, OPEN_CIRCUIT_OHM_CM2)
