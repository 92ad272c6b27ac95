"""Every KPI of one replication as a tidy table."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from twin.core.units import unit_of
from twin.kpi.declaration import Calculation, Declaration, Figure, declarations_at
from twin.kpi.gathering import totals_of
from twin.kpi.registry import calculations, declared
from twin.kpi.totals import Totals
from twin.line.model.line import Line
from twin.records.tables import Tables

COLUMNS = ("line", "replication", "station", "property", "kpi", "value", "unit")


def kpis(
    tables: Tables, line: Line, warmup_s: float = 0.0, horizon_s: float | None = None, replication: int = 0
) -> pd.DataFrame:
    """Return the KPIs of one replication: `line, replication, station, property, kpi, value, unit`.

    The window is (warm-up, horizon], without a horizon it ends with the last lot. Shares and ratios are
    fractions; a figure that is not defined (a mean of nothing, a ratio to nothing) is NaN.
    """
    return kpi_table(totals_of(tables, line, warmup_s, horizon_s), replication)


def kpi_table(totals: Totals, replication: int = 0) -> pd.DataFrame:
    """Return the KPIs of one replication from its totals, as `kpis` does."""
    known, line = declared(), totals.line
    rows = [
        (line.name, replication, figure.station, figure.property, figure.kpi, figure.value, unit)
        for calculation in calculations()
        for figure in figures(calculation, totals)
        for unit in [_unit(known[figure.kpi], figure, line)]
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def figures(calculation: Calculation, totals: Totals) -> Iterator[Figure]:
    """Yield the values a function returns, one by one, each with its KPI and its place."""
    values = calculation(totals)
    if isinstance(values, float):
        yield Figure(declarations_at(calculation)[0].name, values)
    elif isinstance(values, np.ndarray):
        name = declarations_at(calculation)[0].name
        for station, value in zip(totals.stations, values.tolist(), strict=True):
            yield Figure(name, value, station)
    else:
        yield from values


def _unit(declaration: Declaration, figure: Figure, line: Line) -> str:
    """Return the unit of a value: of the KPI, of a lot where there is no material, or of the property."""
    if declaration.unit_of_lots and not line.has_material:
        return declaration.unit_of_lots
    return declaration.unit or unit_of(figure.property)
