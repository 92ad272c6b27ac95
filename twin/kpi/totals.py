"""Totals: what KPIs need to know of a run, put together part by part while it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any, Generic, TypeVar

import numpy as np

from twin.core.material import Array
from twin.kpi.part import Part
from twin.kpi.states import STATES
from twin.kpi.time_window import Window
from twin.line.model.line import Line

Value = TypeVar("Value")
Value_co = TypeVar("Value_co", covariant=True)


class Total(Generic[Value_co]):
    """A function of a part of a run, of which the values of all parts are added."""

    def __init__(self, function: Callable[[Part], Value_co]) -> None:
        update_wrapper(self, function)
        self.function = function

    def __call__(self, part: Part) -> Value_co:
        """Return the value of one part."""
        return self.function(part)


def total(function: Callable[[Part], Value]) -> Total[Value]:
    """Declare a total at its function; what it returns must know `+`: numbers, arrays, lists, sums."""
    return Total(function)


@total
def state_seconds(part: Part) -> Array:
    """Return the time in each state inside the window, shape (station, state), machines added up."""
    stretches, shape = part.stretches, (len(part.shop.machines), len(STATES))
    seconds = part.window.overlap_s(stretches.start_s, stretches.end_s)
    code = part.shop.station_of[stretches.machine] * len(STATES) + stretches.state
    return np.bincount(code, seconds, minlength=shape[0] * shape[1]).reshape(shape).astype(np.float64)


@dataclass(frozen=True)
class Totals:
    """All that KPIs are computed from: the line, the window, and the totals of one replication."""

    line: Line
    window: Window
    values: dict[Total[Any], Any]

    def __getitem__(self, wanted: Total[Value]) -> Value:
        """Return a total of the whole run."""
        value: Value = self.values[wanted]
        return value

    @property
    def stations(self) -> list[str]:
        """Return the names of the stations in the order of the file."""
        return [station.name for station in self.line.station]

    @property
    def machines(self) -> Array:
        """Return the number of machines of each station."""
        return np.array([station.equipment.machines for station in self.line.station], dtype=np.float64)

    def seconds(self, *states: str) -> Array:
        """Return the time of each station in any of the states, its machines added up."""
        return np.asarray(self[state_seconds][:, [STATES.index(state) for state in states]].sum(axis=1))
