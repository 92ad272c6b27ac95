"""`twin sensitivity`: which station and which noise make the variance of a figure."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from twin.cli.arguments import Change
from twin.cli.options import line_options
from twin.core.file_names import file_name

if TYPE_CHECKING:
    from twin.analysis.variance_attribution import Attribution
    from twin.line.model.line import Line

DEFAULT_TARGET = "energy_density_Wh_L"
DEFAULT_ROWS = 256


@click.command(short_help="Rank what makes the variance of a figure.")
@click.argument("line")
@click.option(
    "--target",
    "targets",
    multiple=True,
    default=(DEFAULT_TARGET,),
    show_default=True,
    help="Property to take apart, with its unit in the name. Repeatable.",
)
@click.option("--at", help="Station after which it is taken [the last one].")
@click.option(
    "--rows",
    type=click.IntRange(min=8),
    default=DEFAULT_ROWS,
    show_default=True,
    help="Lots per cause; the limits shrink with their root.",
)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Seed of all dice.")
@click.option("--out", type=click.Path(file_okay=False), help="Page folder [reports/NAME_sensitivity].")
@click.option("--parameters", is_flag=True, help="Rank set-points, dice at rest, instead of noises; no page.")
@click.option(
    "--within",
    type=click.FloatRange(0.0, 1.0, min_open=True, max_open=True),
    default=0.05,
    show_default=True,
    help="For --parameters: how far each is varied, as a share of its value.",
)
@click.option(
    "--shapley",
    is_flag=True,
    help="Also the Shapley shares, which add up to 100 %; takes about twice as long.",
)
@line_options
def sensitivity(
    line: str, targets: tuple[str, ...], at: str | None, rows: int, seed: int, out: str | None,
    parameters: bool, within: float, shapley: bool, changes: tuple[Change, ...], as_json: bool,
    verbose: bool,  # noqa: ARG001
) -> None:  # fmt: skip
    """Rank stations and noises by the share of the variance they make in a figure of the cell.

    Freezes one cause at a time under the same dice and prints what the spread would lose. With --parameters
    every set-point is varied by the same share and ranked by its Sobol indices.
    """
    from twin.analysis.variance_attribution import attribute
    from twin.cli.json_output import print_document
    from twin.cli.lines import load_lines
    from twin.cli.parameter_ranking import Variation, power_of_two, rank_parameters
    from twin.cli.progress import progress
    from twin.report.pages.sensitivity import write_variance
    from twin.storage.folder import FolderRefused, check_folder

    (plan,) = load_lines([line], changes)
    if parameters:
        if out:
            raise click.UsageError("--parameters writes no page: leave out --out")
        variation = Variation(at, within, power_of_two(rows), seed)
        rank_parameters(plan, targets, variation, shapley=shapley, as_json=as_json)
        return
    folder = Path(out) if out else Path("reports") / f"{file_name(plan.name)}_sensitivity"
    try:
        check_folder(folder)
    except FolderRefused as error:
        raise click.UsageError(f"--out: {error}") from error
    with progress(plan.name, "lots") as report:
        try:
            attributions = attribute(
                plan, targets, at=at, rows=rows, seed=seed, shapley=shapley, progress=report
            )
        except ValueError as error:
            raise click.UsageError(str(error)) from error
    document = _document(plan, attributions, seed)
    words = ["twin", "sensitivity", line, *(w for t in targets for w in ("--target", t))]
    words += [*(("--at", at) if at else ()), "--rows", str(rows), "--seed", str(seed)]
    words += [*(("--shapley",) if shapley else ()), *(w for c in changes for w in ("--set", c.text))]
    page = write_variance(attributions, plan.name, shlex.join(words), document, folder)
    if as_json:
        print_document(document)
    else:
        _print(attributions)
    click.echo(f"page: {page}", err=True)


def _document(line: Line, attributions: Sequence[Attribution], seed: int) -> dict[str, object]:
    """Return the results as one JSON document."""
    from twin.cli.json_output import records

    return {
        "format": 1,
        "lines": [{"name": line.name, "file": line.file}],
        "settings": {"rows": attributions[0].rows, "seed": seed},
        "attributions": [
            {
                "property": attribution.figure,
                "at": attribution.at,
                "mean": attribution.mean,
                "sd": attribution.sd,
                "built_in_sd": attribution.built_in_sd,
                "shares": records(attribution.table),
            }
            for attribution in attributions
        ],
    }


def _print(attributions: Sequence[Attribution]) -> None:
    """Print the answer and the ranked causes."""
    from twin.analysis.variance_attribution import origin_label
    from twin.cli.shares import PRINTED, interval_text, shapley_cells, shapley_columns
    from twin.cli.text_tables import Column, print_table
    from twin.report.pages.sensitivity import answer

    for attribution in attributions:
        for sentence in answer(attribution):
            click.echo(sentence)
        click.echo("")
        for table, cause in ((attribution.stations, "station"), (attribution.origins.head(PRINTED), "cause")):
            print_table(
                [
                    Column(cause),
                    Column("share %", numeric=True),
                    Column("95 % interval"),
                    Column("halved: spread %", numeric=True),
                    *shapley_columns(table),
                ],
                [
                    (
                        origin_label(row["station"], row["source"], row["component"]),
                        f"{100 * row['frozen']:.1f}",
                        interval_text(row["frozen_low"], row["frozen_high"]),
                        f"{100 * (row['sd_if_halved'] - 1):+.1f}",
                        *shapley_cells(row),
                    )
                    for row in table.to_dict("records")
                ],
            )
            click.echo()
