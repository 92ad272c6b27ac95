"""Results as tables for people, on stdout."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from twin.report.answer import headline
from twin.report.kpi_tables import comparison
from twin.report.measures import Measure, decisive, final_measures, line_measures

if TYPE_CHECKING:
    from twin.report.results import Results

PIPE_WIDTH = 200
"""Letters in a row where stdout is no terminal: tables are not broken."""


def print_results(results: Results) -> None:
    """Print the answer, the KPIs of the whole line and the properties that decide."""
    from rich.console import Console
    from rich.table import Table

    whole, final = line_measures(results), final_measures(results)
    # names are printed as they are: [lab] is no markup and :x: no picture
    width = None if sys.stdout.isatty() else PIPE_WIDTH
    console = Console(width=width, highlight=False, markup=False, emoji=False)
    for measures in (whole, _chosen(final)):
        if not measures:
            continue
        shown = comparison(results, measures, "")
        table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
        for head in shown.head:
            table.add_column(head.text, justify="right" if head.numeric else "left")
        for row in shown.rows:
            table.add_row(*(f"{cell.text} ({cell.small})" if cell.small else cell.text for cell in row))
        console.print(table)
        console.print()
    for sentence in headline(results, [*whole, *final]):
        click.echo(sentence)


def _chosen(final: list[Measure]) -> list[Measure]:
    """Return the properties with a good direction, each aspect once."""
    return decisive(final)
