"""Every figure of a page, section by section; a section without data has no figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from twin.report.evidence import Evidence
from twin.report.figures import style
from twin.report.figures.distribution import Cells, cells_at, distribution
from twin.report.figures.energy import energy
from twin.report.figures.forest import Row, forest
from twin.report.figures.limiting import bottleneck, capacities, ladder
from twin.report.figures.losses import causes_of, losses
from twin.report.figures.over_time import Curve, output, over_time, work_in_process
from twin.report.figures.states import states
from twin.report.figures.times import times
from twin.report.figures.waterfall import falls, waterfall
from twin.report.labels import property_label, property_unit
from twin.report.measures import Measure, find
from twin.report.numbers import interval, number
from twin.report.results import Results, Shown

_DAY_S = 86_400.0
_FIRST_PROPERTIES = (
    "density_g_cm3", "thickness_um", "interface_resistance_ohm_cm2", "area_resistance_ohm_cm2",
    "loading_mg_cm2", "electrolyte_conductivity_mS_cm", "roughness_um", "energy_density_Wh_L",
)  # fmt: skip


class Chart(NamedTuple):
    """One figure of the page: its section and group, what it says for those who cannot see it, its <svg>."""

    section: str
    group: str
    name: str
    says: str
    svg: str


def charts(results: Results, measures: list[Measure], why: Mapping[str, Evidence]) -> list[Chart]:
    """Draw every figure for which there are data; without evidence those of all replications only."""
    found: list[Chart] = []
    sections = [("differences", _differences(results, measures)), ("energy", _energy(results))]
    if why:
        sections += [
            ("time", _time(results, why)),
            ("limits", _limits(results, measures, why)),
            ("material", _material(results, why)),
            ("quality", _quality(results)),
            ("course", _course(results)),
        ]
    with style.house_style():
        for section, drawn in sections:
            for number_there, (group, says, figure) in enumerate(drawn, start=1):
                name = f"{section}-{number_there}"
                found.append(Chart(section, group, name, says, style.svg(figure, name)))
    return found


Drawn = Iterator[tuple[str, str, Figure]]
"""Group within the section, what the figure says, the figure."""


def _differences(results: Results, measures: list[Measure]) -> Drawn:
    colours = [shown.colour for shown in results.lines]
    telling = [one for one in measures if one.word.better and not (one.is_restated and one.property)]
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
            yield "", says, forest(rows, results.names, colours, what)


def _time(results: Results, why: Mapping[str, Evidence]) -> Drawn:
    tables = [why[name].states for name in results.names]
    used = [state for state in style.STATE_COLOURS if any((table[state] > 0.0005).any() for table in tables)]
    for shown, table in zip(results.lines, tables, strict=True):
        working = ", ".join(f"{station} {100 * share:.0f} %" for station, share in table["working"].items())
        says = f"Where time goes in {shown.name}: working {working}"
        yield "states", says, states(table, shown.name, used)
    reach = max(float(why[name].times.iloc[:, 1:].sum(axis=1).max()) for name in results.names)
    for shown in results.lines:
        if reach > 0:
            table = why[shown.name].times
            says = f"Hours per lot at each station of {shown.name}"
            yield "hours", says, times(table, shown.colour, shown.name, reach)


def _limits(results: Results, measures: list[Measure], why: Mapping[str, Evidence]) -> Drawn:
    for shown in results.lines:
        known = why[shown.name]
        station, share = known.bottleneck
        says = f"Bottleneck of {shown.name}: {station} alone {100 * share:.0f} % of the time"
        yield "bottleneck", says, bottleneck(known.limiting, shown.colour, shown.name)
    made = find(measures, "good_area_m2_per_h") or find(measures, "throughput_per_h")
    for index, shown in enumerate(results.lines):
        value = made.values[index] if made else None
        if made and value and value.mean > 0:
            alone = capacities(why[shown.name].states, value.mean)
            unit = made.word.unit
            says = f"What each station of {shown.name} could make alone; all make {number(value.mean)} {unit}"
            yield "alone", says, ladder(alone, value.mean, unit, shown.colour, shown.name)
    for shown in results.lines:
        station = why[shown.name].bottleneck[0]
        ratios = [_station_mean(results, shown, station, kpi) for kpi in ("effectiveness", "quality_ratio")]
        steps = falls(why[shown.name].states.loc[station].to_dict(), *ratios)
        says = f"From calendar time to good output at {station} in {shown.name}"
        yield "oee", says, waterfall(steps, shown.colour, f"{shown.name}: {station}")


def _station_mean(results: Results, shown: Shown, station: str, kpi: str) -> float:
    rows = results.summary
    here = (rows["line"].astype(str) == shown.name) & (rows["station"].astype(str) == station)
    found = rows.loc[here & (rows["kpi"].astype(str) == kpi), "mean"]
    return float(found.iloc[0]) if len(found) else float("nan")


def _material(results: Results, why: Mapping[str, Evidence]) -> Drawn:
    tables = [why[name].losses for name in results.names]
    causes = causes_of(tables)
    if not causes:
        return
    reach = max(float(table.groupby("station")["percent"].sum().max()) for table in tables if len(table))
    for shown, table in zip(results.lines, tables, strict=True):
        says = f"Lost in {shown.name}: {number(float(table['percent'].sum()))} %, by station and cause"
        yield "", says, losses(table, shown.stations, causes, shown.name, reach)


def _quality(results: Results) -> Drawn:
    for name in _properties(results):
        lines: list[Cells] = []
        limits: tuple[float | None, float | None] = (None, None)
        for shown in results.lines:
            station = _where_judged(shown, name)
            means, sds, weights = cells_at(shown.tables.readings, station, name, results.window_s(shown))
            if len(means):
                cells = Cells("", shown.colour, means, sds, weights)
                unit = property_unit(name)
                spread = f"{interval(cells.mean, cells.mean - cells.sd, cells.mean + cells.sd)} {unit}"
                lines.append(cells._replace(label=f"{shown.name}, {station}: {spread}".rstrip()))
            limits = _limits_at(shown, name, station) or limits
        if lines:
            says = f"Distribution of {property_label(name)}: {'; '.join(line.label for line in lines)}"
            yield "", says, distribution(name, lines, limits)


def _properties(results: Results) -> list[str]:
    """Return the properties to draw: those of the first list, then those with a limit."""
    read = [set(shown.tables.readings["property"].astype(str)) for shown in results.lines]
    limited = [limit.property for shown in results.lines for limit in shown.line.limit]
    wanted = dict.fromkeys((*_FIRST_PROPERTIES, *limited))
    return [name for name in wanted if any(name in names for names in read)]


def _where_judged(shown: Shown, name: str) -> str:
    """Return the station with a limit on a property, else the last that sets it, "" for none."""
    readings = shown.tables.readings
    here = set(readings.loc[readings["property"].astype(str) == name, "station"].astype(str))
    limited = [limit.at for limit in shown.line.limit if limit.property == name and limit.at in here]
    return next(iter([*limited[-1:], *(one for one in reversed(shown.stations) if one in here)]), "")


def _limits_at(shown: Shown, name: str, station: str) -> tuple[float | None, float | None] | None:
    here = [limit for limit in shown.line.limit if (limit.property, limit.at) == (name, station)]
    lower = [limit.lower for limit in here if limit.lower is not None]
    upper = [limit.upper for limit in here if limit.upper is not None]
    return (max(lower) if lower else None, min(upper) if upper else None) if here else None


def _course(results: Results) -> Drawn:
    inside: list[Curve] = []
    made: list[Curve] = []
    unit = ""
    for shown in results.lines:
        lots, end_s = shown.tables.lots, results.end_s(shown)
        inside.append(Curve(shown.name, shown.colour, *work_in_process(lots, end_s)))
        time_d, per_hour, unit = output(lots, end_s)
        made.append(Curve(shown.name, shown.colour, time_d, per_hour))
    end_d = max(results.end_s(shown) for shown in results.lines) / _DAY_S
    warmup_d = results.settings.warmup_s / _DAY_S
    yield "", "Work in process over time", over_time(inside, warmup_d, end_d, "lots inside")
    yield "", "Output over time", over_time(made, warmup_d, end_d, f"shipped, {unit}")


def _energy(results: Results) -> Drawn:
    tables = [energy_by_station(results, shown) for shown in results.lines]
    reach = max((float(table["kWh_per_m2"].max()) for table in tables if len(table)), default=0.0)
    for shown, table in zip(results.lines, tables, strict=True):
        if len(table) and reach > 0:
            total = number(float(table["kWh_per_m2"].sum()))
            says = f"Energy of {shown.name}: {total} kWh per good m²"
            yield "", says, energy(table, shown.colour, shown.name, reach)


def energy_by_station(results: Results, shown: Shown) -> pd.DataFrame:
    """Return mean kWh per good m² of each consumer with any; columns station, kWh_per_m2."""
    rows = results.summary
    here = (rows["line"].astype(str) == shown.name) & (rows["kpi"].astype(str) == "energy_kWh_per_m2")
    found = rows[here & (rows["station"].astype(str) != "")]
    by_station = dict(zip(found["station"].astype(str), found["mean"].astype(float), strict=True))
    names = [
        *(one for one in shown.stations if one in by_station),
        *(n for n in by_station if n not in shown.stations),
    ]
    pairs = [
        (name, by_station[name]) for name in names if np.isfinite(by_station[name]) and by_station[name] > 0
    ]
    return pd.DataFrame(pairs, columns=["station", "kWh_per_m2"])
