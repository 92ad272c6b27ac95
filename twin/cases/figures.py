"""The figures a case may ask for: KPIs of the line or a station, means of properties and cell figures."""

from __future__ import annotations

from functools import cache

import numpy as np

from twin.cases.file import Answer
from twin.core.material import PROPERTIES, Array
from twin.core.units import unit_of
from twin.kpi.declaration import Scope
from twin.kpi.registry import declared
from twin.line.model.line import Line
from twin.stations.shared.finished_cell import CELL_FIGURES
from twin.study.api import Study

_UNIT_AS = {"ratio": "", "percent": "%", "decades": "decades"}


@cache
def known_figures() -> tuple[str, ...]:
    """Return the names a case may ask for."""
    kpis = [name for name, kpi in declared().items() if kpi.scope & (Scope.LINE | Scope.STATION)]
    return tuple(dict.fromkeys([*CELL_FIGURES, *PROPERTIES, *kpis]))


def is_property(figure: str) -> bool:
    """Return whether a figure is a mean over good cells, not a KPI."""
    return figure in PROPERTIES or figure in CELL_FIGURES


def unit_of_answer(figure: str, compared_as: Answer) -> str:
    """Return the unit of an answer."""
    if compared_as in _UNIT_AS:
        return _UNIT_AS[compared_as]
    return unit_of(figure) if is_property(figure) else declared()[figure].unit


def by_replication(study: Study, line: Line, figure: str, station: str) -> Array | None:
    """Return a figure of a study, replication by replication; None where the line has no such value.

    Without a station a property is that of the last station which sets it.
    """
    table = study.kpis
    if is_property(figure):
        rows = table[(table["property"].astype(str) == figure) & (table["kpi"].astype(str) == "mean")]
        there = set(rows["station"].astype(str))
        places = [plan.name for plan in line.in_flow_order() if plan.name in there]
        place = station or (places[-1] if places else "")
    else:
        rows, place = table[table["kpi"].astype(str) == figure], station
    rows = rows[rows["station"].astype(str) == place].sort_values("replication")
    return None if rows.empty else rows["value"].to_numpy(dtype=np.float64)


def put_together(values: list[Array], compared_as: Answer) -> Array:
    """Return the answer by replication: of one case its value, of two their difference, ratio and so on."""
    if compared_as == "value":
        return values[0]
    first, second = values
    with np.errstate(divide="ignore", invalid="ignore"):
        if compared_as == "difference":
            return first - second
        ratio = np.where(second != 0.0, first / np.where(second != 0.0, second, 1.0), np.nan)
        if compared_as == "percent":
            return 100.0 * (ratio - 1.0)
        return np.log10(ratio) if compared_as == "decades" else ratio
