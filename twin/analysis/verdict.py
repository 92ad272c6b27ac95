"""Which line is better: the measures that decide, the ones that matter most first."""

from __future__ import annotations

import math
from collections.abc import Iterable

from twin.analysis.measures import Measure, decisive
from twin.stations.shared.finished_cell import CELL_FIGURES

ASKED_FIRST = (
    ("", "good_area_m2_per_h"),
    ("", "throughput_per_h"),
    ("", "yield"),
    ("", "energy_kWh_per_m2"),
    ("", "room_energy_kWh_per_m2"),
    ("", "flow_time_s"),
    ("energy_density_Wh_L", "mean"),
    ("area_resistance_ohm_cm2", "mean"),
    ("retention_frac", "mean"),
    ("density_g_cm3", "sd_total"),
    ("thickness_um", "sd_total"),
)
"""(property, KPI) of the figures a reader asks for first."""


def verdict(measures: list[Measure], index: int) -> tuple[int, int, int]:
    """Return on how many deciding measures a line is better, worse, not told apart from the first one."""
    known = [measure for measure in decisive(measures) if measure.differences[index]]
    winners = [measure.winner(index) if measure.counts(index) else 0 for measure in known]
    return winners.count(1), winners.count(-1), winners.count(0)


def by_weight(measures: Iterable[Measure]) -> list[Measure]:
    """Return the measures that decide between two lines: clear ones first, then what is asked first."""
    known = [measure for measure in decisive(measures) if measure.differences[1] is not None]
    return sorted(known, key=lambda measure: (not measure.counts(1), _place(measure), -_size(measure)))


def widest(measures: Iterable[Measure]) -> list[Measure]:
    """Return the properties that are better in one of two lines, the ones that differ most first.

    Figures of the finished cell are left out: they follow from the others.
    """
    known = [
        measure
        for measure in measures
        if measure.property and measure.counts(1) and measure.property not in CELL_FIGURES
    ]
    return sorted((m for m in known if m.percent(1) is not None), key=lambda measure: -_weight(measure))


def _weight(measure: Measure) -> float:
    """Return how far two lines are apart, in percent of their sum of first value and difference."""
    relative = measure.percent(1)
    return 0.0 if relative is None else abs(relative.mean) / (1.0 + abs(relative.mean) / 100.0)


def _place(measure: Measure) -> int:
    """Return the place of a measure in the verdict: the line first, then the cell, then all the others."""
    name = (measure.property, measure.kpi)
    return ASKED_FIRST.index(name) if name in ASKED_FIRST else len(ASKED_FIRST)


def _size(measure: Measure) -> float:
    """Return how far the lines are apart, the same for twice and for half."""
    relative = measure.percent(1)
    ratio = 0.0 if relative is None else 1.0 + relative.mean / 100.0
    return abs(math.log(ratio)) if ratio > 0 else math.inf
