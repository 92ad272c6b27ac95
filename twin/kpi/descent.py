"""Descent of lots: when their earliest ancestor was created, on which machine they were made, rework."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from twin.core.material import Array
from twin.kpi.steps import Codes
from twin.kpi.time_window import Mask
from twin.kpi.visits import Visits
from twin.records.chunk import LotTable


class Descent(NamedTuple):
    """By lot: its parent's machine, its birth, rework.

    `made_on` is the last machine of its first parent, 0 without parents; `born_s` when its earliest ancestor
    was created; `reworked` whether it or an ancestor was ever sent to rework.
    """

    made_on: Codes
    born_s: Array
    reworked: Mask

    def at(self, chosen: Mask) -> Descent:
        """Return the descent of some of the lots."""
        return Descent(self.made_on[chosen], self.born_s[chosen], self.reworked[chosen])


def no_lots() -> Descent:
    """Return the descent of no lots."""
    return Descent(np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0, dtype=bool))


def descended(table: LotTable, before: Descent, stays: Visits) -> Descent:
    """Return the descent of all lots of a part; `before`: of those that were inside when it began.

    Parents end at the instant their children are created, so they are lots of the same part.
    """
    known, count = len(before.made_on), len(table.number)
    made_on = np.append(before.made_on, np.zeros(count - known, dtype=np.int64))
    born_s = np.append(before.born_s, table.created_s[known:])
    reworked = np.append(before.reworked, np.zeros(count - known, dtype=bool))
    reworked[stays.lot[~np.isnan(stays.reworked_s)]] = True
    child = np.repeat(np.arange(count), np.where(np.arange(count) < known, 0, table.parents))
    parent = places_of(table.parent[len(table.parent) - len(child) :], table.number, known)
    if len(child):
        first = np.flatnonzero(np.diff(child, prepend=-1))
        machine = np.zeros(count, dtype=np.int64)
        machine[stays.lot] = stays.machine  # they are in order of time: the last one stands
        made_on[child[first]] = machine[parent[first]]
        _inherit(np.minimum, born_s, child, parent)
        _inherit(np.logical_or, reworked, child, parent)
    return Descent(made_on, born_s, reworked)


def _inherit(function: np.ufunc, values: NDArray[Any], child: Codes, parent: Codes) -> None:
    """Combine the value of every child with those of its parents, until nothing changes: by generations."""
    before = None
    while before is None or not np.array_equal(before, values):
        before = values.copy()
        function.at(values, child, before[parent])


def places_of(number: Codes, numbers: Codes, known: int) -> Codes:
    """Return the place of each lot among all, of which the first `known` may have gaps in their numbers."""
    if known == len(numbers):
        return np.searchsorted(numbers, number)
    first_new = numbers[known]
    place = number - first_new + known
    older = np.flatnonzero(number < first_new)
    place[older] = np.searchsorted(numbers[:known], number[older])
    return np.asarray(place)
