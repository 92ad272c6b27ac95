"""What a page is built of: sections with figures, tables and code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from twin.report.charts import Chart


@dataclass(frozen=True)
class Cell:
    """One cell of a table; `small` is said in smaller letters, `colour` puts a dot before the text."""

    text: str
    small: str = ""
    title: str = ""
    colour: str = ""


@dataclass(frozen=True)
class Head:
    """The heading of a column; `title` says what stands in it."""

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
class Section:
    """One part of the page."""

    key: str
    heading: str
    text: str = ""
    groups: tuple[Group, ...] = ()
    tables: tuple[Table, ...] = ()
    code: tuple[str, ...] = ()
    stands_alone: bool = False

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to show but the heading; a text that stands alone is something."""
        return not (self.groups or self.tables or self.code or self.stands_alone)


def rows(texts: Sequence[Sequence[str]]) -> tuple[tuple[Cell, ...], ...]:
    """Return plain rows."""
    return tuple(tuple(Cell(text) for text in row) for row in texts)
