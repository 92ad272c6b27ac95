"""`twin check` and `twin show`: look at a line without running it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from twin.cli import exits
from twin.cli.lines import load_lines
from twin.cli.options import Change, line_options

if TYPE_CHECKING:
    from twin.line.model import Line


@click.command(short_help="Report every mistake in line files.")
@click.argument("lines", nargs=-1, required=True)
@line_options
def check(lines: tuple[str, ...], changes: tuple[Change, ...], *, as_json: bool, verbose: bool) -> int:
    """Read line files and report every mistake; nothing is run."""
    loaded = load_lines(lines, changes)
    if as_json:
        from twin.cli.problems import print_problems

        print_problems([], as_json=True)
        return exits.FINE
    for line in loaded:
        _describe(line, with_defaults=verbose or len(loaded) == 1)
    return exits.FINE


def _describe(line: Line, *, with_defaults: bool) -> None:
    from twin.line.standstill import standstill
    from twin.report.register import counts

    backed = counts(line)
    click.echo(f"{line.file}: fine. {line.name}, {len(line.station)} stations, {backed.total} numbers:")
    click.echo(f"  {backed.sourced} sourced, {backed.assumed} assumed, {backed.bare} without a source given")
    if why := standstill(line):
        click.echo(f"  it cannot be run: {why}")
    if with_defaults and line.defaults:
        click.echo("left out, and what that means:")
        for text in line.defaults:
            click.echo(f"  {text}")


@click.command(short_help="Show the route of a line, as text or drawing.")
@click.argument("line")
@click.option("--svg", type=click.Path(dir_okay=False), help="Write the route as a drawing to this file.")
@click.option("--toml", "as_toml", is_flag=True, help="Print the resolved line: everything in one file.")
@line_options
def show(
    line: str, svg: str | None, changes: tuple[Change, ...], *, as_toml: bool, as_json: bool, verbose: bool
) -> int:
    """Show the route of a line: as text, as a drawing (--svg) or resolved (--toml, --json)."""
    del verbose
    loaded = load_lines([line], changes)[0]
    if svg is not None:
        from twin.report.diagram import diagram

        Path(svg).write_text(diagram(loaded) + "\n", encoding="utf-8")
        click.echo(f"drawing: {svg}", err=True)
        return exits.FINE
    if as_json:
        from twin.cli.documents import print_document

        print_document(loaded.to_dict())
    elif as_toml:
        from twin.report.toml_text import toml_text

        click.echo(toml_text(loaded.to_dict()), nl=False)
    else:
        from twin.report.route import route_text

        click.echo(f"{loaded.name}\n{loaded.description}\n{route_text(loaded)}")
    return exits.FINE
