"""`twin check` and `twin show`: look at a line without running it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from twin.cli import exit_codes
from twin.cli.arguments import Change
from twin.cli.lines import load_lines, shipped_or_given
from twin.cli.options import line_options
from twin.core.errors import LineError

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
        from twin.cli.problems import print_problems

        print_problems([], as_json=True)
        return exit_codes.FINE
    for line in loaded:
        _describe(line, with_defaults=verbose or len(loaded) == 1)
    return exit_codes.FINE


def _describe(line: Line, *, with_defaults: bool) -> None:
    from twin.line.check.zero_time import standstill
    from twin.report.register import counts

    backed = counts(line)
    click.echo(f"{line.file}: fine. {line.name}, {len(line.station)} stations, {backed.total} numbers:")
    changed = f", {backed.changed} set by a change" if backed.changed else ""
    click.echo(
        f"  {backed.sourced} sourced, {backed.assumed} assumed, {backed.bare} without a source given{changed}"
    )
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
@click.option(
    "--copy",
    "copy_to",
    type=click.Path(file_okay=False),
    help="Copy the file with its recipes and references to this folder, to be edited there.",
)
@line_options
def show(
    line: str, svg: str | None, copy_to: str | None, changes: tuple[Change, ...],
    *, as_toml: bool, as_json: bool, verbose: bool,
) -> int:  # fmt: skip
    """Show the route of a line: as text, as a drawing (--svg) or resolved (--toml, --json).

    LINE is a file, or the bare name of a shipped line such as dry_sulfide_cathode.
    """
    del verbose
    loaded = load_lines([line], changes)[0]
    if copy_to is not None:
        return _copy(line, Path(copy_to), changes)
    if svg is not None:
        from twin.report.diagram import diagram

        Path(svg).write_text(diagram(loaded) + "\n", encoding="utf-8")
        click.echo(f"drawing: {svg}", err=True)
        return exit_codes.FINE
    if as_json:
        from twin.cli.json_output import print_document

        print_document(loaded.to_dict())
    elif as_toml:
        from twin.report.toml_text import toml_text

        click.echo(toml_text(loaded.to_dict()), nl=False)
    else:
        from twin.report.route import route_text

        click.echo(f"{loaded.name}\n{loaded.description}\n{route_text(loaded)}")
    return exit_codes.FINE


def _copy(line: str, folder: Path, changes: tuple[Change, ...]) -> int:
    """Copy a line with all it reads, comments included; a file of another content is not replaced."""
    from twin.line.bundle import files_of
    from twin.line.read.document import Document, read_document

    if changes:
        raise click.UsageError("--copy takes the file as it is, without --set; for changed lines: --toml")
    document = read_document(shipped_or_given(line))
    if not isinstance(document, Document):
        raise LineError([document])
    try:
        files = files_of(document)
    except ValueError as error:
        raise click.UsageError(f"--copy: {error}") from error
    texts = {folder / place: file.read_bytes() for place, file in files.items()}
    for target, text in texts.items():
        if target.exists() and (not target.is_file() or target.read_bytes() != text):
            raise click.UsageError(f"--copy: {target} is there already, with other content")
    for target, text in texts.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text)
        click.echo(target)
    return exit_codes.FINE
