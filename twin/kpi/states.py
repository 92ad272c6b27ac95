"""Machine states: what every machine was doing, at every instant, rebuilt from the events."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from twin.kpi.layers import Layer, Stretches, last_set, stretches, while_open
from twin.kpi.rows import codes_of, places_of
from twin.kpi.shifts import off_shift
from twin.kpi.steps import Codes, changes_of
from twin.kpi.time_window import window
from twin.kpi.visits import Visits, visits
from twin.kpi.waiting import may_not_start
from twin.line.model.line import Line
from twin.records.log import EVENTS
from twin.records.tables import Tables

STATES = ("working", "setup", "starved", "blocked", "down", "maintenance", "waiting_for_crew", "off_shift")
"""Every state there is; the code of a state is its place here."""

_LAYERS = (
    "off_shift", "maintenance", "waiting_for_crew", "down", "setup", "working", "holding", "start_due",
)  # fmt: skip
"""Conditions a machine may be in at once, the one that counts first; in none of them it is starved."""

_STATE_OF_LAYER = np.array([
    STATES.index({"holding": "blocked", "start_due": "blocked"}.get(layer, layer))
    for layer in (*_LAYERS, "starved")
])  # fmt: skip

_CHANNELS: tuple[dict[str, str], ...] = (
    {"failed": "waiting_for_crew", "repair_started": "down", "repaired": ""},
    {"maintenance_due": "waiting_for_crew", "maintenance_started": "maintenance", "maintenance_ended": ""},
    {"setup_started": "setup", "setup_ended": ""},
)
"""Events that set a layer, and end the one set before: a machine may be due for maintenance and fail."""


@dataclass(frozen=True)
class _Shop:
    """The machines of all stations, numbered through from 0; `first` is the first of each station."""

    machines: Codes
    first: Codes
    end_s: float

    @property
    def total(self) -> int:
        return int(self.machines.sum())


def states(tables: Tables, line: Line, end_s: float | None = None) -> pd.DataFrame:
    """Return what every machine did from 0 to the end, as `station, machine, state, start_s, end_s`.

    One row per unbroken stretch, in order of station, machine and time; the stretches of a machine
    follow each other without a gap. Without an end it is that of the last lot.
    """
    end = window(tables).end_s if end_s is None else end_s
    return states_of(tables, line, visits(tables, line), end)


def states_of(tables: Tables, line: Line, stays: Visits, end_s: float) -> pd.DataFrame:
    """Return the states as `states` does, from visits already known."""
    machines = np.array([station.equipment.machines for station in line.station], dtype=np.int64)
    shop = _Shop(machines, np.cumsum(machines) - machines, end_s)
    layers = [
        *_from_events(tables.events, line, shop),
        *_from_visits(tables.lots, stays, shop),
        *_from_start_due(line, stays, shop),
        _from_calendar(line, shop),
    ]
    merged = stretches(layers, len(_LAYERS), shop.total, end_s)
    return _table(merged, line, shop)


def _table(merged: Stretches, line: Line, shop: _Shop) -> pd.DataFrame:
    station = np.searchsorted(shop.first, merged.machine, side="right") - 1
    names = pd.CategoricalDtype(pd.Index([s.name for s in line.station], dtype="str"))
    return pd.DataFrame(
        {
            "station": pd.Categorical.from_codes(station, dtype=names),
            "machine": merged.machine - shop.first[station] + 1,
            "state": pd.Categorical.from_codes(_STATE_OF_LAYER[merged.layer], categories=pd.Index(STATES)),
            "start_s": merged.start_s,
            "end_s": merged.end_s,
        }
    )


def _from_events(events: pd.DataFrame, line: Line, shop: _Shop) -> list[Layer]:
    """Read failures, repairs, setups and maintenance from their own events."""
    event = codes_of(events["event"], EVENTS)
    layers: list[Layer] = []
    for channel in _CHANNELS:
        sets = np.array([_LAYERS.index(channel[e]) if channel.get(e) else -1 for e in EVENTS])
        rows = np.flatnonzero(np.isin(event, [EVENTS.index(name) for name in channel]))
        place = places_of(events["station"].iloc[rows], line)
        machine = shop.first[place] + events["machine"].to_numpy(np.int64)[rows] - 1
        layers.append(last_set(machine, events["time_s"].to_numpy(np.float64)[rows], sets[event[rows]]))
    return layers


def _from_visits(lots: pd.DataFrame, stays: Visits, shop: _Shop) -> list[Layer]:
    """Read work (started to finished) and holding (finished, or born of a split, to released)."""
    born = (stays.place >= 0) & np.isnan(stays.arrived_s) & np.isnan(stays.started_s)
    machine = np.where(born & (stays.machine == 0), _machine_of_parent(lots, stays), stays.machine)
    number = shop.first[np.maximum(stays.place, 0)] + machine - 1
    worked = ~np.isnan(stays.started_s)
    stopped = np.where(np.isnan(stays.finished_s), stays.released_s, stays.finished_s)
    holding = (~np.isnan(stays.finished_s) | born) & (machine > 0)
    since = np.where(born, stays.begun_s, stays.finished_s)
    return [
        while_open(number[worked], stays.started_s[worked], stopped[worked], _LAYERS.index("working")),
        while_open(number[holding], since[holding], stays.released_s[holding], _LAYERS.index("holding")),
    ]


def _machine_of_parent(lots: pd.DataFrame, stays: Visits) -> Codes:
    """Return the machine that made each lot: the last machine of its first parent, 0 without parents."""
    last = np.zeros(len(lots) + 1, dtype=np.int64)
    last[stays.lot] = stays.machine  # they are in order of time: the last one stands
    parents = lots["parents"].to_numpy(dtype=object)
    parent = np.array([int(text.partition(" ")[0] or 0) for text in parents], dtype=np.int64)
    return last[parent[stays.lot - 1]]


def _from_start_due(line: Line, stays: Visits, shop: _Shop) -> list[Layer]:
    """Read when a start was due at stations that reserve a place first, on each of their machines."""
    layers: list[Layer] = []
    for place, due in may_not_start(line, stays):
        count = int(shop.machines[place])
        machine = shop.first[place] + np.repeat(np.arange(count), len(due.time_s))
        change = np.tile(changes_of(due), count)
        layer = np.full(len(machine), _LAYERS.index("start_due"))
        layers.append(Layer(machine, np.tile(due.time_s, count), layer, change))
    return layers


def _from_calendar(line: Line, shop: _Shop) -> Layer:
    """Read the shifts, the same for every machine."""
    starts, ends = off_shift(line.calendar, shop.end_s)
    machine = np.repeat(np.arange(shop.total), len(starts))
    layer = _LAYERS.index("off_shift")
    return while_open(machine, np.tile(starts, shop.total), np.tile(ends, shop.total), layer)
