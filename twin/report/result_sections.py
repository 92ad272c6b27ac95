"""The sections with results: comparison, time, limits, material, quality, course, energy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from twin.kpi.declaration import Place
from twin.report import kpi_tables
from twin.report.blocks import Group, Section, Table
from twin.report.charts import Chart
from twin.report.measures import Measure
from twin.report.results import Results

_HEADINGS = {
    "differences": "Comparison",
    "limits": "What limits the line",
    "time": "Where time goes",
    "material": "Where material goes",
    "quality": "Quality against limits",
    "course": "Over time",
    "energy": "Energy",
}

_TEXTS = {
    "differences": "A filled mark: the interval leaves zero out. ▲ more is better, ▼ less is better. "
    "Each replication of one line is paired with the replication of the other that had the same dice.",
    "material": "Area scrapped at each station by cause, in percent of the area shipped or scrapped "
    "after the warm-up; where lots carry no material, lots. First replication.",
    "quality": "All cells made after the warm-up in the first replication, true values; each lot enters as a "
    "normal density with its own mean and spread. Shaded: outside the limits. The figure behind ± is one "
    "standard deviation.",
    "course": "First replication; the shaded part is the warm-up, which no figure on this page counts.",
    "energy": "Energy of each consumer per good square metre shipped, mean over replications.",
}

_GROUPS = {
    "states": (Place.STATES.value, "Share of machine time after the warm-up, mean over replications."),
    "hours": ("Hours per lot", "Mean of the lots that finished there, first replication."),
    "bottleneck": (
        "Bottleneck",
        "At each instant the station in the longest unbroken active period limits the line; the bottleneck "
        "shifts while the next one is active already (active-period method, first replication).",
    ),
    "alone": (
        "What each station could make alone",
        "Output if the station never starved and was never blocked; the dashed mark is what the line makes.",
    ),
    "oee": (
        "From calendar time to good output",
        "The station that limits the line most often; speed is the loss against the time without noise.",
    ),
}


def result_sections(results: Results, measures: list[Measure], charts: Iterable[Chart]) -> list[Section]:
    """Return the sections that have something to show, in the order of the page."""
    known = list(charts)
    return [_section(results, measures, known, key) for key in _HEADINGS]


def _section(results: Results, measures: list[Measure], charts: list[Chart], key: str) -> Section:
    groups = _groups(charts, key)
    heading, text = _HEADINGS[key], _TEXTS.get(key, "")
    if key == "differences":
        alone = len(results.lines) == 1
        tables = tuple(_tables(results, measures))
        return Section(key, "Results" if alone else heading, "" if alone else text, groups, tables)
    if key == "material" and not groups and results.has_tables:
        return Section(
            key, heading, "Nothing was lost after the warm-up of the first replication.", stands_alone=True
        )
    return Section(key, heading, text, groups)


def _groups(charts: list[Chart], section: str) -> tuple[Group, ...]:
    here = [chart for chart in charts if chart.section == section]
    names = dict.fromkeys(chart.group for chart in here)
    return tuple(
        Group(*_GROUPS.get(name, ("", "")), tuple(chart for chart in here if chart.group == name))
        for name in names
    )


def _tables(results: Results, measures: list[Measure]) -> Iterable[Table]:
    whole = [measure for measure in measures if not measure.property]
    final = [measure for measure in measures if measure.property]
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
        table = kpi_tables.properties(results, shown)
        if table is not None:
            yield table
    yield kpi_tables.definitions(results)
