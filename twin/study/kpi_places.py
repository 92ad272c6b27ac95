"""Which KPIs a line has, known before anything is simulated: their places and their units."""

from __future__ import annotations

from typing import NamedTuple

from twin.core.units import unit_of
from twin.floor.run import run
from twin.kpi.compute import kpis
from twin.kpi.declaration import Scope
from twin.kpi.registry import declared
from twin.line.model.line import Line
from twin.records.tables import from_log
from twin.stations.contract.kinds import load
from twin.stations.shared.finished_cell import CELL_FIGURES

_INSTANT_S = 1e-3
"""A run so short shows every KPI that does not come from the material of finished visits."""
_OF_LIMITS = ("cpk", "ppk", "out_of_spec_share")


class KpiPlace(NamedTuple):
    """Where a KPI stands in the table: station "" = the whole line, property "" = none."""

    station: str
    property: str
    kpi: str

    def path(self) -> str:
        """Return it as the command line writes it: [station.][property.]kpi."""
        return ".".join(part for part in self if part)


def kpi_places(line: Line) -> dict[KpiPlace, str]:
    """Return every KPI of a line with its unit. Raises ModelStopped for a line that cannot be run."""
    rows = kpis(from_log(run(line, _INSTANT_S, 1, 0)), line, 0.0, _INSTANT_S)
    columns = rows[["station", "property", "kpi", "unit"]].astype(str)
    places = {KpiPlace(*row[:3]): row[3] for row in columns.itertuples(index=False, name=None)}
    for station, name in _reported(line) if line.has_material else ():
        limited = any((limit.at, limit.property) == (station, name) for limit in line.limit)
        for kpi in declared().values():
            if Scope.PROPERTY in kpi.scope and (limited or kpi.name not in _OF_LIMITS):
                places.setdefault(KpiPlace(station, name, kpi.name), kpi.unit or unit_of(name))
    return places


def _reported(line: Line) -> list[tuple[str, str]]:
    """Return the properties that have readings, each with its station."""
    reported: dict[tuple[str, str], None] = {}
    for station in line.station:
        sets = load(station.kind).sets
        ends = line.downstream(station.name) is None and bool(sets)
        judged = (limit.property for limit in line.limit if limit.at == station.name)
        for name in (*sets, *station.gauge, *judged, *(CELL_FIGURES if ends else ())):
            reported[station.name, name] = None
    return list(reported)
