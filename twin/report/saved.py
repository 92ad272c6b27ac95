"""The tables beside the page: written with every digit, read again to rebuild the page."""

from __future__ import annotations

import gzip
import json
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TypedDict

import pandas as pd

from twin.kpi.compute import COLUMNS
from twin.line.api import load_line
from twin.records import tables
from twin.report.figures.style import line_colour
from twin.report.results import Results, Shown
from twin.report.toml_text import toml_text
from twin.study.settings import Settings
from twin.study.summary import differences, summarise

TABLES = "tables"


class _SavedLine(TypedDict):
    name: str
    file: str
    resolved: str
    failed: list[tuple[int, str]]


class _Saved(TypedDict):
    command: str
    seed: int
    replications: int
    horizon_s: float | None
    warmup_s: float
    interrupted: bool
    wall_s: float | None
    lines: list[_SavedLine]


def line_files(results: Results) -> dict[str, str]:
    """Return file name -> text of the resolved line files, one per line, in the order of the lines."""
    found: dict[str, str] = {}
    for shown in results.lines:
        stem = re.sub(r"[^A-Za-z0-9._-]+", "-", shown.name).strip("-.") or "line"
        name = f"{stem}.toml"
        number = 2
        while name.lower() in {known.lower() for known in found}:
            name = f"{stem}-{number}.toml"
            number += 1
        found[name] = toml_text(shown.line.to_dict())
    return found


def save_tables(results: Results, files: Mapping[str, str], folder: Path) -> None:
    """Write the CSV files of all lines, the resolved lines and tables/<line>/.

    kpi.csv, summary.csv, differences.csv, lots.csv (first replication), courses.csv and causes.csv.
    """
    frames = {"kpi": results.kpis, "summary": results.summary}
    if len(results.lines) > 1:
        frames["differences"] = results.differences
    frames["lots"] = _joined(results, [shown.tables.lots for shown in results.lines])
    frames["courses"] = _joined(results, [shown.courses for shown in results.lines])
    frames["causes"] = _joined(results, [shown.causes for shown in results.lines])
    for name, frame in frames.items():
        frame.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
    for (file, text), shown in zip(files.items(), results.lines, strict=True):
        (folder / file).write_text(text, encoding="utf-8", newline="\n")
        _save_packed(shown.tables, folder / TABLES / Path(file).stem)


def _joined(results: Results, frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Return one table per line under each other, the name of the line in front."""
    named = [frame.assign(line=name) for name, frame in zip(results.names, frames, strict=True)]
    joined = pd.concat(named, ignore_index=True)
    return joined[["line", *(column for column in joined.columns if column != "line")]]


def load_results(folder: Path) -> Results:
    """Read what `save_tables` and run.json hold.

    Raises OSError or ValueError where a file is missing or broken.
    """
    saved: _Saved = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    try:
        lines = tuple(_load_line(folder, saved, number) for number in range(len(saved["lines"])))
        settings = Settings(saved["horizon_s"], saved["warmup_s"], saved["replications"], saved["seed"])
        command, wall_s = saved["command"], saved["wall_s"]
    except (KeyError, TypeError) as error:
        raise ValueError(f"{folder / 'run.json'} is not one of this version: {error}") from error
    kpis = _kpis(folder / "kpi.csv")
    return Results(
        lines=lines,
        kpis=kpis,
        summary=summarise(kpis),
        differences=differences(kpis, lines[0].name),
        settings=settings,
        command=command,
        wall_s=float("nan") if wall_s is None else wall_s,
    )


def _load_line(folder: Path, saved: _Saved, number: int) -> Shown:
    entry = saved["lines"][number]
    return Shown(
        name=entry["name"],
        line=load_line(folder / entry["resolved"]),
        file=entry["file"],
        colour=line_colour(number),
        tables=_load_packed(folder / TABLES / Path(entry["resolved"]).stem),
        failed=tuple((int(replication), str(message)) for replication, message in entry["failed"]),
        interrupted=saved["interrupted"],
        courses=_of_line(folder / "courses.csv", entry["name"]),
        causes=_of_line(folder / "causes.csv", entry["name"]),
    )


def _of_line(path: Path, name: str) -> pd.DataFrame:
    found = tables.read_csv(path)
    return found[found["line"] == name].drop(columns="line").reset_index(drop=True)


def _save_packed(shown: tables.Tables, folder: Path) -> None:
    """Write the tables of the first replication, packed: they are many times larger than the page."""
    shown.save(folder)
    for file in sorted(folder.iterdir()):
        # no name and no time inside: the same rows give the same bytes
        packed = gzip.compress(file.read_bytes(), compresslevel=5, mtime=0)
        file.with_name(f"{file.name}.gz").write_bytes(packed)
        file.unlink()


def _load_packed(folder: Path) -> tables.Tables:
    with tempfile.TemporaryDirectory(prefix="twin-") as scratch:
        for file in folder.glob("*.gz"):
            (Path(scratch) / file.stem).write_bytes(gzip.decompress(file.read_bytes()))
        return tables.load(Path(scratch))


def _kpis(path: Path) -> pd.DataFrame:
    found = pd.read_csv(path, dtype="str", keep_default_na=False)[list(COLUMNS)]
    # float() gives back every bit; the parser of pandas does so in some versions only
    values = [float(text) if text else float("nan") for text in found["value"]]
    return found.assign(value=values, replication=found["replication"].astype("int64"))
