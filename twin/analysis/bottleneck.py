"""Bottleneck by active periods: who limits the line, and for how long.

Active = working, set-up, down, waiting for a crew, maintained; starved or blocked ends an active period, a
shift end does not. At each instant the machine in the longest unbroken active period is the bottleneck;
while its period and that of the next bottleneck overlap, the bottleneck is shifting between the two
(Roser, Nakano, Tanaka, Winter Simulation Conference 2001 and 2002).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

PASSIVE = frozenset({"starved", "blocked"})


class Period(NamedTuple):
    """An unbroken active period of one machine."""

    station: str
    machine: int
    start_s: float
    end_s: float

    @property
    def length_s(self) -> float:
        """Return the length in seconds."""
        return self.end_s - self.start_s


class Step(NamedTuple):
    """One step of the walk: this period is the longest between these instants."""

    period: Period
    start_s: float
    end_s: float


def active_periods(states: pd.DataFrame) -> list[Period]:
    """Return the active periods of every machine, from its states as `twin.kpi.states.states` returns them.

    Off shift a machine counts as what it was before.
    """
    kind = states["state"].astype(str)
    known = states.assign(active=~kind.isin(PASSIVE)).loc[
        :, ["station", "machine", "active", "start_s", "end_s"]
    ]
    owner = [known["station"].astype(str), known["machine"]]
    known["active"] = known["active"].where(kind != "off_shift").groupby(owner).ffill().fillna(value=False)
    found: list[Period] = []
    for station, machine, active, start, end in known.itertuples(index=False, name=None):
        if not active:
            continue
        last = found[-1] if found else None
        if last is not None and (last.station, last.machine, last.end_s) == (station, machine, start):
            found[-1] = last._replace(end_s=float(end))
        else:
            found.append(Period(str(station), int(machine), float(start), float(end)))
    return found


def walk(periods: Iterable[Period]) -> list[Step]:
    """Return who is the bottleneck when, in order of time; where nobody is active there is a gap."""
    waiting = sorted(periods, key=lambda period: (period.start_s, -period.length_s))
    heap: list[tuple[float, int]] = []
    steps: list[Step] = []
    for number, period in enumerate(waiting):
        _advance(waiting, heap, steps, period.start_s)
        heapq.heappush(heap, (-period.length_s, number))
    _advance(waiting, heap, steps, float("inf"))
    return steps


def _advance(waiting: list[Period], heap: list[tuple[float, int]], steps: list[Step], until_s: float) -> None:
    """Let the longest of the running periods be the bottleneck until the instant given."""
    while heap:
        period = waiting[heap[0][1]]
        start = max(period.start_s, steps[-1].end_s) if steps else period.start_s
        end = min(period.end_s, until_s)
        if end > start:
            if steps and steps[-1].period == period and steps[-1].end_s == start:
                steps[-1] = steps[-1]._replace(end_s=end)
            else:
                steps.append(Step(period, start, end))
        if period.end_s > until_s:
            return
        heapq.heappop(heap)


def shares(steps: list[Step], window_s: tuple[float, float], stations: list[str]) -> pd.DataFrame:
    """Return how much of the window a station is the bottleneck: columns station, sole, shifting.

    While the bottleneck shifts both stations count as shifting, so shifting shares may add up to more than
    their time. A step from one machine to another of the same station is no shift.
    """
    sole = dict.fromkeys(stations, 0.0)
    shifting = dict.fromkeys(stations, 0.0)
    overlaps = _overlaps(steps)
    for number, step in enumerate(steps):
        pieces = [overlap for overlap in (overlaps.get(number - 1), overlaps.get(number)) if overlap]
        start, end = _cut(step.start_s, step.end_s, window_s)
        shared = _length_within(pieces, start, end)
        sole[step.period.station] += max(0.0, end - start - shared)
    for number, overlap in overlaps.items():
        start, end = _cut(*overlap, window_s)
        for step in (steps[number], steps[number + 1]):
            shifting[step.period.station] += max(0.0, end - start)
    length = window_s[1] - window_s[0]
    return pd.DataFrame(
        {
            "station": stations,
            "sole": [sole[name] / length for name in stations],
            "shifting": [shifting[name] / length for name in stations],
        }
    )


def _overlaps(steps: list[Step]) -> dict[int, tuple[float, float]]:
    """Return the time in which steps n and n + 1 are both active, for neighbours of different stations."""
    found: dict[int, tuple[float, float]] = {}
    for number, (one, two) in enumerate(pairwise(steps)):
        start = max(one.period.start_s, two.period.start_s, one.start_s)
        end = min(one.period.end_s, two.period.end_s, two.end_s)
        if one.period.station != two.period.station and end > start:
            found[number] = (start, end)
    return found


def _cut(start: float, end: float, window_s: tuple[float, float]) -> tuple[float, float]:
    return max(start, window_s[0]), min(end, window_s[1])


def _length_within(pieces: list[tuple[float, float]], start: float, end: float) -> float:
    """Return the length of the union of at most two pieces within (start, end)."""
    total, reached = 0.0, start
    for piece_start, piece_end in sorted(pieces):
        low, high = max(piece_start, reached), min(piece_end, end)
        total += max(0.0, high - low)
        reached = max(reached, high)
    return total
