"""Conditions of a machine that may hold at once, as layers, resolved by priority into one at each instant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from twin.core.material import Array
from twin.kpi.rows import order_of
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


class Priority:
    """The layers of a machine, the one that counts first in front, each with the bits that its level takes.

    The levels of a machine stand side by side in one whole number, the first layer in the highest bits; so
    one running total follows them all, and the highest bits that are set tell the layer that counts.
    """

    def __init__(self, bits: Sequence[int]) -> None:
        if sum(bits) > 63:
            raise ValueError("the levels do not fit into one number")
        self.count = len(bits)
        self._shift = np.cumsum([0, *bits[::-1]])[-2::-1]
        self._of_length = np.append(self.count, np.repeat(np.arange(self.count)[::-1], bits[::-1]))

    def packed(self, layer: Codes, change: Codes) -> Codes:
        """Return changes of layers as changes of that number."""
        return np.asarray(change << self._shift[layer])

    def first_open(self, levels: Codes) -> Codes:
        """Return the first layer that is open, the number of layers where none is."""
        _, length = np.frexp(levels.astype(np.float64))  # the number of bits up to the highest that is set
        return np.asarray(self._of_length[length])


def stretches(
    layers: Sequence[Layer], priority: Priority, machines: int, start_s: float, end_s: float
) -> Stretches:
    """Return, for machines 0 to n-1 from start to end, which is the first layer that is open."""
    if end_s <= start_s:
        none = np.zeros(0, dtype=np.int64)
        return Stretches(none, none, np.zeros(0), np.zeros(0))
    machine = np.concatenate([np.arange(machines), *(part.machine for part in layers)])
    times = np.concatenate([np.full(machines, start_s), *(part.time_s for part in layers)])
    times = np.maximum(times, start_s)
    changes = [priority.packed(part.layer, part.change) for part in layers]
    change = np.concatenate([np.zeros(machines, dtype=np.int64), *changes])
    order = np.argsort(times)  # what comes first within an instant does not matter
    order = order[order_of(machine[order], machines)]
    machine, times = machine[order], times[order]
    level = np.cumsum(change[order])
    begins = np.searchsorted(machine, np.arange(machines))
    before = np.where(begins > 0, level[begins - 1], 0)
    last = np.ones(len(times), dtype=bool)
    last[:-1] = (times[1:] > times[:-1]) | (machine[1:] != machine[:-1])
    last &= times < end_s
    machine, times = machine[last], times[last]
    return _merged(machine, times, priority.first_open(level[last] - before[machine]), end_s)


def _merged(machine: Codes, times: Array, layer: Codes, end_s: float) -> Stretches:
    """Join neighbours of the same layer; each lasts until the next of its machine."""
    new = np.ones(len(times), dtype=bool)
    new[1:] = (machine[1:] != machine[:-1]) | (layer[1:] != layer[:-1])
    machine, times, layer = machine[new], times[new], layer[new]
    ends = np.full(len(times), end_s)
    same = machine[1:] == machine[:-1]
    ends[:-1][same] = times[1:][same]
    return Stretches(machine, layer, times, ends)
