"""`twin validate`: laws against measured series, whole lines against measurements."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from twin.cases.shipped import sorted_by_kind
from twin.cli.arguments import is_outside_allowed
from twin.cli.cases import cases_document, print_cases, run_cases
from twin.cli.options import allow_outside_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twin.validation.model import Outcome

DEFAULT_OUT = "reports/validation"


@click.command()
@click.argument("sets", nargs=-1, metavar="[FILE|FOLDER]...", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=DEFAULT_OUT,
    show_default=True,
    help="Folder of the page.",
)
@click.option("--quick", is_flag=True, help="Run the lines of case files short.")
@click.option("--workers", type=click.IntRange(min=1), help="Worker processes for case files [all cores].")
@allow_outside_option
@click.option("--json", "as_json", is_flag=True, help="Write one JSON document to stdout.")
@click.option("-v", "--verbose", is_flag=True, help="Show the traceback of an internal error.")
def validate(
    sets: tuple[Path, ...], out: Path, quick: bool, workers: int | None, as_json: bool, verbose: bool
) -> None:
    """Test laws against measured series, and whole lines against measurements.

    FILE is a set, which names a law, columns and a split, or a case with kind = "measurement", which runs
    lines with changes and compares a figure; FOLDER holds such files, `measurements` is the shipped one.
    Without FILE the shipped series; with sets these, and the page shows them beside the shipped ones.
    """
    del verbose
    from twin.report.pages.validation import write_validation
    from twin.storage.folder import FolderRefused, check_folder
    from twin.validation.documents import outcomes_document
    from twin.validation.reader import read_series
    from twin.validation.runner import run_series
    from twin.validation.shipped import shipped_sets

    try:
        check_folder(out)
    except FolderRefused as error:
        raise click.UsageError(f"--out: {error}") from error
    files = sorted_by_kind(sets)
    cases = run_cases(files.cases, "measurement", quick=quick, workers=workers)
    given = [run_series(series) for series in read_series(files.sets, allow_outside=is_outside_allowed())]
    shipped = [run_series(series) for series in read_series(shipped_sets())]
    outcomes = given if sets else shipped
    page = write_validation(shipped, given, out, cases)
    if as_json:
        document = outcomes_document(outcomes) | cases_document(cases)
        click.echo(json.dumps(document, allow_nan=False, ensure_ascii=False))
    else:
        print_cases(cases)
        if outcomes or not cases:
            _print(outcomes)
    click.echo(f"page: {page}", err=True)


def _print(outcomes: Sequence[Outcome]) -> None:
    """Print a row per data set, the ones that tell most first."""
    from twin.cli.text_tables import Column, print_table
    from twin.validation.shipped import notes
    from twin.validation.verdict_text import rank, rmse_text, verdict

    known = notes()
    print_table(
        [
            Column("data set", sentence=True),
            Column("law"),
            Column("calibrated", numeric=True),
            Column("tested", numeric=True),
            Column("rmse"),
            Column("verdict", sentence=True),
        ],
        [
            (
                outcome.series.title,
                outcome.series.law.name,
                str(outcome.count("calibrate")),
                str(outcome.count("test")),
                rmse_text(outcome),
                verdict(outcome, known)[1],
            )
            for outcome in sorted(outcomes, key=rank)
        ],
    )
