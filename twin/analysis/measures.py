"""What lines are compared on: KPIs of the whole line and properties where they were last set."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from twin.analysis.results import LineResults, Results
from twin.kpi.declaration import Declaration, Place
from twin.kpi.labels import Word, word
from twin.kpi.registry import declared, shown_at
from twin.stats.intervals import CONFIDENCE, t_interval
from twin.study.summary import difference_confidence

FINAL_KPIS = ("mean", "sd_total", "out_of_spec_share", "cpk")
TRIVIAL_PERCENT = 0.5
"""A property that differs by less is not counted in the verdict, however sure the difference is."""

KEEP_SPREAD_OF = ("density_g_cm3", "thickness_um", "loading_mg_cm2")
"""Properties without a good direction of their own whose spread is compared all the same."""


class Estimate(NamedTuple):
    """A mean over replications with its 95 % interval."""

    mean: float
    low: float
    high: float
    n: int

    @property
    def is_clear(self) -> bool:
        """Say whether the interval leaves zero out."""
        return self.low > 0 or self.high < 0

    def clipped(self, word: Word) -> Estimate:
        """Return the estimate in the printed unit of a KPI; the limits of a share end at 0 and 100 %."""
        if not word.is_share or math.isnan(self.low):
            return self
        return self._replace(low=max(self.low, 0.0), high=min(self.high, word.scale))

    def scaled(self, factor: float) -> Estimate:
        """Return the estimate in another unit."""
        ends = (
            sorted((self.low * factor, self.high * factor)) if self.low == self.low else [self.low, self.high]
        )
        return Estimate(self.mean * factor, ends[0], ends[1], self.n)


@dataclass(frozen=True)
class Measure:
    """One row of the comparison; values and differences (to the first line) in the printed unit.

    `stations`: where each line last set the property, "" for the whole line.
    """

    kpi: str
    property: str
    word: Word
    stations: tuple[str, ...]
    values: tuple[Estimate | None, ...]
    differences: tuple[Estimate | None, ...]

    def percent(self, index: int) -> Estimate | None:
        """Return the difference of a line to the first one in percent of the first one's value."""
        first, difference = self.values[0], self.differences[index]
        if first is None or difference is None or first.mean == 0 or math.isnan(first.mean):
            return None
        return difference.scaled(100.0 / abs(first.mean))

    def winner(self, index: int) -> int:
        """Return +1 where the line is better than the first one, -1 where worse, 0 where it is not shown."""
        difference = self.differences[index]
        if difference is None or not self.word.better or not difference.is_clear:
            return 0
        return self.word.better if difference.mean > 0 else -self.word.better

    def counts(self, index: int) -> bool:
        """Say whether the line wins or loses here; what differs by next to nothing does not count."""
        relative = self.percent(index)
        trivial = self.property and relative is not None and abs(relative.mean) < TRIVIAL_PERCENT
        return bool(self.winner(index)) and not trivial

    @cached_property
    def is_restated(self) -> bool:
        """Say whether the KPI follows from another one: it is shown, not counted again in the verdict."""
        return bool(declared()[self.kpi].restates)

    @cached_property
    def has_values(self) -> bool:
        """Say whether any line has a value."""
        return any(value is not None and value.mean == value.mean for value in self.values)


def line_measures(results: Results) -> list[Measure]:
    """Return the KPIs of the whole line in the order of the page, those with a value only."""
    kpis = results.kpis[results.kpis["station"].astype(str) == ""]
    kpis = kpis[kpis["property"].astype(str) == ""]
    whole = ("",) * len(results.lines)
    # without material an area is a lot, and the good area says again what the throughput says
    material = any(shown.line.has_material for shown in results.lines)
    names = [known.name for known in _page_order() if material or known.name != "good_area_m2_per_h"]
    measures = [_measure(results, kpis, kpi, "", whole) for kpi in names]
    return [measure for measure in measures if measure.has_values and not _is_idle(measure)]


def _page_order() -> list[Declaration]:
    """Return the KPIs of the whole line: the one asked for first, those with a good end, the others."""
    return sorted(shown_at(Place.LINE), key=lambda known: (not known.headline, not known.better))


def _is_idle(measure: Measure) -> bool:
    """Say whether a line-up knows nothing of this KPI: no energy, no rework anywhere."""
    values = [value for value in measure.values if value is not None]
    return declared()[measure.kpi].zero_is_nothing and all(value.mean == 0 for value in values)


def decisive(measures: Iterable[Measure]) -> list[Measure]:
    """Return the measures that decide which line is better: each aspect once, those with a good end only."""
    known = list(measures)
    area = find(known, "good_area_m2_per_h") is not None
    return [
        measure
        for measure in known
        if measure.word.better
        and not measure.is_restated
        and not (area and measure.kpi == "throughput_per_h")
    ]


def final_measures(results: Results) -> list[Measure]:
    """Return mean, spread and share outside the limits of each property, where each line last set it."""
    kpis = results.kpis
    kpis = kpis[kpis["kpi"].astype(str).isin(FINAL_KPIS) & (kpis["property"].astype(str) != "")]
    kpis = kpis.astype({"line": str, "station": str, "property": str, "kpi": str})
    limited = {limit.property for shown in results.lines for limit in shown.line.limit}
    measures: list[Measure] = []
    for name in kpis["property"].drop_duplicates():
        stations = tuple(_last_setting(kpis, shown, name) for shown in results.lines)
        rows = kpis[kpis["property"] == name]
        for kpi in FINAL_KPIS:
            spread = kpi == "sd_total" and (name in limited or name in KEEP_SPREAD_OF)
            if kpi == "mean" or spread or (kpi in ("out_of_spec_share", "cpk") and name in limited):
                measures.append(_measure(results, rows, kpi, name, stations))
    return [measure for measure in measures if measure.has_values]


def _last_setting(kpis: pd.DataFrame, shown: LineResults, name: str) -> str:
    """Return the last station of a line that sets a property, "" where none does."""
    here = set(kpis.loc[(kpis["line"] == shown.name) & (kpis["property"] == name), "station"])
    return next((station for station in reversed(shown.stations) if station in here), "")


def _measure(results: Results, kpis: pd.DataFrame, kpi: str, name: str, stations: tuple[str, ...]) -> Measure:
    rows = kpis[kpis["kpi"].astype(str) == kpi]
    unit = str(rows["unit"].iloc[0]) if len(rows) else ""
    words = word(kpi, name, unit)
    series: list[pd.Series | None] = []
    for shown, station in zip(results.lines, stations, strict=True):
        here = rows[(rows["line"].astype(str) == shown.name) & (rows["station"].astype(str) == station)]
        known = here.set_index("replication")["value"].dropna() * words.scale
        series.append(known if len(known) else None)
    confidence = difference_confidence(len(series))
    differences = [None, *(_difference(series[0], other, confidence) for other in series[1:])]
    values = [_estimate(known) for known in series]
    clipped = tuple(value.clipped(words) if value else None for value in values)
    return Measure(kpi, name, words, stations, clipped, tuple(differences))


def _difference(first: pd.Series | None, other: pd.Series | None, confidence: float) -> Estimate | None:
    """Return the mean of the differences pair by replication, with an interval of some confidence."""
    if first is None or other is None:
        return None
    pairs = (other - first).dropna()
    return _estimate(pairs, confidence) if len(pairs) else None


def _estimate(values: pd.Series | None, confidence: float = CONFIDENCE) -> Estimate | None:
    if values is None:
        return None
    return Estimate(*t_interval(values.to_numpy(dtype=float), confidence))


def find(measures: Iterable[Measure], kpi: str, name: str = "") -> Measure | None:
    """Return the measure of a KPI, None where the lines have no such value."""
    return next((measure for measure in measures if (measure.kpi, measure.property) == (kpi, name)), None)
