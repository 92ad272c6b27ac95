"""The log as pandas tables: events, readings, lots, saved as CSV files, and the cells of finished lots."""

from __future__ import annotations

import io
from array import array
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from twin.core.durable_files import Opened
from twin.records import cells_table
from twin.records.log import CODE, EVENTS, VERDICTS, Log, LotRow, Readings

EVENT_COLUMNS = (
    "time_s", "lot", "station", "machine", "event", "area_m2", "mass_kg", "cause", "energy_kWh",
)  # fmt: skip
READING_COLUMNS = (
    "lot", "station", "property", "mean", "sd_within", "sd_lane", "minimum", "maximum", "measured", "verdict",
    "time_s", "visit", "machine", "sd_along", "sd_cell", "cells", "out_of_spec_share",
)  # fmt: skip
LOT_COLUMNS = (
    "lot", "parents", "recipe", "created_s", "ended_s", "fate", "area_m2", "good_area_m2", "mass_kg",
    "outside",
)  # fmt: skip
_TEXT = frozenset(
    {"station", "event", "cause", "property", "verdict", "parents", "recipe", "fate", "outside"}
    | {"line", "reference", "kpi", "unit", "source", "component"}
)
_CSV = {"events": EVENT_COLUMNS, "readings": READING_COLUMNS, "lots": LOT_COLUMNS}
CELLS_FILE = "cells.npz"
FILES = (*(f"{name}.csv" for name in _CSV), CELLS_FILE)
"""The files of one replication."""

_WHOLE = frozenset(["lot", "machine", "visit", "cells", "replication"])


@dataclass(frozen=True)
class Tables:
    """The records of one replication: events, readings, lots, cells of finished lots.

    `events`: rows in order of time, lot 0 and machine 0 = none. `readings`: one row per visit and
    property the station sets. `lots`: one row per lot, in order of creation; `parents` is a text with
    blanks between the numbers, `outside` one with "; " between the laws left, "" for none.
    `cells`: see `twin.records.cells_table`; without rows where the run was not asked for them.
    """

    events: pd.DataFrame
    readings: pd.DataFrame
    lots: pd.DataFrame
    cells: pd.DataFrame = field(default_factory=cells_table.empty)

    def write(self, opened: Opened) -> None:
        """Write events.csv, readings.csv, lots.csv and cells.npz, bit by bit, each as `opened` opens it."""
        for name in _CSV:
            with opened(f"{name}.csv") as out:
                write_csv(getattr(self, name), out)
        with opened(CELLS_FILE) as out:
            cells_table.save(self.cells, out)


def read(content: Callable[[str], bytes]) -> Tables:
    """Read the tables from the bytes of each file. Raises ValueError where they are not such tables."""
    events, readings, lots = (
        _read(io.BytesIO(content(f"{name}.csv")), columns) for name, columns in _CSV.items()
    )
    return Tables(events, readings, lots, cells_table.load(content(CELLS_FILE)))


def from_log(log: Log) -> Tables:
    """Decode the columns of the log."""
    return Tables(_events(log), _readings(log), _lots(log.lots), cells_table.from_log(log.cells))


def empty() -> Tables:
    """Return tables without rows."""
    return from_log(Log())


def _events(log: Log) -> pd.DataFrame:
    """Decode the event rows: the place of a row holds its lot and its (station, machine, event)."""
    place = _column(log.place)
    lot, key = np.divmod(place, log.stride)
    stations = _codes([name for name, _, _ in log.keys])
    machines = np.array([machine for _, machine, _ in log.keys], dtype=np.int64)
    events = np.array([CODE[event] for _, _, event in log.keys], dtype=np.int64)
    return pd.DataFrame(
        {
            "time_s": _column(log.time_s),
            "lot": lot,
            "station": _text(stations[0][key] if len(key) else key, stations[1]),
            "machine": machines[key] if len(key) else key,
            "event": _text(events[key] if len(key) else key, EVENTS),
            "area_m2": _sparse(log.amount_row, log.area_m2, len(place)),
            "mass_kg": _sparse(log.amount_row, log.mass_kg, len(place)),
            "cause": _sparse_text(log.cause, len(place)),
            "energy_kWh": _sparse(log.energy_row, log.energy_kWh, len(place)),
        },
        columns=EVENT_COLUMNS,
    )


def _readings(log: Log) -> pd.DataFrame:
    """Decode the readings: stations, properties and verdicts are places in lists of names."""
    names: Mapping[str, tuple[str, ...]] = {
        "station": tuple(log.reading_stations),
        "property": tuple(log.reading_properties),
        "verdict": VERDICTS,
    }
    columns: dict[str, object] = {}
    for entry in fields(Readings):
        column = _column(getattr(log.readings, entry.name))
        columns[entry.name] = _text(column, names[entry.name]) if entry.name in names else column
    return pd.DataFrame(columns, columns=READING_COLUMNS)


def _lots(rows: list[LotRow]) -> pd.DataFrame:
    """Turn the lots into a table; families and laws left become texts."""
    return pd.DataFrame(
        {
            "lot": np.array([row.lot for row in rows], dtype=np.int64),
            "parents": _strings([" ".join(map(str, row.parents)) for row in rows]),
            "recipe": _strings([row.recipe for row in rows]),
            "created_s": np.array([row.created_s for row in rows], dtype=np.float64),
            "ended_s": np.array([row.ended_s for row in rows], dtype=np.float64),
            "fate": _strings([row.fate for row in rows]),
            "area_m2": np.array([row.area_m2 for row in rows], dtype=np.float64),
            "good_area_m2": np.array([row.good_area_m2 for row in rows], dtype=np.float64),
            "mass_kg": np.array([row.mass_kg for row in rows], dtype=np.float64),
            "outside": _strings(["; ".join(row.outside) for row in rows]),
        },
        columns=LOT_COLUMNS,
    )


def _codes(names: list[str]) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Return a code per name and the distinct names in order of first use."""
    distinct = tuple(dict.fromkeys(names))
    place = {name: code for code, name in enumerate(distinct)}
    return np.array([place[name] for name in names], dtype=np.int64), distinct


def _text(codes: NDArray[np.int64], names: tuple[str, ...]) -> pd.Categorical[str]:
    """Return a column of names from their codes."""
    return pd.Categorical.from_codes(codes, categories=_strings(list(names)))


def _strings(values: list[str]) -> pd.Index[str]:
    """Return texts as a pandas column, also where there is none to infer the type from."""
    return pd.Index(values, dtype="str")


def _column(values: array[Any]) -> NDArray[Any]:
    """Return a column of the log without a copy; read-only, as the log is still its owner."""
    column = np.frombuffer(values, dtype=values.typecode) if values else np.zeros(0, dtype=values.typecode)
    column.flags.writeable = False
    return column


def _sparse(places: array[int], values: array[float], rows: int) -> NDArray[np.float64]:
    """Return a full column from the rows that carry a value; NaN elsewhere."""
    column = np.full(rows, np.nan)
    if places:
        column[np.frombuffer(places, dtype=np.int64)] = np.frombuffer(values, dtype=np.float64)
    return column


def _sparse_text(values: Mapping[int, str], rows: int) -> pd.Categorical[str]:
    """Return a full column of names from the rows that carry one; "" elsewhere."""
    codes, names = _codes(["", *values.values()])
    column = np.zeros(rows, dtype=np.int64)
    column[np.fromiter(values.keys(), dtype=np.int64, count=len(values))] = codes[1:]
    return _text(column, names)


def write_csv(table: pd.DataFrame, out: BinaryIO) -> None:
    """Write a table so that `read_csv` gives it back, and no name in it is a formula to a spreadsheet."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="")
    table = table.assign(**{name: _quoted(table[name]) for name in table.columns if name in _TEXT})
    table.to_csv(text, index=False, lineterminator="\n")
    text.detach()  # flushes, and leaves the file open


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
"""What a spreadsheet takes a text for a formula by, and the quote that tells it not to."""


def _quoted(names: pd.Series[str]) -> pd.Series[str]:
    """Return a column of names, those that would run in a spreadsheet behind a single quote."""
    known = names.cat.categories if isinstance(names.dtype, pd.CategoricalDtype) else names.unique()
    quoted = {name: f"'{name}" for name in map(str, known) if name.startswith(_FORMULA)}
    return names.astype("str").replace(quoted) if quoted else names


def _unquoted(names: pd.Series[str]) -> pd.Series[str]:
    """Return a column of names as they were before `_quoted`."""
    quoted = names.str.startswith("'")
    return names.where(~quoted, names.str[1:]) if quoted.any() else names


def read_csv(file: Path | BinaryIO, columns: Collection[str] = ()) -> pd.DataFrame:
    """Read a table of the project: texts stay texts, also empty ones; numbers come back bit by bit.

    Raises ValueError for a table without these columns, if any are given, and for a row of another length.
    """
    table = pd.read_csv(file, dtype="str", keep_default_na=False)
    if columns and list(table.columns) != list(columns):
        raise ValueError(f"the columns are not {', '.join(columns)}")
    if not isinstance(table.index, pd.RangeIndex) or table.isna().to_numpy().any():
        raise ValueError("a row has more or fewer entries than there are columns")
    for name in table.columns:
        if name in _WHOLE:
            table[name] = table[name].astype(np.int64)
        elif name in _TEXT:
            table[name] = _unquoted(table[name])
        else:  # pandas' own reader of decimals may be off by the last bit
            table[name] = np.array([float(text or "nan") for text in table[name]])
    return table


def _read(file: BinaryIO, columns: Collection[str]) -> pd.DataFrame:
    """Read one of the CSV files; names that repeat become categories."""
    table = read_csv(file, columns)
    for name in ("station", "event", "cause", "property", "verdict"):
        if name in table:
            table[name] = table[name].astype("category")
    return table
