"""KPIs of the stations of a line, and of the properties they set, as they are printed."""

from __future__ import annotations

from typing import NamedTuple

from twin.analysis.measures import Estimate
from twin.analysis.results import LineResults, Results
from twin.kpi.declaration import Place
from twin.kpi.labels import Word, word
from twin.kpi.registry import shown_at


class StationTable(NamedTuple):
    """KPIs of the stations of a line: their words, and a row per station, None where it has no value."""

    heading: str
    words: tuple[Word, ...]
    rows: tuple[tuple[str, tuple[Estimate | None, ...]], ...]


class PropertyTable(NamedTuple):
    """KPIs of properties at stations: their words, and (property, station, values) of each."""

    heading: str
    words: tuple[Word, ...]
    rows: tuple[tuple[str, str, tuple[Estimate | None, ...]], ...]


def station_tables(results: Results, line: LineResults) -> list[StationTable]:
    """Return the ratios of the machines and the other KPIs of each station, those with any value only."""
    known = _estimates(results, line)
    units = {at.kpi: value.unit for at, value in known.items() if not at.property}
    tables: list[StationTable] = []
    for place in (Place.EQUIPMENT, Place.STATIONS):
        words = {
            kpi.name: word(kpi.name, unit=units[kpi.name]) for kpi in shown_at(place) if kpi.name in units
        }
        rows = tuple(
            (name, tuple(_printed(known, _At(name, "", kpi), text) for kpi, text in words.items()))
            for name in line.stations
        )
        if words:
            tables.append(StationTable(f"{place.value}: {line.name}", tuple(words.values()), rows))
    return tables


def property_table(results: Results, line: LineResults) -> PropertyTable:
    """Return mean, spread and capability of each property at each station of a line that sets it."""
    known = _estimates(results, line)
    words = {
        kpi.name: word(kpi.name)
        for kpi in shown_at(Place.PROPERTIES)
        if any(at.kpi == kpi.name for at in known)
    }
    rows = tuple(
        (name, station, tuple(_printed(known, _At(station, name, kpi), text) for kpi, text in words.items()))
        for station in line.stations
        for name in dict.fromkeys(at.property for at in known if at.station == station and at.kpi == "mean")
    )
    return PropertyTable(f"{Place.PROPERTIES.value}: {line.name}, means", tuple(words.values()), rows)


class _At(NamedTuple):
    """Where a KPI has a value: a station, and a property there or ""."""

    station: str
    property: str
    kpi: str


class _Value(NamedTuple):
    """A value over replications and its unit in the tables."""

    estimate: Estimate
    unit: str


def _estimates(results: Results, line: LineResults) -> dict[_At, _Value]:
    """Return the values at the stations of a line, those that are known."""
    summary = results.summary[results.summary["line"].astype(str) == line.name]
    summary = summary[summary["station"].astype(str) != ""]
    columns = ["station", "property", "kpi", "unit", "mean", "ci_low", "ci_high", "n"]
    return {
        _At(str(station), str(name), str(kpi)): _Value(
            Estimate(float(mean), float(low), float(high), int(n)), str(unit)
        )
        for station, name, kpi, unit, mean, low, high, n in summary[columns].itertuples(
            index=False, name=None
        )
        if mean == mean
    }


def _printed(known: dict[_At, _Value], at: _At, words: Word) -> Estimate | None:
    """Return a value in the printed unit, None where there is none."""
    return known[at].estimate.scaled(words.scale).clipped(words) if at in known else None
