"""Rank the set-points of a line by what they do to a figure: `twin sensitivity --parameters`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import click

from twin.cli.shares import PRINTED, interval_text, shapley_cells, shapley_columns
from twin.cli.text_tables import Column, print_table

if TYPE_CHECKING:
    import pandas as pd

    from twin.line.model.line import Line


class Variation(NamedTuple):
    """Where a figure is taken, how far set-points are varied, in how many rows, with which seed."""

    at: str | None
    within: float
    rows: int
    seed: int


def power_of_two(rows: int) -> int:
    """Return the rows of a balanced sequence: the largest power of two not above what was asked for."""
    return 1 << (rows.bit_length() - 1)


def rank_parameters(
    line: Line, targets: Sequence[str], variation: Variation, *, shapley: bool, as_json: bool
) -> None:
    """Rank the set-points by their total index and print them."""
    from twin.analysis.varied_parameters import parameter_effects
    from twin.cli.json_output import print_document, records

    try:
        effects = {
            figure: parameter_effects(line, figure, shapley=shapley, **variation._asdict())
            for figure in targets
        }
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if as_json:
        rankings = [{"property": figure, "indices": records(table)} for figure, table in effects.items()]
        print_document(
            {
                "format": 1,
                "lines": [{"name": line.name, "file": line.file}],
                "settings": variation._asdict(),
                "parameters": rankings,
            }
        )
        return
    for figure, table in effects.items():
        click.echo(
            f"{figure} of {line.name}, every set-point varied by ±{100 * variation.within:g} % "
            f"({variation.rows} rows)"
        )
        _print(table)


def _print(effects: pd.DataFrame) -> None:
    """Print the set-points of the largest effect."""
    columns = [
        Column("set-point"),
        Column("share of the variance %", numeric=True),
        Column("95 % interval"),
        Column("alone %", numeric=True),
        *shapley_columns(effects),
    ]
    rows = [
        (
            f"{row['station']}.params.{row['parameter']}",
            f"{100 * row['total']:.1f}",
            interval_text(row["total_low"], row["total_high"]),
            f"{100 * row['first']:.1f}",
            *shapley_cells(row),
        )
        for row in effects.head(PRINTED).to_dict("records")
    ]
    print_table(columns, rows)
