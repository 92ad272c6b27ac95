"""Control charts on what a gauge of the line has read, lot by lot, with limits from a first phase."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from twin.core.material import Array
from twin.quality.charts import ControlChart, Cusum, cusum, ewma, frozen, individuals
from twin.quality.run_rules import WESTERN_ELECTRIC, Marks, signals

PHASE_ONE = 25
"""Lots the limits come from, as SPC practice has it (AIAG SPC, 2nd edition)."""


@dataclass(frozen=True)
class Monitored:
    """The gauge's mean reading of every lot at one station, in order of time, on four charts.

    Limits rest on the first `phase_one` lots. `rules`: the points that each run rule marks on the chart of
    single readings.
    """

    station: str
    name: str
    time_s: Array
    lot: Array
    phase_one: int
    single: ControlChart
    moving_range: ControlChart
    smoothed: ControlChart
    sums: Cusum
    rules: dict[str, Marks]

    @property
    def signalled_share(self) -> float:
        """Return the share of lots after the first phase on which any run rule signals."""
        later = np.any(list(self.rules.values()), axis=0)[self.phase_one :]
        return float(later.mean()) if later.size else float("nan")


def gauged(readings: pd.DataFrame, at_least: int = PHASE_ONE) -> tuple[tuple[str, str], ...]:
    """Return the (station, property) that a gauge has read on enough lots, in order of first appearance.

    Readings that do not vary at all make no chart and are left out.
    """
    seen = readings[readings["measured"].notna()]
    groups = seen.groupby(["station", "property"], sort=False, observed=True)["measured"]
    enough = groups.agg(lambda values: len(values) >= at_least and values.iloc[:at_least].nunique() > 1)
    return tuple((str(station), str(name)) for station, name in enough[enough.astype(bool)].index)


def monitor(readings: pd.DataFrame, station: str, name: str, phase_one: int = PHASE_ONE) -> Monitored:
    """Chart the gauge's readings of one replication.

    Raises ValueError with fewer lots than the first phase needs, or where no gauge reads the property.
    """
    here = (readings["station"] == station) & (readings["property"] == name) & readings["measured"].notna()
    table = readings[here].sort_values("time_s", kind="stable")
    values = table["measured"].to_numpy(np.float64)
    if values.size < max(phase_one, 2):
        raise ValueError(f"{station}, {name}: {values.size} lots were measured, limits need {phase_one}")
    first, first_ranges = individuals(values[:phase_one])
    single, ranges = frozen(first, values), frozen(first_ranges, np.abs(np.diff(values)))
    sigma = float(first.sigma[0])
    if sigma == 0.0:
        raise ValueError(f"{station}, {name}: the readings of the first phase do not vary")
    return Monitored(
        station=station,
        name=name,
        time_s=table["time_s"].to_numpy(np.float64),
        lot=table["lot"].to_numpy(np.float64),
        phase_one=phase_one,
        single=single,
        moving_range=ranges,
        smoothed=ewma(values, first.centre, sigma),
        sums=cusum(values, first.centre, sigma),
        rules=signals(single.z, WESTERN_ELECTRIC),
    )
