"""Write the report of a study or a comparison, or rebuild the page from the tables beside it."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from pathlib import Path

import pandas as pd

from twin.analysis.density_tolerance import causes
from twin.records.tables import Tables
from twin.report.figures.style import line_colour
from twin.report.folder import replacing
from twin.report.page import page
from twin.report.results import Results, Shown
from twin.report.route import station_names
from twin.report.run_file import write_run_file
from twin.report.saved import line_files, load_results, save_tables
from twin.study.api import Comparison, Study
from twin.study.summary import differences

PAGE = "index.html"


def write_report(result: Study | Comparison, folder: str | PathLike[str], command: str = "") -> Path:
    """Write the page, the tables, the resolved lines and run.json; return the path of the page.

    `command`: what to type to get the same again. Only a folder that twin wrote is replaced, whole and at
    the end: raises FolderRefused for any other that is not empty, OSError where the disk says no, ValueError
    for a result without a finished replication.

    >>> import twin
    >>> line = twin.load_line("lines/dry_sulfide_cathode.toml")
    >>> study = twin.simulate(line, horizon="2 d", warmup="1 d", replications=2, workers=1)
    >>> twin.write_report(study, "reports/dry").as_posix()
    'reports/dry/index.html'
    """
    return write_results(results_of(result, command), Path(folder))


def write_results(results: Results, folder: Path) -> Path:
    """Write what `write_report` writes."""
    files = line_files(results)
    with replacing(folder) as new:
        save_tables(results, files, new)
        write_run_file(results, files, new)
        _write_page(results, files, new)
    return folder / PAGE


def rebuild_page(folder: Path) -> Path:
    """Write the page anew from the tables in a folder; return its path.

    Raises OSError or ValueError where a table is missing or broken.
    """
    results = load_results(folder)
    return _write_page(results, line_files(results), folder)


def _write_page(results: Results, files: Mapping[str, str], folder: Path) -> Path:
    path = folder / PAGE
    path.write_text(page(results, files), encoding="utf-8", newline="\n")
    return path


def results_of(result: Study | Comparison, command: str = "") -> Results:
    """Return what a page is made of. Raises ValueError where a line has no finished replication."""
    studies = result.studies if isinstance(result, Comparison) else (result,)
    nothing = [study.line.name for study in studies if study.kpis.empty]
    if nothing:
        raise ValueError(f"no replication of {', '.join(nothing)} was finished")
    return Results(
        lines=tuple(_shown(study, number) for number, study in enumerate(studies)),
        kpis=result.kpis,
        summary=result.summary,
        differences=differences(result.kpis, studies[0].line.name),
        settings=studies[0].settings,
        command=command,
        wall_s=studies[0].wall_s,
    )


def _shown(study: Study, number: int) -> Shown:
    return Shown(
        name=study.line.name,
        line=study.line,
        file=study.line.file,
        colour=line_colour(number),
        tables=Tables(*(_first(table) for table in (study.events, study.readings, study.lots, study.cells))),
        failed=study.failed,
        interrupted=study.interrupted,
        courses=study.courses,
        causes=causes(study.line, station_names(study.line)),
    )


def _first(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of replication 0 of a table that may hold all replications."""
    if "replication" not in table.columns:
        return table
    return table[table["replication"] == 0].drop(columns="replication").reset_index(drop=True)
