"""The cells of finished lots as a table: one row per cell, one column per property."""

from __future__ import annotations

import io
import math
import tokenize
import zipfile
from typing import BinaryIO

import numpy as np
import pandas as pd

from twin.core.material import Array
from twin.records.log import Cells

PLACE = ("lot", "lane", "segment")
"""The first columns of the table; lanes and segments count from 1."""


def empty() -> pd.DataFrame:
    """Return a table without rows."""
    return pd.DataFrame({name: np.zeros(0, dtype=np.int64) for name in PLACE})


def from_log(cells: Cells | None) -> pd.DataFrame:
    """Return a row per cell of every lot that left the last station, in the order they left.

    Columns `lot, lane, segment`, then the properties in single precision that the line knows at its end:
    all figures of the finished cell and those of the finished web. A cell that was cut is NaN throughout.
    """
    if cells is None or not cells.lot:
        return empty()
    shape = (len(cells.lot), len(cells.properties), cells.lanes, cells.segments)
    values = np.frombuffer(cells.values, dtype=np.float32).reshape(shape)
    known = np.isfinite(values).any(axis=(0, 2, 3))
    there = np.flatnonzero(known)
    names = [cells.properties[n] for n in there]
    lots, first_lanes = np.array(cells.lot, dtype=np.int64), np.array(cells.first_lane, dtype=np.int64)
    return _table(lots, first_lanes, names, values[:, there])


def _table(lots: np.ndarray, first_lanes: np.ndarray, names: list[str], values: np.ndarray) -> pd.DataFrame:
    count, _, lanes, segments = values.shape
    place = {
        "lot": np.repeat(lots, lanes * segments),
        "lane": np.repeat(first_lanes[:, None] + np.arange(lanes), segments),
        "segment": np.tile(np.arange(1, segments + 1), count * lanes),
    }
    return pd.DataFrame(place | {name: values[:, n].reshape(-1) for n, name in enumerate(names)})


def web_shape(cells: pd.DataFrame) -> tuple[int, int]:
    """Return how many lanes and segments each lot of a table has."""
    if cells.empty:
        return 0, 0
    lots, segments = cells["lot"].to_numpy(), int(cells["segment"].max())
    return int(np.count_nonzero(lots == lots[0])) // segments, segments


def field(cells: pd.DataFrame, name: str) -> tuple[np.ndarray, Array]:
    """Return lots, shape (lot,), and a property of theirs, shape (lot, lane, segment), cut cells NaN.

    Of one replication. Raises KeyError for a property that is not in the table.
    """
    if cells.empty:
        return np.zeros(0, dtype=np.int64), np.zeros((0, 0, 0))
    lanes, segments = web_shape(cells)
    values = cells[name].to_numpy(np.float64).reshape(-1, lanes, segments)
    return cells["lot"].to_numpy(np.int64)[:: lanes * segments], values


def save(cells: pd.DataFrame, out: BinaryIO) -> None:
    """Write the table as an archive of NumPy with the arrays `lots`, `first_lanes`, `names`, `values`."""
    names = [str(name) for name in cells.columns if name not in PLACE]
    lots, _ = field(cells, names[0]) if names else (np.zeros(0, dtype=np.int64), None)
    shape = (len(lots), *web_shape(cells))
    first_lanes = cells["lane"].to_numpy(np.int64)[:: max(shape[1] * shape[2], 1)]
    values = [cells[name].to_numpy(np.float32).reshape(shape) for name in names]
    block = np.stack(values, axis=1) if names else np.zeros((0, 0, 0, 0), dtype=np.float32)
    packed = io.BytesIO()  # the archive is written back and forth, which not every file allows
    np.savez(packed, lots=lots, first_lanes=first_lanes, names=np.array(names, dtype="U64"), values=block)
    out.write(packed.getbuffer())


_BROKEN = (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, SyntaxError, tokenize.TokenError)
"""What reading an archive of arrays ends in where it is none, besides ValueError."""


def load(data: bytes) -> pd.DataFrame:
    """Read what `save` wrote. Raises ValueError where these are not such bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            lots, names, values = (_array(archive, f"{name}.npy") for name in ("lots", "names", "values"))
            is_older = "first_lanes.npy" not in archive.namelist()  # written before lanes could be cut away
            first_lanes = np.ones(len(lots), np.int64) if is_older else _array(archive, "first_lanes.npy")
    except _BROKEN as error:
        raise ValueError(f"the cells cannot be read: {error}") from None
    if values.ndim != 4 or values.shape[:2] != (len(lots), len(names)) or len(first_lanes) != len(lots):
        raise ValueError("the cells cannot be read: the arrays do not fit together")
    return _table(lots, first_lanes, [str(name) for name in names], values) if len(names) else empty()


def _array(archive: zipfile.ZipFile, name: str) -> np.ndarray:
    """Read one array; what its header promises must be there before room is made for it."""
    entry = archive.getinfo(name)
    if entry.compress_type != zipfile.ZIP_STORED:
        raise ValueError(f"the cells cannot be read: {name} is compressed")
    with archive.open(entry) as opened:
        data = io.BytesIO(opened.read())
    version = np.lib.format.read_magic(data)
    if version != (1, 0):
        raise ValueError(f"the cells cannot be read: {name} has version {version}")
    shape, by_column, kind = np.lib.format.read_array_header_1_0(data)
    if kind.hasobject or math.prod(shape) * kind.itemsize != entry.file_size - data.tell():
        raise ValueError(f"the cells cannot be read: {name} is cut or no array of numbers")
    flat = np.frombuffer(data.getbuffer()[data.tell() :], dtype=kind)
    return flat.reshape(shape, order="F" if by_column else "C")
