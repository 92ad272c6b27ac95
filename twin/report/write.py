"""Write the report of a study or a comparison, or rebuild the page from the tables beside it."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from twin.analysis.results import Results, results_of
from twin.core.sealed_folder import Sealed
from twin.report.page_data import PageData
from twin.report.pages.comparison import comparison_page
from twin.report.pages.template import PAGE
from twin.storage.folder import MARK, replacing
from twin.storage.run_file import run_document
from twin.storage.saved import line_files, save_tables
from twin.study.api import Comparison, Study


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


def write_page(saved: Sealed, results: Results) -> Path:
    """Write the page into the folder its results were read from. Raises OSError where the disk says no."""
    saved.replace(PAGE, comparison_page(PageData(results, line_files(results))).encode())
    return saved.path / PAGE
