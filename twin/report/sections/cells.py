"""Cells: figures over all good area, spread within stacks, grades, area lost by cause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from twin.analysis.analysed_results import AnalysedResults
from twin.analysis.results import LineResults
from twin.core.material import Array
from twin.core.number_text import number
from twin.kpi.labels import BETTER_PROPERTIES, cause_label, property_label, property_title
from twin.quality.finished_cells import Finished, distribution, shares_by_value
from twin.quality.grading import Grade, grade, stack_spread
from twin.report.blocks import (
    Cell,
    Content,
    Drawn,
    Head,
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

FIGURES = ("areal_capacity_mAh_cm2", "area_resistance_ohm_cm2", "energy_density_Wh_L")

ELECTRODES = 20
"""Electrodes of one stack, as cut one after the other from the web."""

CLASSES = (-0.03, -0.01, 0.01)
"""Edges of the classes: how much better a cell is than the mean of its line, as a share."""


def build(data: AnalysedResults) -> Content | None:
    """Return the section; None where no finished cell is known."""
    names = [name for name in FIGURES if any(name in cells.names for cells in data.finished.values())]
    if not names:
        return None
    text = (
        "Every cell of the web of the lots shipped after the warm-up in the first replication, true values, "
        "by area; cells that were cut do not count. A stack is "
        f"{ELECTRODES} electrodes in the order they lie on the web, so that its electrodes share their lot. "
        f"Classes, against the mean of the line: {_class_words(CLASSES)}."
    )
    tables = (_spread(data, names), stacks(data, names), _grades(data, names))
    return Content(text, figures("cells", _histograms(data, names)), (*tables, *filled(_lost(data))))


def _class_words(classes: tuple[float, ...]) -> str:
    edges = [f"{100 * edge:+g} %".replace("-", "−") for edge in reversed(classes)]
    parts = [f"A better by {edges[0]} or more"]
    parts += [f"{chr(65 + place)} down to {edge}" for place, edge in enumerate(edges[1:], start=1)]
    return ", ".join([*parts, f"{chr(65 + len(edges))} below"])


def _histograms(data: AnalysedResults, names: list[str]) -> Drawn:
    for name in names:
        known = [(shown, cells) for shown, cells in _lines(data) if name in cells.names]
        edges, shares = shares_by_value([cells.good(name) for _, cells in known])
        outlines = [
            Outline(edges, share, line_colour(shown.place), shown.name)
            for (shown, _), share in zip(known, shares, strict=True)
        ]
        says = f"Distribution of {property_label(name)} over all good area of {', '.join(data.results.names)}"
        ends = (float(edges[0]), float(edges[-1]))
        yield says, histogram(name, outlines, ends, y_label="% of the good area")


def _lines(data: AnalysedResults) -> Iterator[tuple[LineResults, Finished]]:
    return ((shown, data.finished[shown.name]) for shown in data.lines_with_tables)


Row = Sequence[Cell | str]


def _by_line(
    data: AnalysedResults, names: list[str]
) -> Iterator[tuple[str, Finished, tuple[Cell | str, ...]]]:
    """Yield figure, cells and the first two cells of the row for every figure and line that has it."""
    for name in names:
        for shown, cells in _lines(data):
            if name in cells.names:
                yield name, cells, (property_title(name), line_cell(shown))


def _head(*texts: str) -> tuple[Head | str, ...]:
    return ("Figure", "Line", *numbers(*texts))


def _spread(data: AnalysedResults, names: list[str]) -> Table:
    rows: list[Row] = []
    for name, cells, first in _by_line(data, names):
        known = distribution(*cells.good(name))
        percent = number(100.0 * known.sd / abs(known.mean)) if known.mean else ""
        quantiles = (number(value, 4) for value in known.quantiles)
        rows.append((*first, number(known.mean, 4), number(known.sd), percent, *quantiles))
    head = _head("mean", "standard deviation", "in % of the mean", "5 % quantile", "median", "95 % quantile")
    return table(head, rows, "All good area")


def stacks(data: AnalysedResults, names: list[str], electrodes: int = ELECTRODES) -> Table:
    """Return the spread within stacks of so many electrodes."""
    rows: list[Row] = []
    for name, cells, first in _by_line(data, names):
        field: Array = cells.field(name)
        if np.isfinite(field).sum() >= 2 * electrodes:
            # along the web lane by lane: what lies side by side on the roll goes into one stack
            known = stack_spread(field, electrodes)
            values = (known.sd, known.range, known.weakest, known.stack_sd, known.stacks)
            rows.append((*first, *(number(value) for value in values)))
    head = _head(
        "standard deviation within a stack", "largest − smallest", "smallest − mean", "between stacks",
        "stacks",
    )  # fmt: skip
    return table(head, rows, f"Stacks of {electrodes} electrodes")


def _grades(data: AnalysedResults, names: list[str]) -> Table:
    rows = [
        (*first, *(f"{100.0 * one.share:.1f}" for one in graded(cells, name, CLASSES)))
        for name, cells, first in _by_line(data, names)
    ]
    head = _head(*(f"{chr(65 + place)}, %" for place in range(len(CLASSES) + 1)))
    return table(head, rows, "Grades, in % of the good area")


def graded(cells: Finished, name: str, classes: tuple[float, ...]) -> tuple[Grade, ...]:
    """Return the grades of a figure, A the best, by how much better a cell is than the mean of all."""
    values, areas = cells.good(name)
    mean = distribution(values, areas).mean
    # cells that are all zero are all alike
    better = BETTER_PROPERTIES[name] * (values / mean - 1.0) if mean else np.zeros(len(values))
    return grade(better, classes, areas)


def _lost(data: AnalysedResults) -> Table:
    rows: list[Row] = []
    for shown in data.lines_with_tables:
        if shown.line.has_material:
            losses = data.evidence[shown.name].losses
            losses = losses.sort_values("percent", ascending=False, kind="stable")
            for station, cause, percent in losses[["station", "cause", "percent"]].itertuples(index=False):
                words = str(station), cause_label(str(cause))
                rows.append((line_cell(shown), *words, number(float(percent))))
    return table(("Line", "Station", "Cause", *numbers("% of the area")), rows, "Area lost by cause")


SECTION = Section(key="cells", heading="Cells", order=80, build=build)
