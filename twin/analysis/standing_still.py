"""Where a line has come to a stand for good, while other parts of it, or the clock, went on."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from twin.floor.shift_calendar import ShiftCalendar
from twin.line.model.line import Line

SHARE = 0.5
"""Of the run: a station with lots at which nothing happens for that long is reported."""

_RESTING = ("arrived", "finished", "reworked")
"""Last events of a lot that lies in a buffer, or on a machine that cannot hand it over."""


class Standing(NamedTuple):
    """A station with `lots` lying before it or on its machines, where nothing has happened since."""

    station: str
    since_s: float
    lots: int
    lacks: str

    def said(self) -> str:
        """Return one sentence about it."""
        many = f"{self.lots} lot lies" if self.lots == 1 else f"{self.lots} lots lie"
        why = f": nothing more comes from {self.lacks}" if self.lacks else ""
        return f"{self.station} stands still since {self.since_s / 86_400.0:.3g} d, {many} there{why}"


def standing_still(
    events: pd.DataFrame, lots: pd.DataFrame, line: Line, end_s: float
) -> tuple[Standing, ...]:
    """Return the stations that stood still, with lots there, for the last half of a replication.

    `events`, `lots`: its tables, from time 0. Time off shift does not count.
    """
    if events.empty or end_s <= 0.0:
        return ()
    calendar = None if line.calendar is None else ShiftCalendar(line.calendar.intervals)

    def working_s(since_s: float) -> float:
        return end_s - since_s if calendar is None else calendar.worked(since_s, end_s)

    inside = lots.loc[lots["fate"] == "inside", "lot"]
    moves = events[events["lot"].isin(inside) & events["event"].isin(("started", *_RESTING))]
    last = moves.groupby("lot").tail(1)
    resting = last[last["event"].isin(_RESTING)].groupby("station", observed=True).size()
    busy = set(last.loc[last["event"] == "started", "station"].astype(str))
    seen_s = events.groupby(events["station"].astype(str))["time_s"].max()
    found = []
    for station in line.station:
        there = int(resting.get(station.name, 0))
        since_s = float(seen_s.get(station.name, 0.0))
        if there and station.name not in busy and working_s(since_s) > SHARE * working_s(0.0):
            found.append(Standing(station.name, since_s, there, _lacking(station.name, events, lots, line)))
    return tuple(found)


def _lacking(name: str, events: pd.DataFrame, lots: pd.DataFrame, line: Line) -> str:
    """Return the inputs of a join that have run out: sources at their end, nothing of theirs on the way."""
    inputs = line.upstream(name)
    if len(inputs) < 2:
        return ""
    return ", ".join(branch for branch in inputs if _has_run_out(branch, events, lots, line))


def _has_run_out(branch: str, events: pd.DataFrame, lots: pd.DataFrame, line: Line) -> bool:
    above, ahead = [branch], [branch]
    stations = {station.name: station for station in line.station}
    while ahead:
        block = ahead.pop()
        inputs = stations[block].inputs if block in stations else ()
        ahead.extend(inputs)
        above.extend(inputs)
    made = events[events["event"] == "created"].groupby(events["station"].astype(str)).size()
    for source in (source for source in line.source if source.name in above):
        ends = [source.lots, None if source.times is None else len(source.times)]
        most = min((end for end in ends if end is not None), default=None)
        if most is None or int(made.get(source.name, 0)) < most:
            return False
    inside = set(lots.loc[lots["fate"] == "inside", "lot"])
    last = events[events["lot"].isin(inside)].groupby("lot")["station"].last().astype(str)
    return not set(last) & set(above)
