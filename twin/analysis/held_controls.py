"""Run-to-run controls that stood at a bound: what they steer for is out of reach."""

from __future__ import annotations

import pandas as pd

from twin.line.model.line import Line


def held_controls(events: pd.DataFrame, line: Line) -> tuple[str, ...]:
    """Return a sentence for each station whose control would have gone beyond its guard.

    `events`: the table of one replication.
    """
    held = events[events["event"].astype(str) == "control_held"]
    found = []
    for station in line.station:
        here = held[held["station"].astype(str) == station.name]
        if station.control is None or here.empty:
            continue
        visits = int(((events["event"] == "finished") & (events["station"] == station.name)).sum())
        last, control = str(here["cause"].iloc[-1]), station.control
        found.append(
            f"{station.name}: the control holds {last}, the end of its guard, after {len(here)} of {visits} "
            f"visits; its target of {control.property} {control.target:g} is out of reach"
        )
    return tuple(found)
