"""The window of two set-points: what a line makes of a lot while both are moved, without clock and noise."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from twin.analysis.single_lot import Chain, Origins, QuietDice
from twin.core.material import Array, Outside
from twin.core.webs import of_web
from twin.floor.state import LotState
from twin.line.model.line import Limit, Line
from twin.stations.contract.visit import Params

Mask = NDArray[np.bool_]


class Axis(NamedTuple):
    """A set-point and the values it is given, rising; `today`: what the line file says."""

    name: str
    values: Array
    today: float


class Map(NamedTuple):
    """A figure, mean over the cells, at every pair of set-points, shape (y, x); `at`: behind which station.

    `limits`: those of the line on the same property, wherever they are judged.
    """

    figure: str
    at: str
    values: Array
    today: float
    limits: tuple[Limit, ...]


class Window(NamedTuple):
    """Maps over two set-points of a station; `outside`: law arguments beyond their range, each (y, x)."""

    station: str
    x: Axis
    y: Axis
    maps: tuple[Map, ...]
    outside: dict[Outside, Mask]


def window(line: Line, station: str, x: Axis, y: Axis, figures: tuple[tuple[str, str], ...]) -> Window:
    """Return maps of figures, each (name, station behind which it is read), over two set-points of a station.

    A figure is a property of the web, or of the cell where the station is the last one. Every lot is the
    first of its source on fresh machines, without noise, waiting or control. Raises ValueError for an unknown
    station, set-point or figure, for a value out of bounds, and for a line without material.
    """
    params = _params(line, station)
    moved = _Moved(line, station)
    shape = (len(y.values), len(x.values))
    found = [np.empty(shape) for _ in figures]
    outside: dict[Outside, Mask] = {}
    for row, column in np.ndindex(*shape):
        point = {x.name: float(x.values[column]), y.name: float(y.values[row])}
        values, marks = moved.to(_with(params, point), figures)
        for grid, value in zip(found, values, strict=True):
            grid[row, column] = value
        for mark in marks:
            outside.setdefault(mark, np.zeros(shape, dtype=bool))[row, column] = True
    today, _ = moved.to(params, figures)
    maps = (
        Map(name, at, grid, value, tuple(limit for limit in line.limit if limit.property == name))
        for (name, at), grid, value in zip(figures, found, today, strict=True)
    )
    return Window(station, x, y, tuple(maps), outside)


def axis(line: Line, station: str, name: str, low: float, high: float, count: int) -> Axis:
    """Return evenly spaced values of a set-point and where it stands today.

    Raises ValueError for a station or a set-point the line does not have.
    """
    params = _params(line, station)
    if name not in type(params).model_fields:
        raise ValueError(f"{station} has no set-point {name!r}")
    return Axis(name, np.linspace(low, high, count), float(getattr(params, name)))


def room(along: Axis, values: Array, limit: Limit) -> tuple[float, float] | None:
    """Return the range of a set-point around today in which a figure keeps a limit, None if it keeps none.

    `values`: the figure along the axis, the other set-point as it is; straight lines between the points. The
    range ends at the ends of the axis at the latest.
    """
    low = -np.inf if limit.lower is None else limit.lower
    high = np.inf if limit.upper is None else limit.upper
    fine = np.linspace(along.values[0], along.values[-1], 2001)
    drawn = np.interp(fine, along.values, values)
    good = (drawn >= low) & (drawn <= high)
    start = int(np.abs(fine - along.today).argmin())
    if not good[start]:
        return None
    bad = np.flatnonzero(~good)
    first = bad[bad < start].max(initial=-1) + 1
    last = bad[bad > start].min(initial=len(fine)) - 1
    return float(fine[first]), float(fine[last])


def rooms_today(
    window: Window, shown: Map, limit: Limit
) -> tuple[tuple[float, float] | None, tuple[float, float] | None]:
    """Return the range of x at today's y and of y at today's x in which a map keeps a limit."""
    along_x = np.array([np.interp(window.y.today, window.y.values, column) for column in shown.values.T])
    along_y = np.array([np.interp(window.x.today, window.x.values, row) for row in shown.values])
    return room(window.x, along_x, limit), room(window.y, along_y, limit)


def any_outside(window: Window) -> Mask:
    """Return where any law is left."""
    masks = [*window.outside.values(), np.zeros(window.maps[0].values.shape, dtype=bool)]
    return np.asarray(np.logical_or.reduce(masks))


def points(windows: Sequence[Window]) -> pd.DataFrame:
    """Return every point of every map: station, set-points and their values, figure, at, value, outside."""
    parts = []
    for window in windows:
        across, up = np.meshgrid(window.x.values, window.y.values)
        marks = sorted(window.outside)
        left = [
            "; ".join(f"{mark.law}: {mark.argument}" for mark in marks if window.outside[mark][place])
            for place in np.ndindex(*window.maps[0].values.shape)
        ]
        for shown in window.maps:
            columns = {
                "station": window.station,
                "x": window.x.name,
                "x_value": across.ravel(),
                "y": window.y.name,
                "y_value": up.ravel(),
                "figure": shown.figure,
                "at": shown.at,
                "value": shown.values.ravel(),
                "outside": left,
            }
            parts.append(pd.DataFrame(columns))
    return pd.concat(parts, ignore_index=True)


class _Moved:
    """The line with one station's set-points moved: what lies before that station is worked out once."""

    def __init__(self, line: Line, station: str) -> None:
        self.station = station
        self.chain = Chain(line)
        self.dice = QuietDice()
        self.still: Origins = frozenset(
            (plan.name, name, "run_out") for plan in line.station for name in plan.noise
        )
        known: dict[str, LotState] = {}
        self.chain.lot(self.dice, frozen=self.still, known=known)
        below = self.chain.after(frozenset({station}))
        self.above = {name: _unmarked(lot) for name, lot in known.items() if name not in below}

    def to(
        self, params: Params, figures: tuple[tuple[str, str], ...]
    ) -> tuple[list[float], frozenset[Outside]]:
        """Return the figures, mean over the cells, and the marks the station leaves on the lot."""
        known = dict(self.above)
        last = self.chain.lot(self.dice, params={self.station: params}, frozen=self.still, known=known)
        marked = known[self.station].material
        found = []
        for name, at in figures:
            lot = known.get(at)
            if at == self.chain.end.plan.name and name in last:
                found.append(float(last[name].mean()))
            elif lot is not None and lot.material is not None and hasattr(lot.material, name):
                found.append(float(of_web(lot.material, name).mean()))
            else:
                raise ValueError(f"there is no {name!r} behind {at!r}")
        return found, frozenset() if marked is None else marked.outside


def _unmarked(lot: LotState) -> LotState:
    """Return a lot without the marks of the stations it has passed."""
    fresh = copy(lot)
    if fresh.material is not None:
        fresh.material = fresh.material.with_(outside=frozenset())
    return fresh


def _params(line: Line, station: str) -> Params:
    found = next((plan.params for plan in line.station if plan.name == station), None)
    if found is None:
        raise ValueError(f"{line.name} has no station {station!r} with set-points")
    return found


def _with(params: Params, changes: dict[str, float]) -> Params:
    return type(params)(**{**dict(params), **changes})
