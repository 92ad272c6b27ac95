"""Step functions of time: how many intervals are open."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from twin.core.material import Array

Codes = NDArray[np.int64]


class Steps(NamedTuple):
    """A level that holds from its time to the next; times rise strictly, before the first it is 0."""

    time_s: Array
    level: Codes


def count_open(starts_s: Array, ends_s: Array) -> Steps:
    """Count the intervals open at each instant; an end that is NaN never comes."""
    closed = ends_s[~np.isnan(ends_s)]
    changes = np.repeat([1, -1], [len(starts_s), len(closed)])
    return add_up(np.concatenate([starts_s, closed]), changes)


def add_up(times_s: Array, changes: Codes) -> Steps:
    """Return the running total of changes, one step per distinct time."""
    order = np.argsort(times_s, kind="stable")
    times, totals = times_s[order], np.cumsum(changes[order])
    last = np.ones(len(times), dtype=bool)
    last[:-1] = times[1:] != times[:-1]
    return Steps(times[last], totals[last])


def changes_of(steps: Steps) -> Codes:
    """Return by how much the level changes at each time."""
    return np.diff(steps.level, prepend=0)


def level_at(steps: Steps, times_s: Array) -> Codes:
    """Return the level that holds from each time on."""
    return np.append(0, steps.level)[np.searchsorted(steps.time_s, times_s, side="right")]
