"""Tables for people on stdout: bold headings on a terminal, plain text elsewhere and with NO_COLOR."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import click

if TYPE_CHECKING:
    from rich.table import Table

PIPE_WIDTH = 10_000
"""Letters in a row where stdout is no terminal: nothing is broken there, a row of the table is one line."""

_GAP = 2
_READABLE = 30
"""Letters a column of sentences needs at least."""


class Column(NamedTuple):
    """A column by its heading; a `sentence` is broken where the rows would be too long."""

    heading: str
    numeric: bool = False
    sentence: bool = False


class _Filled(NamedTuple):
    """A column with its cells; `least` letters are needed, the heading broken between words."""

    column: Column
    cells: tuple[str, ...]
    longest: int
    least: int


def print_table(columns: Sequence[Column], rows: Sequence[Sequence[str]], heading: str = "") -> None:
    """Print a table under its heading.

    A table too wide for the terminal is printed in parts, each with the first column. Names are printed as
    they are: [lab] is no markup and :x: no picture.
    """
    from rich.console import Console

    plain = not sys.stdout.isatty() or "NO_COLOR" in os.environ
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else PIPE_WIDTH
    console = Console(
        width=width, highlight=False, markup=False, emoji=False,
        force_terminal=not plain, color_system=None if plain else "auto",
    )  # fmt: skip
    filled = [_filled(column, [row[place] for row in rows]) for place, column in enumerate(columns)]
    with console.capture() as printed:
        if heading:
            console.print(heading, style="bold")
        for number, part in enumerate(_parts(filled, width)):
            if number:
                console.print()
            console.print(_table(part, width))
    click.echo("\n".join(row.rstrip() for row in printed.get().split("\n")), nl=False)


def _filled(column: Column, cells: Sequence[str]) -> _Filled:
    """Return a column with its cells and the letters it takes."""
    from rich.cells import cell_len

    longest = max((cell_len(cell) for cell in cells), default=0)
    word = max((cell_len(word) for word in column.heading.split()), default=0)
    least = max(min(longest, _READABLE) if column.sentence else longest, word)
    return _Filled(column, tuple(cells), max(longest, cell_len(column.heading)), least)


def _parts(filled: Sequence[_Filled], width: int) -> list[list[_Filled]]:
    """Return the columns of each part of a table that fits; the first column stands in all of them."""
    parts = [[filled[0]]]
    for column in filled[1:]:
        if len(parts[-1]) > 1 and sum(c.least + _GAP for c in parts[-1]) + column.least > width:
            parts.append([filled[0]])
        parts[-1].append(column)
    return parts


def _table(part: Sequence[_Filled], width: int) -> Table:
    """Return the columns as a table without rules, headings and sentences broken only where they must be."""
    from rich.table import Table

    gaps = _GAP * (len(part) - 1)
    fits = sum(c.longest for c in part) + gaps <= width
    sentences = sum(c.column.sentence for c in part)
    spare = (width - gaps - sum(c.least for c in part)) // max(sentences, 1)
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, _GAP, 0, 0))
    for column, _, longest, least in part:
        broken = min(longest, least + max(spare, 0)) if column.sentence else least
        table.add_column(
            column.heading,
            justify="right" if column.numeric else "left",
            width=longest if fits else broken,
        )
    for row in zip(*(c.cells for c in part), strict=True):
        table.add_row(*row)
    return table
