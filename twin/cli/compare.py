"""`twin compare`: several lines under the same random streams."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from twin.cli.job import Job, run_job
from twin.cli.options import line_options, simulation_options

if TYPE_CHECKING:
    from typing import Unpack

    from twin.cli.arguments import Options

BARE_OUT = "reports/dry_vs_wet"
"""The folder of the report of the bare command."""


@click.command(short_help="Compare lines under the same dice; bare: dry and wet.")
@click.argument("lines", nargs=-1)
@click.option("--best", metavar="KPI", help="Name the best line by a KPI, e.g. yield, with 95 % confidence.")
@click.option(
    "--indifference",
    type=click.FloatRange(min=0.0, min_open=True),
    help="For --best: the difference, in the unit of the KPI, that does not matter.",
)
@simulation_options
@line_options
def compare(lines: tuple[str, ...], **options: Unpack[Options]) -> int:
    """Simulate lines with the same dice and write the comparison; the first is the reference.

    A line is a file, or the bare name of a shipped line such as dry_sulfide_cathode. Without LINES the two
    shipped sulfide cathode lines, dry and wet.
    """
    if len(lines) == 1:
        raise click.UsageError("a comparison needs two lines or more; for one line there is `twin run`")
    if lines:
        return run_job(Job("compare", lines, lines, ""), options)
    from twin.line.library import lines_folder

    shipped = tuple(str(lines_folder() / f"{kind}_sulfide_cathode.toml") for kind in ("dry", "wet"))
    return run_job(Job("compare", shipped, (), BARE_OUT), options)
