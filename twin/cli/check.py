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

_SHOWN = 10
"""How many paths without a range are listed where several lines are checked."""


@click.command(short_help="Report every mistake in line files.")
@click.argument("lines", nargs=-1, required=True)
@line_options
def check(lines: tuple[str, ...], changes: tuple[Change, ...], *, as_json: bool, verbose: bool) -> int:
    """Read line files and report every mistake; nothing is run.

    Assumed and calibrated numbers without a range are listed as a warning.

    A line is a file, or the bare name of a shipped line such as dry_sulfide_cathode.
    """
    loaded = load_lines(lines, changes)
    if as_json:
        from twin.cli.json_output import print_document
        from twin.line.register import without_range

        lacking = dict.fromkeys(path for line in loaded for path in without_range(line))
        print_document({"format": 1, "errors": [], "without_range": list(lacking)})
        return exit_codes.FINE
    for line in loaded:
        _describe(line, with_defaults=verbose or len(loaded) == 1)
    return exit_codes.FINE


def _describe(line: Line, *, with_defaults: bool) -> None:
    from twin.line.check.zero_time import zero_time_reason
    from twin.line.register import counts, ranged_inputs, without_range

    backed = counts(line)
    click.echo(f"{line.file}: fine. {line.name}, {len(line.station)} stations, {backed.total} numbers:")
    chosen = f"{backed.chosen} chosen, " if backed.chosen else ""
    calibrated = f"{backed.calibrated} calibrated, " if backed.calibrated else ""
    changed = f", {backed.changed} set by a change" if backed.changed else ""
    click.echo(
        f"  {backed.sourced} sourced, {chosen}{calibrated}{backed.assumed} assumed, "
        f"{backed.bare} without a source given{changed}"
    )
    if ranged := ranged_inputs(line):
        click.echo(f"  {len(ranged)} of them with a range")
    if lacking := without_range(line):
        click.echo(f"  warning: {len(lacking)} assumed or calibrated numbers have no range:")
        for path in lacking if with_defaults else lacking[:_SHOWN]:
            click.echo(f"    {path}")
        if len(lacking) > _SHOWN and not with_defaults:
            click.echo(f"    and {len(lacking) - _SHOWN} more: twin check {line.file}")
    if why := zero_time_reason(line):
        click.echo(f"  it cannot be run: {why}")
    if with_defaults and line.defaults:
        click.echo("left out, and what that means:")
        for text in line.defaults:
            click.echo(f"  {text}")
