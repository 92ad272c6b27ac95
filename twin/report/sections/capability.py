"""Capability: histograms against limits, indices with intervals, what guard bands cost."""

from __future__ import annotations

import math
from collections.abc import Iterator

from matplotlib.figure import Figure

from twin.analysis.analysed_results import AnalysedResults
from twin.analysis.results import LineResults
from twin.core.number_text import NO_VALUE, interval, number
from twin.kpi.labels import property_label, property_unit
from twin.quality.capability import Index
from twin.quality.guard_bands import guard_band
from twin.quality.limits_review import Specified, specified
from twin.quality.lot_mixture import LotMixture, bins, mixture_at, near_limits
from twin.report.blocks import (
    Cell,
    Content,
    Drawn,
    Section,
    Table,
    figures,
    filled,
    line_cell,
    numbers,
    table,
)
from twin.report.figures.histogram import Outline, histogram
from twin.report.figures.style import line_colour

BANDS = (0.0, 1.0, 1.645, 2.0)
"""Guard bands in standard deviations of a gauge reading; 1.645: a bad cell at the limit passes in 5 %."""

LEAST_PPM = 0.001
"""Smaller parts per million say only that the normal curve is no longer known there."""

_BINS = 48
_REACH_SD = 4.5
_TEXT = (
    "Histogram of all cells left after cutting (each lot enters as a normal density with its own mean and "
    "spread), with the normal curve of their overall spread. Cp and Cpk use the spread within lots, Pp and "
    "Ppk that of all cells; intervals of 95 %; parts per million of a normal process. Guard bands: "
    "what the gauge's error costs where its reading is judged, with the limits moved inwards."
)

Judged = list[tuple[LineResults, Specified]]


def build(data: AnalysedResults) -> Content | None:
    """Return the section; None where no limit is judged on enough lots."""
    judged = [
        (shown, one)
        for shown in data.lines_with_tables
        for one in specified(data.results.readings(shown), shown.tables.lots, shown.line)
    ]
    if not judged:
        return None
    charts = figures("capability", _histograms(data, judged))
    return Content(_TEXT, charts, (_indices(judged), *filled(_guards(judged))))


def _histograms(data: AnalysedResults, judged: Judged) -> Drawn:
    for shown, one in judged:
        cells = mixture_at(shown.tables.readings, one.station, one.name, data.results.window_s(shown))
        if cells is not None:
            label = f"{shown.name}: {_place(one)}"
            known = (("Cp", one.cp), ("Cpk", one.cpk), ("Pp", one.pp), ("Ppk", one.ppk))
            indices = [f"{name} {_index(value)}" for name, value in known if not math.isnan(value.value)]
            yield (
                f"{label}: {', '.join(indices)}",
                _histogram(one, cells, line_colour(shown.place), label, indices),
            )


def _histogram(one: Specified, cells: LotMixture, colour: str, label: str, indices: list[str]) -> Figure:
    """Draw the share of cells by value, the normal curve of their overall spread, and the limits."""
    limits = (one.limits.lower, one.limits.upper)
    edges = bins(cells, limits, _BINS, _REACH_SD)
    half = (len(indices) + 1) // 2
    rows = ["   ".join(indices[:half]), "   ".join(indices[half:])]
    return histogram(
        one.name,
        [Outline(edges, cells.shares(edges), colour, alpha=0.35, lined=False)],
        (float(edges[0]), float(edges[-1])),
        limits=[(edge, edge) for edge in near_limits(cells, limits, _REACH_SD)],
        y_label="% of the cells",
        title="\n".join([label, *(row for row in rows if row)]),
        normal=((edges[1:] + edges[:-1]) / 2.0, cells.normal_shares(edges)),
        height_in=2.7,
    )


def _place(one: Specified) -> str:
    return f"{property_label(one.name)} at {one.station}"


def _index(value: Index) -> str:
    return NO_VALUE if math.isnan(value.value) else interval(value.value, value.low, value.high)


def _ppm(value: float) -> str:
    return number(value) if value >= LEAST_PPM else f"below {LEAST_PPM:g}"


def _indices(judged: Judged) -> Table:
    head = numbers("Limits", "Cp", "Cpk", "Pp", "Ppk", "Out, ppm")
    return table(("Line", "Property", *head), (_row(shown, one) for shown, one in judged))


def _row(shown: LineResults, one: Specified) -> tuple[Cell | str, ...]:
    low, high = (NO_VALUE if end is None else number(end) for end in (one.limits.lower, one.limits.upper))
    limits = f"{low} to {high} {property_unit(one.name)}".rstrip()
    indices = (_index(value) for value in (one.cp, one.cpk, one.pp, one.ppk))
    return (line_cell(shown), _place(one), limits, *indices, _ppm(one.out_ppm))


def _guards(judged: Judged) -> Table:
    """Return what limits moved inwards by some gauge errors refuse and pass."""
    head = numbers("Limits moved inwards by", "Passed, %", "Good but refused, ppm", "Bad but passed, ppm")
    rows = (row for shown, one in judged for row in _guard_rows(shown, one))
    return table(("Line", "Property", *head), rows, "Guard bands", folded=True, sortable=True)


def _guard_rows(shown: LineResults, one: Specified) -> Iterator[tuple[Cell | str, ...]]:
    if one.reading is None:
        return
    for factor in BANDS:
        band = factor * one.reading.repeatability
        if 2.0 * band < one.limits.width():
            known = guard_band(one.limits, one.mean, one.sd_total, one.reading, band)
            moved = f"{number(band)} {property_unit(one.name)} ({factor:g} gauge sd)" if factor else "none"
            risks = (_ppm(1e6 * risk) for risk in (known.producers_risk, known.consumers_risk))
            yield (line_cell(shown), _place(one), moved, f"{100 * known.passed:.4g}", *risks)


SECTION = Section(key="capability", heading="Capability", order=110, build=build)
