"""The sections on quality variance: where the spread sits, capability, control charts of the gauges."""

from __future__ import annotations

import math

import pandas as pd

from twin.quality.line_components import components as split
from twin.report.blocks import Cell, Group, Head, Section, Table
from twin.report.capability import capability_section
from twin.report.charts import Chart
from twin.report.control import control_section
from twin.report.figures.components import WORDS, components
from twin.report.figures.style import house_style, svg
from twin.report.labels import property_label, property_unit
from twin.report.numbers import NO_VALUE, interval, number
from twin.report.results import Results, Shown

PROPERTIES = (
    "density_g_cm3", "thickness_um", "loading_mg_cm2", "interface_resistance_ohm_cm2",
    "area_resistance_ohm_cm2", "areal_capacity_mAh_cm2", "energy_density_Wh_L",
)  # fmt: skip
"""What is drawn, at the last station that sets it; the table holds every property at every station."""

_FOUND = ("lot", "lane", "along", "cell")


def spread_sections(results: Results) -> list[Section]:
    """Return the sections for which the first replications have data."""
    if not results.has_tables:
        return []
    parts = {shown.name: _components(results, shown) for shown in results.lines}
    with house_style():
        spread = _spread(results, parts)
    return [spread, capability_section(results), control_section(results)]


def _components(results: Results, shown: Shown) -> pd.DataFrame:
    return split(results.readings(shown), shown.tables.lots, shown.line)


def _spread(results: Results, parts: dict[str, pd.DataFrame]) -> Section:
    charts = []
    for index, shown in enumerate(results.lines, start=1):
        table = _drawn(shown, parts[shown.name])
        if len(table):
            figure = components(table, shown.name)
            says = f"Where the variance sits in {shown.name}, by property"
            charts.append(Chart("spread", "", f"spread-{index}", says, svg(figure, f"spread-{index}")))
    known = [shown for shown in results.lines if len(parts[shown.name])]
    tables = tuple(_component_table(shown, parts[shown.name]) for shown in known)
    text = (
        "Variance components over the good cells of the first replication after the warm-up, with 95 % "
        "intervals that count batches, not cells. Along the web: the course of a lot over its length, as of "
        "a roll's run-out; a period shorter than two sample positions counts here too, folded."
    )
    groups = (Group("", "", tuple(charts)),) if charts else ()
    return Section("spread", "Where the spread sits", text, groups, tables)


def _drawn(shown: Shown, parts: pd.DataFrame) -> pd.DataFrame:
    """Return the shares of the chosen properties, each at the last station that sets it."""
    rows = []
    for name in PROPERTIES:
        here = parts[parts["property"] == name]
        last = [station for station in shown.stations if (here["station"] == station).any()][-1:]
        for station in last:
            part = here[here["station"] == station].set_index("component")
            total = math.sqrt(float((part.loc[list(_FOUND), "sd"] ** 2).sum()))
            if total > 0.0:
                sd = f"{number(total)} {property_unit(name)}".strip()
                rows.append((property_label(name), sd, *(part.loc[key, "share"] for key in _FOUND)))
    return pd.DataFrame(rows, columns=["label", "sd", *_FOUND])


def _component_table(shown: Shown, parts: pd.DataFrame) -> Table:
    """Return standard deviations with intervals, a row per property and station."""
    words = [*WORDS.values(), "one gauge reading"]
    head = (Head("Property"), Head("Station"), *(Head(f"sd {word}", numeric=True) for word in words))
    rows = []
    for (station, name), part in parts.groupby(["station", "property"], sort=False):
        by = part.set_index("component")
        if not (by["sd"] > 0.0).any():
            continue
        unit = property_unit(str(name))
        label = f"{property_label(str(name))}, {unit}" if unit else property_label(str(name))
        cells = [
            interval(*by.loc[key, ["sd", "sd_low", "sd_high"]]) if key in by.index else NO_VALUE
            for key in (*_FOUND, "measurement")
        ]
        rows.append((Cell(label), Cell(str(station)), *(Cell(text) for text in cells)))
    return Table(head, tuple(rows), heading=shown.name, folded=True, sortable=True)
