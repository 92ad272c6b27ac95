"""Read a measured series from CSV: comma, header line, `#` lines are comments."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

from twin.core.errors import Problem
from twin.core.near_match import did_you_mean_file

LARGEST_BYTES = 50_000_000


class Row(NamedTuple):
    """One data row: the line of the file it stands in, and its cells without blanks around them."""

    line: int
    cells: tuple[str, ...]


class Table(NamedTuple):
    """A data file; `citation` is its first comment line."""

    file: str
    citation: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    header_line: int

    def cell(self, row: int, column: str) -> str:
        """Return the text of a cell."""
        return self.rows[row].cells[self.columns.index(column)]


def read_table(path: Path) -> Table | list[Problem]:
    """Return the table at a path, or every mistake that keeps it from being read."""
    text = _read_text(path)
    if isinstance(text, Problem):
        return [text]
    lines = text.splitlines()
    comments = [line.lstrip().lstrip("#").strip() for line in lines if line.lstrip().startswith("#")]
    filled = [(n, t) for n, t in enumerate(lines, 1) if t.strip() and not t.lstrip().startswith("#")]
    if not filled:
        return [_problem(path, None, "empty-file", "the file has no header line")]
    rows: list[Row] = []
    problems: list[Problem] = []
    for number, line in filled:
        try:
            cells = next(csv.reader([line], strict=True))
        except csv.Error as error:
            problems.append(_problem(path, number, "invalid-row", f"this is not CSV: {error}"))
            continue
        rows.append(Row(number, tuple(cell.strip() for cell in cells)))
    if problems:
        return problems
    problems = _shape(path, rows)
    citation = comments[0] if comments else ""
    return problems or Table(str(path), citation, rows[0].cells, tuple(rows[1:]), rows[0].line)


def _shape(path: Path, rows: list[Row]) -> list[Problem]:
    header = rows[0].cells
    twice = sorted({name for name in header if header.count(name) > 1})
    problems = [
        _problem(path, rows[0].line, "invalid-value", f"the column {name!r} stands twice") for name in twice
    ]
    if len(rows) == 1:
        problems.append(_problem(path, rows[0].line, "empty-file", "the file has no rows below its header"))
    for row in rows[1:]:
        if len(row.cells) != len(header):
            words = f"the row has {len(row.cells)} cells, the header {len(header)}"
            problems.append(_problem(path, row.line, "invalid-row", words))
    return problems


def _read_text(path: Path) -> str | Problem:
    try:
        if path.is_dir():
            return _problem(path, None, "unreadable-file", "this is a folder, not a file")
        if not path.exists():
            return _problem(path, None, "missing-file", "there is no such file", did_you_mean_file(path))
        if not path.is_file():
            return _problem(path, None, "unreadable-file", "this is not a regular file")
        if path.stat().st_size > LARGEST_BYTES:
            return _problem(path, None, "too-large", f"at most {LARGEST_BYTES / 1e6:.0f} MB are read")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return _problem(path, None, "not-text", "this is not a text file in UTF-8")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        return _problem(path, None, "unreadable-file", f"the file cannot be read: {reason or error}")


def _problem(path: Path, line: int | None, code: str, message: str, hint: str = "") -> Problem:
    return Problem(str(path), line, None if line is None else 1, "", code, message, hint)
