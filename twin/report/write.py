"""Write the report of a study or a comparison, or rebuild the page from the tables beside it."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

import pandas as pd

from twin.analysis.density_tolerance import causes
from twin.core.sealed_folder import Sealed
from twin.line.route import station_names
from twin.records.tables import Tables
from twin.report.figures.style import line_colour
from twin.report.folder import MARK, replacing
from twin.report.page_data import PageData
from twin.report.pages.comparison import comparison_page
from twin.report.pages.template import PAGE
from twin.report.results import Results, Shown
from twin.report.run_file import run_document
from twin.report.saved import line_files, load_results, open_saved, save_tables
from twin.study.api import Comparison, Study
from twin.study.summary import differences


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
        new.text(PAGE, comparison_page(PageData(results, files)))
        new.seal(MARK, run_document(results, files))
    return folder / PAGE


def load_saved(folder: Path) -> tuple[Sealed, Results]:
    """Read a folder that `write_report` wrote.

    Raises ValueError where a file is missing, broken or not as it was written, OSError for no such folder.
    """
    saved = open_saved(folder)
    return saved, load_results(saved)


def write_page(saved: Sealed, results: Results) -> Path:
    """Write the page into the folder its results were read from. Raises OSError where the disk says no."""
    saved.replace(PAGE, comparison_page(PageData(results, line_files(results))).encode())
    return saved.path / PAGE


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
