"""What happened in a whole run, from its tables: the state of every machine and the visits of every lot."""

from __future__ import annotations

import numpy as np
import pandas as pd

from twin.kpi.part import Part
from twin.kpi.parts import PartReader
from twin.kpi.states import STATES
from twin.kpi.visits import Visits
from twin.line.model.line import Line
from twin.records.saved_chunk import chunk_of
from twin.records.tables import Tables


def whole_run(tables: Tables, line: Line, end_s: float | None = None) -> Part:
    """Return a whole run as one part; without an end it is that of the last lot."""
    return PartReader(line, 0.0, end_s).part(chunk_of(tables))


def states(tables: Tables, line: Line, end_s: float | None = None) -> pd.DataFrame:
    """Return what every machine did from 0 to the end, as `station, machine, state, start_s, end_s`.

    One row per unbroken stretch, in order of station, machine and time; the stretches of a machine
    follow each other without a gap. Without an end it is that of the last lot.
    """
    part = whole_run(tables, line, end_s)
    found, shop = part.stretches, part.shop
    station = shop.station_of[found.machine] if len(found.machine) else np.zeros(0, dtype=np.int64)
    names = pd.CategoricalDtype(pd.Index([s.name for s in line.station], dtype="str"))
    return pd.DataFrame(
        {
            "station": pd.Categorical.from_codes(station, dtype=names),
            "machine": found.machine - shop.first[station] + 1,
            "state": pd.Categorical.from_codes(found.state, categories=pd.Index(STATES)),
            "start_s": found.start_s,
            "end_s": found.end_s,
        }
    )


def visits(tables: Tables, line: Line) -> Visits:
    """Return every visit of every lot, ordered by lot and time."""
    return whole_run(tables, line).visits
