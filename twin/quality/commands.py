"""`twin sensitivity`: which station and which noise make the variance of a figure."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from twin.cli.options import Change, line_options

if TYPE_CHECKING:
    from twin.line.model import Line
    from twin.quality.attribution import Attribution, Progress

DEFAULT_TARGET = "energy_density_Wh_L"
DEFAULT_ROWS = 256
PRINTED = 10
"""Causes printed on stdout; page and JSON hold all of them."""


@click.command(short_help="Rank what makes the variance of a figure.")
@click.argument("line")
@click.option(
    "--target", "targets", multiple=True, default=(DEFAULT_TARGET,), show_default=True,
    help="Property to take apart, with its unit in the name. Repeatable.",
)
@click.option("--at", help="Station after which it is taken [the last one].")
@click.option(
    "--rows", type=click.IntRange(min=8), default=DEFAULT_ROWS, show_default=True,
    help="Lots per cause; the limits shrink with their root.",
)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Seed of all dice.")
@click.option("--out", type=click.Path(file_okay=False), help="Page folder [reports/NAME_sensitivity].")
@line_options
def sensitivity(
    line: str, targets: tuple[str, ...], at: str | None, rows: int, seed: int, out: str | None,
    changes: tuple[Change, ...], as_json: bool, verbose: bool,  # noqa: ARG001
) -> None:  # fmt: skip
    """Rank stations and noises by the share of the variance they make in a figure of the cell.

    Freezes one cause at a time under the same dice and prints what the spread would lose.
    """
    from twin.cli.documents import print_document
    from twin.cli.lines import load_lines
    from twin.quality.attribution import attribute
    from twin.report.folder import FolderRefused, check_folder
    from twin.report.variance import write_variance

    (plan,) = load_lines([line], changes)
    folder = Path(out) if out else Path("reports") / f"{_file_name(plan.name)}_sensitivity"
    try:
        check_folder(folder)
    except FolderRefused as error:
        raise click.UsageError(f"--out: {error}") from error
    with _progress(rows) as told:
        try:
            found = attribute(plan, targets, at=at, rows=rows, seed=seed, progress=told)
        except ValueError as error:
            raise click.UsageError(str(error)) from error
    document = _document(plan, found, seed)
    words = ["twin", "sensitivity", line, *(w for t in targets for w in ("--target", t))]
    words += [*(("--at", at) if at else ()), "--rows", str(rows), "--seed", str(seed)]
    words += [w for change in changes for w in ("--set", change.text)]
    page = write_variance(found, plan.name, shlex.join(words), document, folder)
    if as_json:
        print_document(document)
    else:
        _print(found)
    click.echo(f"page: {page}", err=True)


def _file_name(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", name).strip("-.") or "line"


def _document(line: Line, found: Sequence[Attribution], seed: int) -> dict[str, object]:
    """Return the results as one JSON document."""
    from twin.cli.documents import records

    return {
        "format": 1,
        "lines": [{"name": line.name, "file": line.file}],
        "settings": {"rows": found[0].rows, "seed": seed},
        "attributions": [
            {
                "property": one.figure,
                "at": one.at,
                "mean": one.mean,
                "sd": one.sd,
                "built_in_sd": one.built_in_sd,
                "shares": records(one.table),
            }
            for one in found
        ],
    }


def _print(found: Sequence[Attribution]) -> None:
    """Print the answer and the ranked causes."""
    from twin.report.variance import answer, origin_label

    for one in found:
        for sentence in answer(one):
            click.echo(sentence)
        click.echo("")
        for table in (one.stations, one.origins.head(PRINTED)):
            labels = [origin_label(*row) for row in table[["station", "source", "component"]].to_numpy()]
            width = max(map(len, labels))
            for label, row in zip(labels, table.to_dict("records"), strict=True):
                limits = f"[{100 * row['frozen_low']:.1f}, {100 * row['frozen_high']:.1f}]"
                gain = f"halved: spread {100 * (row['sd_if_halved'] - 1):+.1f} %"
                click.echo(f"  {label:{width}}  {100 * row['frozen']:5.1f} % {limits:16}  {gain}")
            click.echo("")


@contextmanager
def _progress(rows: int) -> Iterator[Progress]:
    """Show a bar on a terminal, nothing elsewhere."""
    import sys

    if not sys.stderr.isatty():
        yield lambda done, total: None  # noqa: ARG005
        return
    with click.progressbar(length=rows, label="lots", file=sys.stderr) as bar:
        yield lambda done, total: bar.update(1)  # noqa: ARG005
