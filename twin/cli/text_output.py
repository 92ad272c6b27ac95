"""Results as tables for people, on stdout."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from twin.analysis.measures import Measure, decisive, final_measures, line_measures
from twin.analysis.station_kpis import StationTable, station_tables
from twin.cli.text_tables import Column, print_table
from twin.core.number_text import NO_VALUE, number
from twin.kpi.labels import Word
from twin.report.answer import headline
from twin.report.kpi_tables import comparison

if TYPE_CHECKING:
    from twin.analysis.results import Results


def print_results(results: Results) -> None:
    """Print the KPIs of the whole line, the properties that decide, the stations if alone, the answer."""
    whole, final = line_measures(results), final_measures(results)
    for measures in (whole, decisive(final)):
        if measures:
            _print_comparison(results, measures)
            click.echo()
    if len(results.lines) == 1:
        for table in station_tables(results, results.first):
            _print_stations(table)
            click.echo()
    for sentence in headline(results, [*whole, *final]):
        click.echo(sentence)


def _print_comparison(results: Results, measures: list[Measure]) -> None:
    """Print a row per measure and a column per line."""
    table = comparison(results, measures, "")
    print_table(
        [Column(head.text, numeric=head.numeric) for head in table.head],
        [[f"{cell.text} ({cell.small})" if cell.small else cell.text for cell in row] for row in table.rows],
    )


def _print_stations(table: StationTable) -> None:
    """Print a row per station: means only, their intervals are on the page."""
    print_table(
        [Column("station"), *(Column(_heading(words), numeric=True) for words in table.words)],
        [
            [name, *(NO_VALUE if value is None else number(value.mean) for value in values)]
            for name, values in table.rows
        ],
        f"{table.heading}, means",
    )


def _heading(words: Word) -> str:
    return f"{words.label} {words.unit}".rstrip()
