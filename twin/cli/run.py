"""`twin run`: one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from twin.cli.job import Job, run_job
from twin.cli.options import line_options, simulation_options

if TYPE_CHECKING:
    from typing import Unpack

    from twin.cli.arguments import Options


@click.command(short_help="Simulate one line and write its report.")
@click.argument("line")
@simulation_options
@line_options
def run(line: str, **options: Unpack[Options]) -> int:
    """Simulate one line and write its report.

    LINE is a file, or the bare name of a shipped line such as dry_sulfide_cathode.
    """
    return run_job(Job("run", (line,), (line,), ""), options)
