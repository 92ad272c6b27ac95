"""`twin report`: the page again, from the tables beside it."""

from __future__ import annotations

from pathlib import Path

import click

from twin.cli import exit_codes


@click.command(short_help="Rebuild a page from its saved tables.")
@click.argument("folder", type=click.Path())
@click.option("-v", "--verbose", is_flag=True, help="Show the traceback of an internal error.")
def report(folder: str, *, verbose: bool) -> int:
    """Rebuild index.html in a folder that `twin run` or `twin compare` wrote, from its tables."""
    del verbose
    from twin.core.errors import LineError
    from twin.report.pages.comparison import write_page
    from twin.storage.saved import load_saved

    try:
        saved, results = load_saved(Path(folder))
    except LineError:
        raise
    except FileNotFoundError as error:
        click.echo(f"{folder} is no report that twin wrote: {error.filename} is missing", err=True)
        return exit_codes.INVALID_FILE
    except OSError as error:
        click.echo(f"{folder} cannot be read: {error.strerror or error}", err=True)
        return exit_codes.INVALID_FILE
    except ValueError as error:
        click.echo(f"{folder}: {error}", err=True)
        return exit_codes.INVALID_FILE
    if not saved.is_as_sealed:
        click.echo(
            f"{folder} listed no files, as in version 0.1.0; its tables agree, and are listed now", err=True
        )
    click.echo(f"report: {write_page(saved, results)}")
    return exit_codes.FINE
