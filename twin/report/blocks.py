"""What a page is built of: sections with figures, tables and code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from matplotlib.figure import Figure

from twin.analysis.analysed_results import AnalysedResults
from twin.analysis.results import LineResults
from twin.report.figures.style import Chart, chart, line_colour


@dataclass(frozen=True)
class Cell:
    """One cell of a table.

    `small` is said in smaller letters, `colour` puts a dot before the text, `value` is what it is sorted by.
    """

    text: str
    small: str = ""
    title: str = ""
    colour: str = ""
    value: str = ""


@dataclass(frozen=True)
class Head:
    """The heading of a column; `title`: what the column holds."""

    text: str
    numeric: bool = False
    colour: str = ""
    title: str = ""


@dataclass(frozen=True)
class Table:
    """A table; a folded one opens at a click and on paper."""

    head: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    heading: str = ""
    folded: bool = False
    open: bool = False
    sortable: bool = False


@dataclass(frozen=True)
class Group:
    """Figures under one heading."""

    heading: str
    text: str
    charts: tuple[Chart, ...]


@dataclass(frozen=True)
class Content:
    """What stands under the heading of a section; `answer`: its sentences, said in large letters.

    `heading`: instead of that of the section, which names it for all pages.
    """

    text: str = ""
    groups: tuple[Group, ...] = ()
    tables: tuple[Table, ...] = ()
    code: tuple[str, ...] = ()
    answer: tuple[str, ...] = ()
    heading: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """One part of the page: `key` is its address, `order` its place, `build` what stands in it.

    `build` returns None where there is nothing to show.
    """

    key: str
    heading: str
    order: int
    build: Callable[[AnalysedResults], Content | None]


@dataclass(frozen=True)
class Built:
    """A section with its content; key and heading may be "" for a part that goes on with the one before."""

    key: str
    heading: str
    content: Content


def table(
    head: Iterable[Head | str],
    rows: Iterable[Sequence[Cell | str]],
    heading: str = "",
    *,
    folded: bool = False,
    is_open: bool = False,
    sortable: bool = False,
) -> Table:
    """Return a table; a text stands for a cell, or for a column of words."""
    heads = tuple(Head(entry) if isinstance(entry, str) else entry for entry in head)
    cells = tuple(tuple(Cell(e) if isinstance(e, str) else e for e in row) for row in rows)
    return Table(heads, cells, heading, folded, is_open, sortable)


def numbers(*texts: str) -> tuple[Head, ...]:
    """Return the headings of columns of numbers."""
    return tuple(Head(text, numeric=True) for text in texts)


def line_heads(lines: Iterable[LineResults]) -> tuple[Head, ...]:
    """Return a heading per line, for a column of its numbers."""
    return tuple(Head(shown.name, numeric=True, colour=line_colour(shown.place)) for shown in lines)


def line_cell(shown: LineResults) -> Cell:
    """Return the cell that names a line."""
    return Cell(shown.name, colour=line_colour(shown.place))


def filled(*tables: Table) -> tuple[Table, ...]:
    """Return the tables that have a row."""
    return tuple(one for one in tables if one.rows)


Drawn = Iterable[tuple[str, Figure]]
"""What a figure says for those who cannot see it, and the figure."""


def group(
    name: str, drawn: Drawn, heading: str = "", text: str = "", counter: Iterator[int] | None = None
) -> Group:
    """Return figures under a heading; `name` and a number, counted on from `counter`, name each of them."""
    numbering = count(1) if counter is None else counter
    return Group(heading, text, tuple(chart(f"{name}-{next(numbering)}", *one) for one in drawn))


def groups(*parts: Group) -> tuple[Group, ...]:
    """Return the groups that have a figure."""
    return tuple(part for part in parts if part.charts)


def figures(name: str, drawn: Drawn) -> tuple[Group, ...]:
    """Return figures without a heading of their own, none where there is no figure."""
    return groups(group(name, drawn))
