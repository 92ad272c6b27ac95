"""Where a finished electrode does not conduct: cells that give no capacity at the current of the test."""

from __future__ import annotations

import numpy as np
import pandas as pd

from twin.core.number_text import number

CAPACITY, RESISTANCE = "discharge_capacity_mAh_g", "area_resistance_ohm_cm2"


def open_circuit(cells: pd.DataFrame) -> str | None:
    """Return in words how many cells do not conduct; None where all do, or the line makes none.

    `cells`: those of one replication. A cell does not conduct where the whole voltage of the test drops over
    its resistance.
    """
    if not {CAPACITY, RESISTANCE}.issubset(cells.columns):
        return None
    known = cells[CAPACITY].notna()
    dead = known & (cells[CAPACITY] <= 0.0)
    if not dead.any():
        return None
    least = float(np.min(cells.loc[dead, RESISTANCE]))
    of = f"{int(dead.sum())} of {int(known.sum())} cells"
    return f"the electrode does not conduct in {of}: {number(least)} Ω·cm² or more leave no capacity"
