"""Reports of version 0.1.0, which list no files: read, held against each other, and listed from then on."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import numpy as np
import pandas as pd

from twin.analysis.results import LineResults, Results
from twin.core.durable_files import Content
from twin.core.sealed_folder import Damaged, Sealed, check_format, read_json
from twin.records import tables, time_series
from twin.storage.folder import FORMAT, MARK
from twin.storage.run_file import read_run_document
from twin.study.summary import DIFFERENCE_COLUMNS, SUMMARY_COLUMNS

_RELATIVE = 1e-9


def list_files(folder: Path, packed: str) -> Sealed:
    """Return a folder with the list of the files that 0.1.0 wrote for such a run.json, as they are now.

    `packed`: name of the folder of packed tables. Raises ValueError for a run.json of another kind and
    where a file is missing.
    """
    path = folder / MARK
    document = read_json(path)
    check_format(path, document, FORMAT)
    run = read_run_document(document, path)
    names = ["kpi.csv", "summary.csv", "lots.csv", "courses.csv"]
    names += ["differences.csv"] if len(run.lines) > 1 else []
    for entry in run.lines:
        stem = Path(entry.resolved).stem
        names += [entry.resolved, *(f"{packed}/{stem}/{name}.gz" for name in tables.FILES)]
    files = {name: _content(folder / name) for name in names}
    return Sealed(folder, MARK, document, files, is_as_sealed=False)


def _content(path: Path) -> Content:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Damaged(f"{path} cannot be read: {error.strerror or error}") from error
    return Content(len(data), hashlib.sha256(data).hexdigest())


def check_against_each_other(results: Results, saved: Sealed) -> None:
    """Raise ValueError where the tables contradict each other; what they say alike cannot be checked."""
    rows = results.kpis
    if set(rows["line"]) != set(results.names):
        raise ValueError(f"{saved.path / 'kpi.csv'} has other lines than {MARK}")
    if rows.duplicated(["line", "replication", "station", "property", "kpi"]).any():
        raise ValueError(f"{saved.path / 'kpi.csv'} has a KPI of a replication twice")
    if not rows["replication"].between(0, results.settings.replications - 1).all():
        raise ValueError(f"{saved.path / 'kpi.csv'} has replications that were not run")
    _same(results.summary, saved, "summary.csv", SUMMARY_COLUMNS)
    if len(results.lines) > 1:
        _same(results.differences, saved, "differences.csv", DIFFERENCE_COLUMNS)
    lots = tables.read_csv(io.BytesIO(saved.read("lots.csv")), ("line", *tables.LOT_COLUMNS))
    for result in results.lines:
        own = lots[lots["line"] == result.name].drop(columns="line").reset_index(drop=True)
        _alike(own, result.tables.lots, saved.path / "lots.csv")
        _check_stations(result, saved.path)
        _check_courses(result, results, saved.path / "courses.csv")


def _same(ours: pd.DataFrame, saved: Sealed, name: str, columns: list[str]) -> None:
    _alike(tables.read_csv(io.BytesIO(saved.read(name)), columns), ours, saved.path / name)


def _alike(theirs: pd.DataFrame, ours: pd.DataFrame, path: Path) -> None:
    """Raise ValueError unless two tables agree, numbers to nine digits."""
    fits = len(theirs) == len(ours) and all(
        np.allclose(theirs[name], ours[name], rtol=_RELATIVE, atol=1e-12, equal_nan=True)
        if theirs[name].dtype.kind in "fi"
        else theirs[name].astype(str).tolist() == ours[name].astype(str).tolist()
        for name in theirs.columns
    )
    if not fits:
        raise ValueError(f"{path} contradicts the tables it was made from: one of them is damaged")


def _check_stations(result: LineResults, folder: Path) -> None:
    known = {"", *(station.name for station in result.line.station), *(s.name for s in result.line.source)}
    for table in (result.tables.events, result.tables.readings):
        if other := set(table["station"].astype(str)) - known:
            raise ValueError(f"{folder}: the tables of {result.name} name {min(other)}, no station of it")


def _check_courses(result: LineResults, results: Results, path: Path) -> None:
    """Raise ValueError unless every replication with KPIs has its course, stretch by stretch."""
    if results.settings.horizon_s is None:
        return
    finished = results.kpis.loc[results.kpis["line"] == result.name, "replication"].unique()
    ends_s = np.linspace(0.0, results.settings.horizon_s, time_series.BUCKETS + 1)[1:]
    course = result.courses
    if (
        course["replication"].tolist() != np.repeat(finished, time_series.BUCKETS).tolist()
        or not np.allclose(course["time_s"], np.tile(ends_s, len(finished)))
        or not np.isfinite(course[list(time_series.SERIES)].to_numpy()).all()
    ):
        raise ValueError(f"{path} does not hold the course of every replication of {result.name}")
