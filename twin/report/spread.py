"""The sections on quality variance: where the spread sits, capability, control charts of the gauges."""

from __future__ import annotations

import math

import pandas as pd

from twin.quality.capability import Index
from twin.quality.components import components as split
from twin.quality.monitoring import PHASE_ONE, gauged, monitor
from twin.quality.specified import Specified, specified
from twin.report.blocks import Cell, Group, Head, Section, Table
from twin.report.charts import Chart
from twin.report.figures.components import WORDS, components
from twin.report.figures.control import control
from twin.report.figures.style import house_style, svg
from twin.report.numbers import NO_VALUE, interval, number
from twin.report.results import Results, Shown
from twin.report.words import property_label, property_unit

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
        return [_spread(results, parts), _capability(results), _control(results)]


def _window(results: Results, shown: Shown) -> pd.DataFrame:
    """Return the readings of the window."""
    start_s, end_s = results.window_s(shown)
    readings = shown.tables.readings
    return readings[(readings["time_s"] > start_s) & (readings["time_s"] <= end_s)]


def _components(results: Results, shown: Shown) -> pd.DataFrame:
    return split(_window(results, shown), shown.tables.lots, shown.line)


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


def _capability(results: Results) -> Section:
    head = (
        Head("Line"), Head("Property"), Head("Limits", numeric=True), Head("Cp", numeric=True),
        Head("Cpk", numeric=True), Head("Pp", numeric=True), Head("Ppk", numeric=True),
        Head("Out, ppm", numeric=True), Head("Good but refused, ppm", numeric=True),
        Head("Bad but passed, ppm", numeric=True),
    )  # fmt: skip
    rows = [
        _capability_row(shown, one)
        for shown in results.lines
        for one in specified(_window(results, shown), shown.tables.lots, shown.line)
    ]
    text = (
        "Cp and Cpk use the spread within lots, Pp and Ppk that of all cells left after cutting; "
        "parts per million of a normal process. Refused and passed: what the gauge's error costs where its "
        "reading is judged, before any guard band."
    )
    tables = (Table(head, tuple(rows)),) if rows else ()
    return Section("capability", "Capability", text, tables=tables)


def _capability_row(shown: Shown, one: Specified) -> tuple[Cell, ...]:
    def index(value: Index) -> str:
        return NO_VALUE if math.isnan(value.value) else interval(value.value, value.low, value.high)

    ends = [NO_VALUE if end is None else number(end) for end in (one.limits.lower, one.limits.upper)]
    risks = (
        [NO_VALUE] * 2
        if one.guard is None
        else [number(1e6 * risk) for risk in (one.guard.producers_risk, one.guard.consumers_risk)]
    )
    unit = property_unit(one.name)
    label = f"{property_label(one.name)} at {one.station}"
    texts = (
        f"{ends[0]} to {ends[1]} {unit}".rstrip(),
        *(index(value) for value in (one.cp, one.cpk, one.pp, one.ppk)),
        number(one.out_ppm),
        *risks,
    )
    return (Cell(shown.name, colour=shown.colour), Cell(label), *(Cell(text) for text in texts))


def _control(results: Results) -> Section:
    charts: list[Chart] = []
    for shown in results.lines:
        readings = _window(results, shown)
        for station, name in gauged(readings):
            found = monitor(readings, station, name)
            key = f"control-{len(charts) + 1}"
            title = f"{shown.name}: {property_label(name)} at {station}"
            figure = control(found, shown.colour, title, property_unit(name))
            says = f"{title}, run rules signal on {100 * found.signalled_share:.0f} % of later lots"
            charts.append(Chart("control", "", key, says, svg(figure, key)))
    text = (
        "The gauge's mean reading of each lot, first replication. Limits: 3 sigma from the moving range of "
        f"the first {PHASE_ONE} lots after the warm-up, which a chart needs at least. Red: a point the four "
        "Western Electric rules mark, or one outside the limits of the moving average."
    )
    groups = (Group("", "", tuple(charts)),) if charts else ()
    return Section("control", "Control charts of the gauges", text, groups)
