"""The section on capability: histograms against limits, indices with intervals, what guard bands cost."""

from __future__ import annotations

import math
from collections.abc import Iterator

from twin.quality.capability import Index
from twin.quality.guard_bands import guard_band
from twin.quality.limits_review import Specified, specified
from twin.report.blocks import Cell, Group, Head, Section, Table
from twin.report.charts import Chart
from twin.report.figures.capability import capability
from twin.report.figures.distribution import Cells, cells_at
from twin.report.figures.style import house_style, svg
from twin.report.labels import property_label, property_unit
from twin.report.numbers import NO_VALUE, interval, number
from twin.report.results import Results, Shown

BANDS = (0.0, 1.0, 1.645, 2.0)
"""Guard bands in standard deviations of a gauge reading; 1.645: a bad cell at the limit passes in 5 %."""

LEAST_PPM = 0.001
"""Smaller parts per million say only that the normal curve is no longer known there."""

_TEXT = (
    "Histogram of all cells left after cutting (each lot enters as a normal density with its own mean and "
    "spread), with the normal curve of their overall spread. Cp and Cpk use the spread within lots, Pp and "
    "Ppk that of all cells; intervals of 95 %; parts per million of a normal process. Guard bands: "
    "what the gauge's error costs where its reading is judged, with the limits moved inwards."
)


def capability_section(results: Results) -> Section:
    """Return the section; it is empty where no limit is judged on enough lots."""
    judged = [
        (shown, one)
        for shown in results.lines
        for one in specified(results.readings(shown), shown.tables.lots, shown.line)
    ]
    if not judged:
        return Section("capability", "Capability")
    with house_style():
        charts = tuple(_charts(results, judged))
    tables = [_indices(judged)]
    guards = _guards(judged)
    if guards.rows:
        tables.append(guards)
    return Section("capability", "Capability", _TEXT, (Group("", "", charts),), tuple(tables))


def _charts(results: Results, judged: list[tuple[Shown, Specified]]) -> Iterator[Chart]:
    for place, (shown, one) in enumerate(judged, start=1):
        cells = cells_at(shown.tables.readings, one.station, one.name, results.window_s(shown))
        label = f"{shown.name}: {property_label(one.name)} at {one.station}"
        drawn = Cells(label, shown.colour, *cells)
        indices = [
            f"{name} {_index(value)}"
            for name, value in (("Cp", one.cp), ("Cpk", one.cpk), ("Pp", one.pp), ("Ppk", one.ppk))
            if not math.isnan(value.value)
        ]
        key = f"capability-{place}"
        says = f"{label}: {', '.join(indices)}"
        figure = capability(one.name, drawn, (one.limits.lower, one.limits.upper), indices)
        yield Chart("capability", "", key, says, svg(figure, key))


def _index(value: Index) -> str:
    return NO_VALUE if math.isnan(value.value) else interval(value.value, value.low, value.high)


def _ppm(value: float) -> str:
    return number(value) if value >= LEAST_PPM else f"below {LEAST_PPM:g}"


def _indices(judged: list[tuple[Shown, Specified]]) -> Table:
    head = (
        Head("Line"), Head("Property"), Head("Limits", numeric=True), Head("Cp", numeric=True),
        Head("Cpk", numeric=True), Head("Pp", numeric=True), Head("Ppk", numeric=True),
        Head("Out, ppm", numeric=True),
    )  # fmt: skip
    return Table(head, tuple(_row(shown, one) for shown, one in judged))


def _row(shown: Shown, one: Specified) -> tuple[Cell, ...]:
    ends = [NO_VALUE if end is None else number(end) for end in (one.limits.lower, one.limits.upper)]
    unit = property_unit(one.name)
    label = f"{property_label(one.name)} at {one.station}"
    texts = (
        f"{ends[0]} to {ends[1]} {unit}".rstrip(),
        *(_index(value) for value in (one.cp, one.cpk, one.pp, one.ppk)),
        _ppm(one.out_ppm),
    )
    return (Cell(shown.name, colour=shown.colour), Cell(label), *(Cell(text) for text in texts))


def _guards(judged: list[tuple[Shown, Specified]]) -> Table:
    """Return what limits moved inwards by some gauge errors refuse and pass."""
    head = (
        Head("Line"), Head("Property"), Head("Limits moved inwards by", numeric=True),
        Head("Passed, %", numeric=True), Head("Good but refused, ppm", numeric=True),
        Head("Bad but passed, ppm", numeric=True),
    )  # fmt: skip
    rows = []
    for shown, one in judged:
        if one.reading is None:
            continue
        for factor in BANDS:
            band = factor * one.reading.repeatability
            if 2.0 * band >= one.limits.width():
                continue
            found = guard_band(one.limits, one.mean, one.sd_total, one.reading, band)
            moved = f"{number(band)} {property_unit(one.name)} ({factor:g} gauge sd)" if factor else "none"
            risks = (_ppm(1e6 * risk) for risk in (found.producers_risk, found.consumers_risk))
            texts = (
                f"{property_label(one.name)} at {one.station}",
                moved,
                f"{100 * found.passed:.4g}",
                *risks,
            )
            rows.append((Cell(shown.name, colour=shown.colour), *(Cell(text) for text in texts)))
    return Table(head, tuple(rows), "Guard bands", folded=True, sortable=True)
