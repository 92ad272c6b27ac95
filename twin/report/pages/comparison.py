"""The report of one line or of several: page, tables, run.json; the same bytes for the same results."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from twin.analysis.analysed_results import AnalysedResults
from twin.analysis.results import Results, results_of
from twin.core.sealed_folder import Sealed
from twin.report.answer import answer, cards, direction
from twin.report.pages.template import PAGE, render
from twin.report.sections import build_all
from twin.report.sections.statistics import difference_words, run_in_words
from twin.storage.folder import MARK, replacing
from twin.storage.run_file import run_document, run_id
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
        new.text(PAGE, comparison_page(AnalysedResults(results, files)))
        new.seal(MARK, run_document(results, files))
    return folder / PAGE


def write_page(saved: Sealed, results: Results) -> Path:
    """Write the page into the folder its results were read from. Raises OSError where the disk says no."""
    saved.replace(PAGE, comparison_page(AnalysedResults(results, line_files(results))).encode())
    return saved.path / PAGE


def comparison_page(data: AnalysedResults) -> str:
    """Return the page."""
    results = data.results
    return render(
        "comparison.html.j2",
        title=" against ".join(results.names),
        question=_question(results),
        run_id=run_id(results, data.line_files),
        lines=results.lines,
        warnings=_warnings(data),
        answer=answer(results, data.measures, data.evidence),
        run_in_words=run_in_words(results),
        differences=difference_words(results),
        cards=cards(results, data.measures),
        direction=direction(results),
        has_intervals=results.has_intervals,
        sections=build_all(data),
    )


def _question(results: Results) -> str:
    if len(results.lines) == 1:
        return "What does this line make, how good is it, and what holds it back?"
    return "Which line is better, by how much, and why?"


def _warnings(data: AnalysedResults) -> list[str]:
    results = data.results
    warnings = [f"{miss[0].upper()}{miss[1:]}." for miss in results.misses]
    if results.interrupted:
        warnings.append("The run was interrupted: the page shows the replications that were finished.")
    for shown in results.lines:
        if shown.failed:
            messages = "; ".join(f"replication {number}: {message}" for number, message in shown.failed[:3])
            warnings.append(
                f"{shown.name}: {len(shown.failed)} replications failed and are missing here ({messages})."
            )
    if not results.has_tables:
        warnings.append("The first replication is missing: what is drawn from its tables is left out.")
    if not results.has_intervals:
        warnings.append("One replication has no interval: nothing on this page says how sure it is.")
    warnings += [*results.standing, *results.held, *results.not_conducting, *results.doubts]
    outside = [left.sentence for _, left in data.extrapolations]
    if outside:
        warnings.append(f"Some values left the range a law was made for: {'; '.join(outside)}.")
    return warnings
