"""`twin check`: every mistake of line files, and what stands behind their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from twin.cli import exit_codes
from twin.cli.arguments import Change
from twin.cli.lines import load_lines
from twin.cli.options import line_options

if TYPE_CHECKING:
    from twin.line.model.line import Line


@click.command(short_help="Report every mistake in line files.")
@click.argument("lines", nargs=-1, required=True)
@line_options
def check(lines: tuple[str, ...], changes: tuple[Change, ...], *, as_json: bool, verbose: bool) -> int:
    """Read line files and report every mistake; nothing is run.

    A line is a file, or the bare name of a shipped line such as dry_sulfide_cathode.
    """
    loaded = load_lines(lines, changes)
    if as_json:
        from twin.cli.error_output import print_problems

        print_problems([], as_json=True)
        return exit_codes.FINE
    for line in loaded:
        _describe(line, with_defaults=verbose or len(loaded) == 1)
    return exit_codes.FINE


def _describe(line: Line, *, with_defaults: bool) -> None:
    from twin.line.check.zero_time import zero_time_reason
    from twin.line.register import counts

    backed = counts(line)
    click.echo(f"{line.file}: fine. {line.name}, {len(line.station)} stations, {backed.total} numbers:")
    changed = f", {backed.changed} set by a change" if backed.changed else ""
    click.echo(
        f"  {backed.sourced} sourced, {backed.assumed} assumed, {backed.bare} without a source given{changed}"
    )
    if why := zero_time_reason(line):
        click.echo(f"  it cannot be run: {why}")
    if with_defaults and line.defaults:
        click.echo("left out, and what that means:")
        for text in line.defaults:
            click.echo(f"  {text}")
