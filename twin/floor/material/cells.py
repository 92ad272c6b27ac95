"""Cells of finished lots: what every cell of the web has become when a lot leaves the line."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from twin.core.material import PROPERTIES, Array, Material
from twin.core.webs import of_web
from twin.floor.state import LotState
from twin.records.log import Cells
from twin.stations.shared.finished_cell import CELL_FIGURES

COLUMNS = tuple(dict.fromkeys((*CELL_FIGURES, *PROPERTIES)))
"""Properties kept of every finished lot, in this order; NaN where the line never sets one."""


def keep_cells(cells: Cells, lot: LotState, material: Material, figures: Mapping[str, Array]) -> None:
    """Append the cells of a finished lot; `figures`: what is known besides its material, (lane, segment)."""
    block = np.array([figures[n] if n in figures else of_web(material, n) for n in COLUMNS])
    if lot.good is not None:
        block[:, ~lot.good] = np.nan
    cells.properties, (_, cells.lanes, cells.segments) = COLUMNS, block.shape
    cells.lot.append(lot.number)
    cells.first_lane.append(material.lanes.first)
    cells.values.frombytes(block.astype(np.float32).tobytes())
