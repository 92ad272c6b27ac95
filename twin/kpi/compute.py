"""Every KPI of one replication as a tidy table."""

from __future__ import annotations

from itertools import chain

import pandas as pd

from twin.kpi.energy_use import energy, room_energy
from twin.kpi.equipment import effectiveness_ratios, state_shares
from twin.kpi.flow import flow_time, queue_time, throughput, work_in_process
from twin.kpi.losses import line_yield, station_losses
from twin.kpi.quality_yield import quality
from twin.kpi.record import Kpi, record
from twin.line.model.line import Line
from twin.records.tables import Tables

KPIS = (
    throughput,
    work_in_process,
    flow_time,
    line_yield,
    energy,
    room_energy,
    queue_time,
    state_shares,
    effectiveness_ratios,
    station_losses,
    quality,
)
"""What is computed, in the order of the table."""

COLUMNS = ("line", "replication", "station", "property", "kpi", "value", "unit")


def kpis(
    tables: Tables, line: Line, warmup_s: float = 0.0, horizon_s: float | None = None, replication: int = 0
) -> pd.DataFrame:
    """Return the KPIs of one replication: `line, replication, station, property, kpi, value, unit`.

    The window is (warm-up, horizon], without a horizon it ends with the last lot. Shares and ratios are
    fractions; a figure that is not defined (a mean of nothing, a ratio to nothing) is NaN.
    """
    seen = record(tables, line, warmup_s, horizon_s)
    rows = list(chain.from_iterable(kpi(seen) for kpi in KPIS))
    table = pd.DataFrame(rows, columns=Kpi._fields)
    table.insert(0, "line", line.name)
    table.insert(1, "replication", replication)
    return table
