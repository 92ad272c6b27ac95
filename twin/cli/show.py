"""`twin show`: the route of a line, the line written out in full, a copy to be edited."""

from __future__ import annotations

from pathlib import Path

import click

from twin.cli import exit_codes
from twin.cli.arguments import Change
from twin.cli.lines import load_lines
from twin.cli.new_files import own_name, refuse_taken, write_beside
from twin.cli.options import line_options
from twin.core.errors import LineError


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

        write_beside("--svg", Path(svg), (diagram(loaded) + "\n").encode())
        click.echo(f"drawing: {svg}", err=True)
        return exit_codes.FINE
    if as_json:
        from twin.cli.json_output import print_document

        print_document(loaded.to_dict())
    elif as_toml:
        from twin.line.toml_text import toml_text

        click.echo(toml_text(loaded.to_dict()), nl=False)
    else:
        from twin.line.route import route_text

        click.echo(f"{loaded.name}\n{loaded.description}\n{route_text(loaded)}")
    return exit_codes.FINE


def _copy(line: str, folder: Path, changes: tuple[Change, ...]) -> int:
    """Copy a line with all it reads, comments included, under a name of its own."""
    from twin.line.bundle import files_of, renamed
    from twin.line.library import line_file
    from twin.line.read.document import Document, read_document

    if changes:
        raise click.UsageError("--copy takes the file as it is, without --set; for changed lines: --toml")
    document = read_document(line_file(Path(line)))
    if not isinstance(document, Document):
        raise LineError([document])
    try:
        files = files_of(document)
    except ValueError as error:
        raise click.UsageError(f"--copy: {error}") from error
    name = own_name(str(document.data["name"]), folder)
    texts = {place: file.read_bytes() for place, file in files.items()}
    texts[Path(Path(document.file).name)] = renamed(document, name).encode()
    for place, text in texts.items():
        refuse_taken("--copy", folder, place, text)
    for place, text in texts.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        write_beside("--copy", folder / place, text)
        click.echo(folder / place)
    click.echo(f"the copy is named {name}, so that its report has a folder of its own", err=True)
    return exit_codes.FINE
