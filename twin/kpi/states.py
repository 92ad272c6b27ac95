"""Machine states: what every machine was doing, at every instant, rebuilt from the events."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.core.material import Array
from twin.kpi.layers import Layer, Priority, last_set, stretches, while_open
from twin.kpi.rows import Keys, Shop
from twin.kpi.shifts import off_shift
from twin.kpi.steps import Codes, changes_of
from twin.kpi.visits import Visits
from twin.kpi.waiting import Created, may_not_start
from twin.records.chunk import EventRows
from twin.records.log import EVENTS

STATES = ("working", "setup", "starved", "blocked", "down", "maintenance", "waiting_for_crew", "off_shift")
"""Every state there is; the code of a state is its place here."""

_BITS = {
    "off_shift": 3, "maintenance": 3, "waiting_for_crew": 3, "down": 3, "setup": 3,
    "working": 22, "holding": 22, "start_due": 3,
}  # fmt: skip
"""Conditions a machine may be in at once, the one that counts first; in none of them it is starved.

Each with the bits that counting it takes: a machine works on up to four million lots at once.
"""

_LAYERS = tuple(_BITS)
_PRIORITY = Priority(list(_BITS.values()))

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

_NOT_THERE = -2
_SETS = np.array([
    [_LAYERS.index(channel[e]) if channel.get(e) else -1 if e in channel else _NOT_THERE for e in EVENTS]
    for channel in _CHANNELS
])  # fmt: skip
"""The layer that an event sets, by channel and code of the event; -1 = none."""

_OF_MACHINES = (_SETS != _NOT_THERE).any(axis=0)


@dataclass(frozen=True)
class Stretches:
    """Unbroken stretches of a state, ordered by machine and time; machines numbered through from 0."""

    machine: Codes
    state: Codes
    start_s: Array
    end_s: Array

    def in_state(self, state: str) -> Stretches:
        """Return the stretches of one state."""
        chosen = self.state == STATES.index(state)
        columns = (self.machine, self.state, self.start_s, self.end_s)
        return Stretches(*(column[chosen] for column in columns))


class Channels:
    """What was last set on each machine by its own events: failures and repairs, maintenance, setups."""

    def __init__(self, machines: int) -> None:
        self._set = np.full((len(_CHANNELS), machines), -1, dtype=np.int64)

    def read(self, rows: EventRows, keys: Keys, shop: Shop, start_s: float) -> list[Layer]:
        """Return what the rows set, and what was set before them."""
        chosen = np.flatnonzero(_OF_MACHINES[keys.event][rows.key])
        key, times = rows.key[chosen], rows.time_s[chosen]
        event = keys.event[key]
        machine = shop.first[keys.place[key]] + keys.machine[key] - 1
        layers = []
        for sets, before in zip(_SETS, self._set, strict=True):
            mine = sets[event] != _NOT_THERE
            known = np.flatnonzero(before >= 0)
            here, now = machine[mine], sets[event[mine]]
            layers.append(
                last_set(
                    np.append(known, here),
                    np.append(np.full(len(known), start_s), times[mine]),
                    np.append(before[known], now),
                )
            )
            before[here] = now
        return layers


def states(
    layers: list[Layer],
    stays: Visits,
    made_on: Codes,
    shop: Shop,
    created: Created,
    start_s: float,
    end_s: float,
) -> Stretches:
    """Return what every machine did from start to end.

    `layers`: of the events of the machines, see `Channels`; `stays`: all that touch this time; `made_on`: by
    lot, the machine of the parent it came from.
    """
    found = stretches(
        [
            *layers,
            *_from_visits(stays, made_on, shop),
            *_from_start_due(stays, shop, created),
            _from_calendar(shop, start_s, end_s),
        ],
        _PRIORITY,
        shop.total,
        start_s,
        end_s,
    )
    return Stretches(found.machine, _STATE_OF_LAYER[found.layer], found.start_s, found.end_s)


def _from_visits(stays: Visits, made_on: Codes, shop: Shop) -> list[Layer]:
    """Read work (started to finished) and holding (finished, or born of a split, to released)."""
    started, finished = ~np.isnan(stays.started_s), ~np.isnan(stays.finished_s)
    born = (stays.place >= 0) & np.isnan(stays.arrived_s) & ~started
    machine = np.where(born & (stays.machine == 0), made_on[stays.lot], stays.machine)
    number = shop.first[np.maximum(stays.place, 0)] + machine - 1
    stopped = np.where(finished, stays.finished_s, stays.released_s)
    since = np.where(born, stays.begun_s, stays.finished_s)
    holding = (finished | born) & (machine > 0) & (stays.released_s != since)
    return [
        while_open(number[started], stays.started_s[started], stopped[started], _LAYERS.index("working")),
        while_open(number[holding], since[holding], stays.released_s[holding], _LAYERS.index("holding")),
    ]


def _from_start_due(stays: Visits, shop: Shop, created: Created) -> list[Layer]:
    """Read when a start was due at stations that reserve a place first, on each of their machines."""
    layers: list[Layer] = []
    for place, due in may_not_start(shop.line, stays, created):
        count = int(shop.machines[place])
        machine = shop.first[place] + np.repeat(np.arange(count), len(due.time_s))
        change = np.tile(changes_of(due), count)
        layer = np.full(len(machine), _LAYERS.index("start_due"))
        layers.append(Layer(machine, np.tile(due.time_s, count), layer, change))
    return layers


def _from_calendar(shop: Shop, start_s: float, end_s: float) -> Layer:
    """Read the shifts, the same for every machine."""
    starts, ends = off_shift(shop.line.calendar, start_s, end_s)
    machine = np.repeat(np.arange(shop.total), len(starts))
    layer = _LAYERS.index("off_shift")
    return while_open(machine, np.tile(starts, shop.total), np.tile(ends, shop.total), layer)
