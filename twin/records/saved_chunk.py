"""The tables of a replication as one chunk, so that they are read the way a run is while it goes on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from twin.records.chunk import READING_NAMES, Chunk, EventRows, LotTable, ReadingRows, Whole
from twin.records.log import FATES, VERDICTS
from twin.records.tables import Tables


def chunk_of(tables: Tables) -> Chunk:
    """Return all rows of the tables as one chunk."""
    return Chunk(_events(tables.events), _readings(tables.readings), _lots(tables.lots), is_last=True)


def _events(table: pd.DataFrame) -> EventRows:
    station, stations = _coded(table["station"])
    event, events = _coded(table["event"])
    machine = table["machine"].to_numpy(np.int64)
    most = int(machine.max(initial=0)) + 1
    known, key = np.unique((station * most + machine) * max(len(events), 1) + event, return_inverse=True)
    keys = []
    for code in known.tolist():
        place, number = divmod(code // len(events), most)
        keys.append((stations[place], number, events[code % len(events)]))
    columns = (table[name].to_numpy(np.float64) for name in ("area_m2", "energy_kWh"))
    return EventRows(
        keys, table["time_s"].to_numpy(np.float64), table["lot"].to_numpy(np.int64), key, *columns
    )


def _readings(table: pd.DataFrame) -> ReadingRows:
    station, stations = _coded(table["station"])
    name, names = _coded(table["property"])
    verdict, verdicts = _coded(table["verdict"])
    codes = np.array([VERDICTS.index(word) for word in verdicts], dtype=np.int64)
    coded = {"station": station, "property": name, "verdict": codes[verdict]}
    columns: Iterator[Any] = (coded[n] if n in coded else table[n].to_numpy() for n in READING_NAMES)
    return ReadingRows(stations, names, *columns)


def _lots(table: pd.DataFrame) -> LotTable:
    fate, fates = _coded(table["fate"])
    parents = [text.split() for text in table["parents"].to_numpy(dtype=object)]
    return LotTable(
        number=table["lot"].to_numpy(np.int64),
        parents=np.array([len(numbers) for numbers in parents], dtype=np.int64),
        parent=np.array([int(number) for numbers in parents for number in numbers], dtype=np.int64),
        created_s=table["created_s"].to_numpy(np.float64),
        ended_s=table["ended_s"].to_numpy(np.float64),
        fate=np.array([FATES[word] for word in fates], dtype=np.int64)[fate],
        area_m2=table["area_m2"].to_numpy(np.float64),
        good_area_m2=table["good_area_m2"].to_numpy(np.float64),
    )


def _coded(column: pd.Series[str]) -> tuple[Whole, tuple[str, ...]]:
    """Return a column of names as codes, and the names in order of first use."""
    codes, names = pd.factorize(column.to_numpy(dtype=object))
    return np.asarray(codes, dtype=np.int64), tuple(map(str, names))
