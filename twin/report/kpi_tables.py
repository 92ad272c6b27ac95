"""KPI tables of the page: the whole line with paired differences, and station by station."""

from __future__ import annotations

from typing import NamedTuple

from twin.kpi.declaration import Declaration, Scope, Topic
from twin.kpi.registry import declared, in_scope
from twin.report.blocks import Cell, Head, Table, rows
from twin.report.labels import property_label, word
from twin.report.measures import Estimate, Measure
from twin.report.numbers import NO_VALUE, interval, number
from twin.report.results import Results, Shown


def comparison(results: Results, measures: list[Measure], heading: str) -> Table:
    """Return a row per measure: a column per line, the difference to the first one and who is better."""
    several = len(results.lines) > 1
    head = [Head("KPI"), *(Head(shown.name, numeric=True, colour=shown.colour) for shown in results.lines)]
    for shown in results.lines[1:]:
        level = "" if len(results.lines) == 2 else f" ({number(100.0 * results.confidence)} %)"
        head.append(Head(f"{shown.name} − {results.first.name}{level}", numeric=True))
    head.append(Head("unit"))
    if several:
        head.append(Head("better"))
    return Table(tuple(head), tuple(_row(results, measure) for measure in measures), heading)


def _row(results: Results, measure: Measure) -> tuple[Cell, ...]:
    where = list(dict.fromkeys(station for station in measure.stations if station))
    first = Cell(measure.word.label, small=" / ".join(where), title=measure.word.meaning)
    values = [Cell(shown(value)) for value in measure.values]
    differences = [Cell(shown(value, signed=True)) for value in measure.differences[1:]]
    cells = [first, *values, *differences, Cell(measure.word.unit)]
    if len(results.lines) > 1:
        cells.append(_better(results, measure))
    return tuple(cells)


def _better(results: Results, measure: Measure) -> Cell:
    if not measure.word.better or not any(measure.differences):
        return Cell("")
    winners = [measure.winner(index) for index in range(1, len(results.lines))]
    if len(results.lines) == 2:
        if not winners[0]:
            return Cell("not shown")
        better = results.lines[1] if winners[0] > 0 else results.first
        return Cell(better.name, colour=better.colour)
    ahead = [results.names[number + 1] for number, winner in enumerate(winners) if winner > 0]
    if ahead:
        return Cell(", ".join(ahead))
    return Cell(results.first.name if all(winner < 0 for winner in winners) else "not shown")


def shown(value: Estimate | None, *, signed: bool = False) -> str:
    """Return an estimate as text, a dash for none."""
    return NO_VALUE if value is None else interval(value.mean, value.low, value.high, signed=signed)


class _Place(NamedTuple):
    """Where a KPI has a value: a station, and a property there or ""."""

    station: str
    property: str
    kpi: str


def stations(results: Results, line: Shown) -> list[Table]:
    """Return the KPIs of each station of a line: the ratios of its machines, then the others."""
    known = in_scope(Scope.STATION)
    equipment = [one for one in known if one.topic is Topic.EQUIPMENT]
    others = [one for one in known if one.topic is not Topic.EQUIPMENT]
    tables = (
        _station_table(results, line, equipment, f"{Topic.EQUIPMENT.value}: {line.name}"),
        _station_table(results, line, others, f"Stations of {line.name}"),
    )
    return [table for table in tables if table is not None]


def _station_table(results: Results, line: Shown, kpis: list[Declaration], heading: str) -> Table | None:
    """Return a row per station and a column per KPI that any of them has, None where there is none."""
    estimates = _estimates(results, line)
    used = [one.name for one in kpis if any((name, "", one.name) in estimates for name in line.stations)]
    if not used:
        return None
    units = {place.kpi: unit for place, (_, unit) in estimates.items() if not place.property}
    words = {kpi: word(kpi, unit=units[kpi]) for kpi in used}
    head = (
        Head("station"),
        *(
            Head(f"{w.label}, {w.unit}" if w.unit else w.label, numeric=True, title=w.meaning)
            for w in words.values()
        ),
    )
    body = tuple(
        (Cell(name), *(_cell(estimates, _Place(name, "", kpi), words[kpi].scale) for kpi in used))
        for name in line.stations
    )
    return Table(head, body, heading, folded=True, open=True, sortable=True)


def properties(results: Results, line: Shown) -> Table | None:
    """Return mean, spread and capability of each property at each station of a line, None without any."""
    estimates = _estimates(results, line)
    known = [one for one in in_scope(Scope.PROPERTY) if any(place.kpi == one.name for place in estimates)]
    places = [
        (station, name)
        for station in line.stations
        for name in dict.fromkeys(place.property for place in estimates if place.station == station)
        if name and (station, name, "mean") in estimates
    ]
    if not places:
        return None
    printed = [word(one.name, unit=one.unit) for one in known]
    head = (
        Head("property"),
        Head("station"),
        Head("unit"),
        *(
            Head(f"{w.label}, {w.unit}" if w.unit else w.label, numeric=True, title=w.meaning)
            for w in printed
        ),
    )
    body = tuple(
        (
            Cell(property_label(name)),
            Cell(station),
            Cell(word("mean", name).unit),
            *(_cell(estimates, _Place(station, name, one.name), one.factor) for one in known),
        )
        for station, name in places
    )
    return Table(head, body, f"Properties at the stations of {line.name}", folded=True, sortable=True)


def definitions(results: Results) -> Table:
    """Return what each KPI of the results means, in the order of the catalogue."""
    used = set(results.summary["kpi"].astype(str))
    texts = [
        (one.label, one.name, _BETTER[one.better], one.definition, one.iso)
        for one in declared().values()
        if one.name in used
    ]
    heads = ("KPI", "name in the tables", "better", "definition", "ISO 22400-2")
    return Table(tuple(Head(text) for text in heads), rows(texts), "What each KPI means", folded=True)


_BETTER = {1: "more", -1: "less", 0: ""}


def _estimates(results: Results, line: Shown) -> dict[_Place, tuple[Estimate, str]]:
    """Return the values of the stations of a line with their unit, those that are known."""
    summary = results.summary[results.summary["line"].astype(str) == line.name]
    summary = summary[summary["station"].astype(str) != ""]
    columns = ["station", "property", "kpi", "unit", "mean", "ci_low", "ci_high", "n"]
    return {
        _Place(str(station), str(name), str(kpi)): (
            Estimate(float(mean), float(low), float(high), int(n)),
            str(unit),
        )
        for station, name, kpi, unit, mean, low, high, n in summary[columns].itertuples(
            index=False, name=None
        )
        if mean == mean
    }


def _cell(estimates: dict[_Place, tuple[Estimate, str]], place: _Place, factor: float) -> Cell:
    estimate, _ = estimates.get(place, (None, ""))
    return Cell(shown(estimate.scaled(factor) if estimate else None))
