"""The tables beside the page: written with every digit, read again to rebuild the page."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

import pandas as pd

from twin.analysis import density_tolerance
from twin.analysis.results import LineResults, Results
from twin.analysis.variance_attribution import COLUMNS as CAUSE_COLUMNS
from twin.core.errors import LineError, Problem
from twin.core.file_names import file_name
from twin.core.sealed_folder import Damaged, NewFolder, NotSealed, Sealed, read_seal
from twin.kpi.compute import COLUMNS
from twin.line.api import read_line
from twin.line.bundle import named_files
from twin.line.library import lines_folder
from twin.line.model.line import Line
from twin.line.read.document import read_document
from twin.line.route import station_names
from twin.line.toml_text import toml_text
from twin.records import tables, time_series
from twin.storage.folder import FORMAT, MARK
from twin.storage.run_file import RunFile, SavedLine, read_run_document, sha256
from twin.storage.unsealed import check_against_each_other, list_files
from twin.study.settings import Settings
from twin.study.summary import differences, summarise

TABLES, CAUSES = "tables", "causes.csv"

LARGEST_TABLE_BYTES = 2_000_000_000
MOST_PACKED = 250
"""Our tables pack up to 12 times; what unpacks to more than this many times its size is no table."""


def line_files(results: Results) -> dict[str, str]:
    """Return file name -> text of the resolved line files, one per line, in the order of the lines."""
    texts: dict[str, str] = {}
    for result in results.lines:
        stem = file_name(result.name)
        name = f"{stem}.toml"
        number = 2
        while name.lower() in {"sources.toml", *(known.lower() for known in texts)}:
            name = f"{stem}-{number}.toml"
            number += 1
        texts[name] = toml_text(result.line.to_dict())
    return texts


def save_tables(results: Results, files: Mapping[str, str], new: NewFolder) -> None:
    """Write the CSV files of all lines, the resolved lines and tables/<line>/.

    kpi.csv, summary.csv, differences.csv, lots.csv (first replication), courses.csv and causes.csv.
    """
    frames = {"kpi": results.kpis, "summary": results.summary}
    if len(results.lines) > 1:
        frames["differences"] = results.differences
    frames["lots"] = _joined(results, [result.tables.lots for result in results.lines])
    frames["courses"] = _joined(results, [result.courses for result in results.lines])
    frames["causes"] = _joined(results, [result.causes for result in results.lines])
    for name, frame in frames.items():
        with new.file(f"{name}.csv") as out:
            tables.write_csv(frame, out)
    for (file, text), result in zip(files.items(), results.lines, strict=True):
        new.text(file, text)
        _save_packed(result.tables, _tables_of(file), new)


def _tables_of(resolved: str) -> str:
    return f"{TABLES}/{Path(resolved).stem}"


def _joined(results: Results, frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Return one table per line under each other, the name of the line in front."""
    named = [frame.assign(line=name) for name, frame in zip(results.names, frames, strict=True)]
    joined = pd.concat(named, ignore_index=True)
    return joined[["line", *(column for column in joined.columns if column != "line")]]


def _save_packed(contents: tables.Tables, folder: str, new: NewFolder) -> None:
    """Write the tables of the first replication, packed: they are many times larger than the page."""

    @contextmanager
    def packed(name: str) -> Iterator[BinaryIO]:
        # no name and no time inside: the same rows give the same bytes
        with new.file(f"{folder}/{name}.gz") as out, gzip.GzipFile("", "wb", 5, out, mtime=0) as inner:
            yield cast("BinaryIO", inner)

    contents.write(packed)


def load_saved(folder: Path) -> tuple[Sealed, Results]:
    """Read a folder that `write_report` wrote.

    Raises ValueError where a file is missing, broken or not as it was written, OSError for no such folder.
    """
    saved = _opened(folder)
    return saved, _results(saved)


def _opened(folder: Path) -> Sealed:
    """Return a folder that `save_tables` and run.json are in, with the list of its files.

    A folder of version 0.1.0 has no such list; it gets the one it would have had, once its tables have been
    held against each other. Raises OSError or ValueError for any other folder.
    """
    try:
        return read_seal(folder, MARK, FORMAT)
    except NotSealed:
        return list_files(folder, TABLES)


def _results(saved: Sealed) -> Results:
    """Read what `save_tables` and run.json hold. Raises ValueError where a file is missing or broken."""
    path = saved.path / MARK
    run = read_run_document(saved.document, path)
    kpis = _table(saved, "kpi.csv", COLUMNS)
    courses = _table(saved, "courses.csv", ("line", *time_series.COLUMNS))
    lines = tuple(_load_line(saved, run, entry, courses) for entry in run.lines)
    try:
        settings = Settings(run.horizon_s, run.warmup_s, run.replications, run.seed)
        results = Results(
            lines=lines,
            kpis=kpis,
            summary=summarise(kpis),
            differences=differences(kpis, lines[0].name),
            settings=settings,
            command=run.command,
            misses=run.misses,
            wall_s=float("nan") if run.wall_s is None else run.wall_s,
        )
    except KeyError as error:
        raise ValueError(f"{saved.path}: the tables do not fit together: no {error}") from error
    if not saved.is_as_sealed:
        check_against_each_other(results, saved)
    return results


def _load_line(saved: Sealed, run: RunFile, entry: SavedLine, courses: pd.DataFrame) -> LineResults:
    line = _line(saved, entry)
    if CAUSES in saved.files:
        causes = _of_line(_table(saved, CAUSES, ("line", *CAUSE_COLUMNS)), entry.name)
    else:  # of 0.1.0, which worked them out for every page
        causes = density_tolerance.causes(line, station_names(line))
    return LineResults(
        name=entry.name,
        line=line,
        file=entry.file,
        place=run.lines.index(entry),
        tables=_load_packed(saved, _tables_of(entry.resolved)),
        failed=entry.failed,
        interrupted=run.interrupted,
        courses=_of_line(courses, entry.name),
        causes=causes,
    )


def _of_line(table: pd.DataFrame, name: str) -> pd.DataFrame:
    return table[table["line"] == name].drop(columns="line").reset_index(drop=True)


def _line(saved: Sealed, entry: SavedLine) -> Line:
    """Return a resolved line. It stands alone: one that reads other files is not of our writing."""
    path = saved.path / entry.resolved
    if sha256(saved.read(entry.resolved).decode()) != entry.sha256:
        raise ValueError(f"{path} is not the line that was run (its checksum differs)")
    document = read_document(path)
    if isinstance(document, Problem):
        raise LineError([document])
    if names := [*named_files(document.data)]:
        raise ValueError(f"{path} reads {names[0]}: a resolved line reads no other file")
    return read_line(replace(document, folder=lines_folder()))


def _table(saved: Sealed, name: str, columns: tuple[str, ...]) -> pd.DataFrame:
    data = saved.read(name)
    try:
        return tables.read_csv(io.BytesIO(data), columns)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{saved.path / name} cannot be read: {error}") from error


def _load_packed(saved: Sealed, folder: str) -> tables.Tables:
    try:
        return tables.read(lambda name: unpacked(saved.read(f"{folder}/{name}.gz"), name))
    except Damaged:
        raise
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{saved.path / folder} cannot be read: {error}") from error


def unpacked(data: bytes, name: str) -> bytes:
    """Return the bytes of a packed table. Raises ValueError where they are broken, or far too many."""
    most = min(LARGEST_TABLE_BYTES, 1_000_000 + MOST_PACKED * len(data))
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            whole = packed.read(most + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(f"{name} cannot be unpacked: {error}") from error
    if len(whole) > most:
        raise ValueError(f"{name} unpacks to more than {most / 1e6:.0f} MB, which no table of this size does")
    return whole
