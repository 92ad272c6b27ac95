"""The comparison: how far each line is from the first one, measure by measure, and every KPI."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from twin.analysis.analysed_results import AnalysedResults
from twin.kpi.declaration import Place
from twin.report import kpi_tables
from twin.report.blocks import Content, Drawn, Section, Table, figures
from twin.report.figures.forest import Row, forest
from twin.report.figures.style import line_colour

_TEXT = (
    "A filled mark: the interval leaves zero out. ▲ more is better, ▼ less is better. "
    "Each replication of one line is paired with the replication of the other that had the same dice."
)


def build(data: AnalysedResults) -> Content:
    """Return the differences as a forest, and the tables of all KPIs."""
    alone = len(data.lines) == 1
    heading, text = ("Results", "") if alone else ("", _TEXT)
    return Content(text, figures("differences", _forests(data)), tuple(_tables(data)), heading=heading)


def _forests(data: AnalysedResults) -> Drawn:
    results = data.results
    colours = [line_colour(shown.place) for shown in results.lines]
    telling = [one for one in data.measures if one.word.better and not (one.is_restated and one.property)]
    for what, chosen in (
        ("the whole line", [one for one in telling if not one.property]),
        ("the electrode", [one for one in telling if one.property]),
    ):
        rows = [
            Row(one.word.label, one.word.better, index, *relative[:3])
            for one in chosen
            for index in range(1, len(results.lines))
            if (relative := one.percent(index)) is not None and relative.low == relative.low
        ]
        if rows:
            says = f"Differences from {results.first.name} in percent with 95 % intervals, {what}"
            yield says, forest(rows, results.names, colours, what)


def _tables(data: AnalysedResults) -> Iterator[Table]:
    results = data.results
    whole = [measure for measure in data.measures if not measure.property]
    final = [measure for measure in data.measures if measure.property]
    limited = {limit.property for shown in results.lines for limit in shown.line.limit}
    chosen = [measure for measure in final if measure.word.better or measure.property in limited]
    others = [measure for measure in final if measure not in chosen]
    yield kpi_tables.comparison(results, whole, Place.LINE.value)
    if chosen:
        yield kpi_tables.comparison(results, chosen, "The electrode, where each property was last set")
    if others:
        heading = f"Further properties of the electrode ({len(others)})"
        yield replace(kpi_tables.comparison(results, others, heading), folded=True)
    for shown in results.lines:
        yield from kpi_tables.stations(results, shown)
        properties = kpi_tables.properties(results, shown)
        if properties is not None:
            yield properties
    yield kpi_tables.definitions(results)


SECTION = Section(key="differences", heading="Comparison", order=10, build=build)
