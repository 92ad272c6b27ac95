"""Conditions of a machine that may hold at once, as layers, resolved by priority into one at each instant."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from twin.core.material import Array
from twin.kpi.steps import Codes


class Layer(NamedTuple):
    """Changes of a layer: it opens (+1) or closes (-1) on a machine; open while the sum is above 0."""

    machine: Codes
    time_s: Array
    layer: Codes
    change: Codes


class Stretches(NamedTuple):
    """Unbroken stretches, ordered by machine and time; `layer` = number of layers where none is open."""

    machine: Codes
    layer: Codes
    start_s: Array
    end_s: Array


def while_open(machine: Codes, starts_s: Array, ends_s: Array, layer: int) -> Layer:
    """Open a layer from each start to its end; an end that is NaN never comes."""
    closes = ~np.isnan(ends_s)
    times = np.concatenate([starts_s, ends_s[closes]])
    return Layer(
        machine=np.concatenate([machine, machine[closes]]),
        time_s=times,
        layer=np.full(len(times), layer),
        change=np.repeat(np.array([1, -1]), [len(starts_s), int(np.count_nonzero(closes))]),
    )


def last_set(machine: Codes, times_s: Array, sets: Codes) -> Layer:
    """Open what each row sets (-1 = nothing) until the next row of its machine; rows in order of time."""
    order = np.argsort(machine, kind="stable")
    machine, times, sets = machine[order], times_s[order], sets[order]
    before = np.full(len(sets), -1, dtype=np.int64)
    same = machine[1:] == machine[:-1]
    before[1:][same] = sets[:-1][same]
    opens, closes = sets >= 0, before >= 0
    return Layer(
        machine=np.concatenate([machine[opens], machine[closes]]),
        time_s=np.concatenate([times[opens], times[closes]]),
        layer=np.concatenate([sets[opens], before[closes]]),
        change=np.repeat(np.array([1, -1]), [int(opens.sum()), int(closes.sum())]),
    )


def stretches(layers: list[Layer], count: int, machines: int, end_s: float) -> Stretches:
    """Return, for machines 0 to n-1 from 0 to the end, which is the first of `count` layers that is open."""
    if end_s <= 0.0:
        none = np.zeros(0, dtype=np.int64)
        return Stretches(none, none, np.zeros(0), np.zeros(0))
    machine = np.concatenate([np.arange(machines), *(part.machine for part in layers)])
    times = np.concatenate([np.zeros(machines), *(part.time_s for part in layers)])
    order = np.lexsort((times, machine))
    machine, times = machine[order], times[order]
    change = np.zeros((len(order), count + 1), dtype=np.int64)
    rows = machines + np.arange(len(order) - machines)
    change[rows, np.concatenate([part.layer for part in layers])] = np.concatenate([p.change for p in layers])
    level = np.cumsum(change[order], axis=0)
    begins = np.searchsorted(machine, np.arange(machines))
    before = np.where(begins[:, None] > 0, level[begins - 1], 0)
    is_open = level > before[machine]
    is_open[:, count] = True
    return _merged(machine, times, np.argmax(is_open, axis=1), end_s)


def _merged(machine: Codes, times_s: Array, layer: Codes, end_s: float) -> Stretches:
    """Drop what lasts no time or begins at the end, and join neighbours of the same layer."""
    lasts = np.ones(len(times_s), dtype=bool)
    lasts[:-1] = (times_s[1:] > times_s[:-1]) | (machine[1:] != machine[:-1])
    lasts &= times_s < end_s
    machine, times, layer = machine[lasts], times_s[lasts], layer[lasts]
    new = np.ones(len(times), dtype=bool)
    new[1:] = (machine[1:] != machine[:-1]) | (layer[1:] != layer[:-1])
    machine, times, layer = machine[new], times[new], layer[new]
    ends = np.full(len(times), end_s)
    same = machine[1:] == machine[:-1]
    ends[:-1][same] = times[1:][same]
    return Stretches(machine, layer, times, ends)
