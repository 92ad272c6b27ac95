"""Case files as commands run and print them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from twin.cli.arguments import is_outside_allowed
from twin.core.errors import LineError, Problem

if TYPE_CHECKING:
    from twin.cases.file import Kind
    from twin.cases.model import CaseOutcome


def run_cases(files: Sequence[Path], kind: Kind, *, quick: bool, workers: int | None) -> list[CaseOutcome]:
    """Return the outcomes of case files of one kind. Raises LineError for any other, and every mistake."""
    if not files:
        return []
    from twin.cases.reader import read_cases
    from twin.cases.runner import FULL, QUICK, run_case

    cases = read_cases(files, allow_outside=is_outside_allowed())
    others = [case for case in cases if case.checked.kind != kind]
    if others:
        raise LineError(
            [
                Problem(
                    case.file, None, None, "kind", "wrong-kind",
                    f'this command runs kind = "{kind}"; found "{case.checked.kind}"',
                )
                for case in others
            ]
        )  # fmt: skip
    outcomes = []
    for case in cases:
        click.echo(f"{case.checked.id}: {case.checked.subject}", err=True)
        outcomes.append(run_case(case, QUICK if quick else FULL, workers))
    return outcomes


def cases_document(outcomes: Sequence[CaseOutcome]) -> dict[str, object]:
    """Return the keys a document has for cases; `claims` is the key of the contract for every kind."""
    if not outcomes:
        return {}
    from twin.cases.documents import measurements

    rows = measurements(outcomes)
    return {"claims": rows, "measurements": rows}


def print_cases(outcomes: Sequence[CaseOutcome]) -> None:
    """Print a row per case."""
    if not outcomes:
        return
    from twin.cli.text_tables import Column, print_table
    from twin.report.pages.measurement_rows import measurement_row

    rows = [measurement_row(outcome) for outcome in outcomes]
    print_table(
        [
            Column("measurement", sentence=True),
            Column("stated", numeric=True),
            Column("twin", numeric=True),
            Column("twin minus stated", numeric=True),
            Column("basis", sentence=True),
        ],
        [(row.subject, row.stated, row.twin, row.error, row.basis) for row in rows],
    )
    for row in rows:
        if row.note:
            click.echo(f"{row.id}: {row.note}")
