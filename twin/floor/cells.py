"""Cells of finished lots: what every cell of the web has become when a lot leaves the line."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from twin.cell import CELL_FIGURES
from twin.floor.state import LotState
from twin.log import Cells
from twin.material import PROPERTIES, Array, Material
from twin.webs import of_web

COLUMNS = tuple(dict.fromkeys((*CELL_FIGURES, *PROPERTIES)))
"""Properties kept of every finished lot, in this order; NaN where the line never sets one."""


def keep_cells(cells: Cells, lot: LotState, material: Material, figures: Mapping[str, Array]) -> None:
    """Append the cells of a finished lot; `figures`: what is known besides its material, (lane, segment)."""
    block = np.array([figures[n] if n in figures else of_web(material, n) for n in COLUMNS])
    if lot.good is not None:
        block[:, ~lot.good] = np.nan
    cells.properties, (_, cells.lanes, cells.segments) = COLUMNS, block.shape
    cells.lot.append(lot.number)
    cells.values.frombytes(block.astype(np.float32).tobytes())
