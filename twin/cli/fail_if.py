"""`--fail-if`: conditions that cannot decide are refused before the run, then which ones the results meet."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import TYPE_CHECKING

import click

from twin.cli.arguments import FailCondition, known_kpi, place_of_kpi
from twin.core.errors import ModelStopped
from twin.core.near_match import did_you_mean, nearest
from twin.core.number_text import number
from twin.kpi.declaration import Scope

if TYPE_CHECKING:
    import pandas as pd

    from twin.line.model.line import Line

_FRACTION = "fraction"
_EFFECTIVENESS = ("effectiveness", "oee", "teep", "net_equipment_effectiveness")
_MOST = dict.fromkeys(_EFFECTIVENESS, 10.0)
"""Fractions that lots quicker than their ideal time lift above 1."""


def check_targets(lines: Sequence[Line], targets: Sequence[FailCondition]) -> None:
    """Refuse targets no line can have, and those that hold always or never, before any time is spent.

    Raises click.UsageError.
    """
    names = [line.name for line in lines]
    for target in targets:
        try:
            meant = _lines_meant(target, names)
            path = ".".join(part for part in (target.station, target.property, target.kpi) if part)
            unit = check_kpi(path, [line for line in lines if line.name in meant])
            if unit is not None:
                _check_bound(target, unit)
        except click.UsageError as error:
            raise click.UsageError(f"--fail-if {target.text}: {error.message}") from error


def check_kpi(path: str, lines: Sequence[Line]) -> str | None:
    """Return the unit of a KPI that one of the lines has; None where they stop before anything is known.

    Raises click.UsageError for an unknown KPI, one that is not of such a place, and a place no line has.
    """
    from twin.study.kpi_places import KpiPlace, kpi_places

    place = KpiPlace(*place_of_kpi(path))
    declaration = known_kpi(place.kpi)
    if _scope(place.station, place.property) & declaration.scope == Scope(0):
        raise click.UsageError(f"no line has this KPI there: it is {' or '.join(declaration.paths)}")
    stations = list(dict.fromkeys(station.name for line in lines for station in line.station))
    if place.station and place.station not in stations:
        hint = did_you_mean(place.station, stations) or f"there are {', '.join(stations[:20])}"
        raise click.UsageError(f"no line has a station {place.station!r}; {hint}")
    try:
        known = [kpi_places(line) for line in lines]
    except ModelStopped:
        return None  # the run says why
    units = [places[place] for places in known if place in places]
    if not units:
        raise click.UsageError(_unknown(path, [place.path() for places in known for place in places]))
    return units[0]


def _scope(station: str, name: str) -> Scope:
    """Return what a KPI is about, by the parts of its path."""
    if name:
        return Scope.STATE | Scope.PROPERTY
    return Scope.STATION if station else Scope.LINE


def _unknown(path: str, allowed: list[str]) -> str:
    """Return that no line has a KPI at a place, and at which like places there is one."""
    kpi = path.split(".")[-1]
    elsewhere = list(dict.fromkeys(known_path for known_path in allowed if known_path.split(".")[-1] == kpi))
    near = nearest(path, elsewhere)
    first = [near, *(known_path for known_path in elsewhere if known_path != near)] if near else elsewhere
    return f"no line has this KPI there; there are {', '.join(first[:8]) or 'none'}"


def _check_bound(condition: FailCondition, unit: str) -> None:
    """Refuse a bound outside what a fraction or a count can be: the condition would hold always or never."""
    if condition.property and unit != _FRACTION:
        return  # a property may be of either sign
    high = inf if unit != _FRACTION else _MOST.get(condition.kpi, 1.0)
    bound = condition.bound
    if 0.0 <= bound <= high:
        return
    holds = "always holds" if (bound > high) == condition.below else "never holds"
    between = "0 or more" if high == inf else "a fraction" if high > 1.0 else "a fraction, from 0 to 1"
    hint = ""
    if high < bound <= 100.0:
        sign = ("<" if condition.below else ">") + ("=" if condition.or_equal else "")
        hint = f"; did you mean {condition.text.partition(sign)[0].strip()}{sign}{bound / 100.0:g}?"
    message = f"{condition.kpi} is {between}, so this {holds}{hint}"
    raise click.UsageError(message)


def _lines_meant(condition: FailCondition, names: Sequence[str]) -> list[str]:
    """Return the names of the lines a condition is about. Raises click.UsageError where there is none."""
    if not condition.line:
        return list(names)
    meant = [name for name in names if name == condition.line]
    meant = meant or [name for name in names if name.startswith(condition.line)]
    if len(meant) != 1:
        reason = "several lines begin so" if meant else f"there is no line {condition.line!r}"
        raise click.UsageError(f"{reason}; there are {', '.join(names)}")
    return meant


def missed(summary: pd.DataFrame, names: Sequence[str], targets: Sequence[FailCondition]) -> list[str]:
    """Return a sentence for each target a line misses."""
    rows = summary.astype({"line": str, "station": str, "property": str, "kpi": str})
    return [
        f"target missed by {name}: {target.text} ({_words(value)})"
        for target in targets
        for name, value in _values(rows, names, target)
        if target.is_missed_by(value)
    ]


def _values(rows: pd.DataFrame, names: Sequence[str], target: FailCondition) -> list[tuple[str, float]]:
    here = rows[
        (rows["kpi"] == target.kpi)
        & (rows["station"] == target.station)
        & (rows["property"] == target.property)
        & rows["line"].isin(_lines_meant(target, names))
    ]
    return [(str(line), float(mean)) for line, mean in zip(here["line"], here["mean"], strict=True)]


def _words(value: float) -> str:
    return "it has no value" if value != value else f"it is {number(value, 4)}"
