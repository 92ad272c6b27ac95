"""The section on cells: figures over all good area, spread within stacks, grades, area lost by cause."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from twin.quality.finished_cells import Finished, distribution, finished
from twin.quality.grading import Grade, grade, stack_spread
from twin.report.blocks import Cell, Group, Head, Section, Table
from twin.report.charts import Chart
from twin.report.evidence import Evidence
from twin.report.figures.cells import Drawn, histogram
from twin.report.figures.style import house_style, svg
from twin.report.labels import BETTER_PROPERTIES, cause_label, property_label, property_unit
from twin.report.numbers import number
from twin.report.results import Results

FIGURES = ("areal_capacity_mAh_cm2", "area_resistance_ohm_cm2", "energy_density_Wh_L")

ELECTRODES = 20
"""Electrodes of one stack, as cut one after the other from the web."""

CLASSES = (-0.03, -0.01, 0.01)
"""Edges of the classes: how much better a cell is than the mean of its line, as a share."""


def cell_section(
    results: Results,
    why: Mapping[str, Evidence],
    electrodes: int = ELECTRODES,
    classes: tuple[float, ...] = CLASSES,
) -> Section:
    """Return the section; it is empty where no finished cell is known.

    `electrodes`: of one stack; `classes`: edges of the grades against the mean of the line.
    """
    known = all_finished(results)
    names = [name for name in FIGURES if any(name in one.names for one in known.values())]
    if not names:
        return Section("cells", "Cells")
    text = (
        "Every cell of the web of the lots shipped after the warm-up in the first replication, true values, "
        "by area; cells that were cut do not count. A stack is "
        f"{electrodes} electrodes in the order they lie on the web, so that its electrodes share their lot. "
        f"Classes, against the mean of the line: {_class_words(classes)}."
    )
    with house_style():
        charts = tuple(_chart(results, known, name, place) for place, name in enumerate(names, start=1))
    tables = [
        _spread(results, known, names),
        _stacks(results, known, names, electrodes),
        _grades(results, known, names, classes),
    ]
    lost = _lost(results, why)
    if lost.rows:
        tables.append(lost)
    return Section("cells", "Cells", text, (Group("", "", charts),), tuple(tables))


def all_finished(results: Results) -> dict[str, Finished]:
    """Return the finished cells of each line, by its name."""
    return {
        shown.name: finished(shown.tables.cells, shown.tables.lots, results.window_s(shown))
        for shown in results.lines
    }


def _class_words(classes: tuple[float, ...]) -> str:
    best = chr(65)
    edges = [f"{100 * edge:+g} %".replace("-", "−") for edge in reversed(classes)]
    parts = [f"{best} better by {edges[0]} or more"]
    parts += [f"{chr(65 + place)} down to {edge}" for place, edge in enumerate(edges[1:], start=1)]
    return ", ".join([*parts, f"{chr(65 + len(edges))} below"])


def _chart(results: Results, known: Mapping[str, Finished], name: str, place: int) -> Chart:
    drawn = []
    for shown in results.lines:
        if name in known[shown.name].names:
            values, areas = known[shown.name].good(name)
            drawn.append(Drawn(shown.name, shown.colour, values, areas))
    key = f"cells-{place}"
    says = f"Distribution of {property_label(name)} over all good area of {', '.join(results.names)}"
    return Chart("cells", "", key, says, svg(histogram(name, drawn), key))


def _head(*texts: str) -> tuple[Head, ...]:
    return (Head("Figure"), Head("Line"), *(Head(text, numeric=True) for text in texts))


def _first(results: Results, name: str, line: str) -> tuple[Cell, Cell]:
    colour = next(shown.colour for shown in results.lines if shown.name == line)
    return Cell(f"{property_label(name)}, {property_unit(name)}"), Cell(line, colour=colour)


def _spread(results: Results, known: Mapping[str, Finished], names: list[str]) -> Table:
    rows = []
    for name in names:
        for line, one in known.items():
            if name in one.names:
                found = distribution(*one.good(name))
                figures = (found.mean, found.sd, *found.quantiles)
                percent = number(100.0 * found.sd / abs(found.mean)) if found.mean else ""
                texts = [*(number(value, 4) for value in figures[:1]), number(found.sd), percent]
                texts += [number(value, 4) for value in found.quantiles]
                rows.append((*_first(results, name, line), *(Cell(text) for text in texts)))
    head = _head("mean", "standard deviation", "in % of the mean", "5 % quantile", "median", "95 % quantile")
    return Table(head, tuple(rows), "All good area")


def _stacks(results: Results, known: Mapping[str, Finished], names: list[str], electrodes: int) -> Table:
    rows = []
    for name in names:
        for line, one in known.items():
            if name in one.names and np.isfinite(one.field(name)).sum() >= 2 * electrodes:
                # along the web lane by lane: what lies side by side on the roll goes into one stack
                found = stack_spread(one.field(name), electrodes)
                figures = (found.sd, found.range, found.weakest, found.stack_sd)
                texts = [*(number(value) for value in figures), number(found.stacks)]
                rows.append((*_first(results, name, line), *(Cell(text) for text in texts)))
    head = _head(
        "standard deviation within a stack",
        "largest − smallest",
        "smallest − mean",
        "between stacks",
        "stacks",
    )
    return Table(head, tuple(rows), f"Stacks of {electrodes} electrodes")


def _grades(
    results: Results, known: Mapping[str, Finished], names: list[str], classes: tuple[float, ...]
) -> Table:
    rows = []
    for name in names:
        for line, one in known.items():
            if name in one.names:
                shares = [f"{100.0 * found.share:.1f}" for found in graded(one, name, classes)]
                rows.append((*_first(results, name, line), *(Cell(text) for text in shares)))
    head = _head(*(f"{chr(65 + place)}, %" for place in range(len(classes) + 1)))
    return Table(head, tuple(rows), "Grades, in % of the good area")


def graded(one: Finished, name: str, classes: tuple[float, ...]) -> tuple[Grade, ...]:
    """Return the grades of a figure, A the best, by how much better a cell is than the mean of all."""
    values, areas = one.good(name)
    better = BETTER_PROPERTIES[name] * (values / distribution(values, areas).mean - 1.0)
    return grade(better, classes, areas)


def _lost(results: Results, why: Mapping[str, Evidence]) -> Table:
    rows = []
    for shown in results.lines:
        if shown.name not in why or not shown.line.has_material:
            continue
        losses = why[shown.name].losses.sort_values("percent", ascending=False, kind="stable")
        for station, cause, percent in losses[["station", "cause", "percent"]].itertuples(index=False):
            what = (Cell(shown.name, colour=shown.colour), Cell(str(station)), Cell(cause_label(str(cause))))
            rows.append((*what, Cell(number(float(percent)))))
    head = (Head("Line"), Head("Station"), Head("Cause"), Head("% of the area", numeric=True))
    return Table(head, tuple(rows), "Area lost by cause")
