"""`--fail-if`: which targets the results miss."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from twin.cli.arguments import FailCondition, known_kpi
from twin.kpi.declaration import Scope
from twin.report.numbers import number

if TYPE_CHECKING:
    import pandas as pd

    from twin.line.model.line import Line


def check_targets(lines: Sequence[Line], targets: Sequence[FailCondition]) -> None:
    """Refuse targets no line can have before any time is spent. Raises click.UsageError."""
    for target in targets:
        try:
            _check(lines, target)
        except click.UsageError as error:
            raise click.UsageError(f"--fail-if {target.text}: {error.message}") from error


def _check(lines: Sequence[Line], target: FailCondition) -> None:
    """Refuse an unknown KPI, one that is not of such a place, and a station no line has."""
    from twin.core.near_match import did_you_mean

    kpi = known_kpi(target.kpi)
    if _scope(target) & kpi.scope == Scope(0):
        raise click.UsageError(f"no line has this KPI there: it is {' or '.join(kpi.paths)}")
    stations = list(dict.fromkeys(station.name for line in lines for station in line.station))
    if target.station and target.station not in stations:
        hint = did_you_mean(target.station, stations) or f"there are {', '.join(stations[:20])}"
        raise click.UsageError(f"no line has a station {target.station!r}; {hint}")


def _scope(target: FailCondition) -> Scope:
    """Return what a target is about, by the parts of its path."""
    if target.property:
        return Scope.STATE | Scope.PROPERTY
    return Scope.STATION if target.station else Scope.LINE


def missed(summary: pd.DataFrame, names: Sequence[str], targets: Sequence[FailCondition]) -> list[str]:
    """Return a sentence for each target a line misses.

    Raises click.UsageError for a target that names a line or a KPI that is not in the results.
    """
    rows = summary.astype({"line": str, "station": str, "property": str, "kpi": str})
    return [
        f"target missed by {name}: {target.text} ({_words(value)})"
        for target in targets
        for name, value in _values(rows, names, target)
        if target.is_missed_by(value)
    ]


def _values(rows: pd.DataFrame, names: Sequence[str], target: FailCondition) -> list[tuple[str, float]]:
    if target.line and target.line not in names:
        raise click.UsageError(
            f"--fail-if {target.text}: there is no line {target.line!r}; there are {', '.join(names)}"
        )
    here = rows[
        (rows["kpi"] == target.kpi)
        & (rows["station"] == target.station)
        & (rows["property"] == target.property)
    ]
    wanted = [name for name in names if target.line in ("", name)]
    values = [
        (str(line), float(mean))
        for line, mean in zip(here["line"], here["mean"], strict=True)
        if line in wanted
    ]
    if not values:
        places = rows[rows["kpi"] == target.kpi][["station", "property"]].drop_duplicates()
        known = [
            ".".join(part for part in (*place, target.kpi) if part)
            for place in places.itertuples(index=False)
        ]
        hint = f"; there are {', '.join(known[:8])}" if known else ""
        raise click.UsageError(f"--fail-if {target.text}: no line has this KPI{hint}")
    return values


def _words(value: float) -> str:
    return "it has no value" if value != value else f"it is {number(value, 4)}"
