"""`twin report`: the page again, from the tables beside it."""

from __future__ import annotations

import json
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
    from twin.report.write import rebuild_page

    try:
        page = rebuild_page(Path(folder))
    except LineError:
        raise
    except (OSError, json.JSONDecodeError) as error:
        click.echo(f"{folder} is not a report that twin wrote, or it is incomplete: {error}", err=True)
        return exit_codes.INVALID_FILE
    except ValueError as error:
        click.echo(f"{folder}: {error}", err=True)
        return exit_codes.INVALID_FILE
    click.echo(f"report: {page}")
    return exit_codes.FINE
