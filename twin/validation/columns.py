"""Take the columns a set file names out of its data file."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from twin.core.errors import Problem
from twin.core.material import Array
from twin.core.near_match import did_you_mean
from twin.line.read.findings import Finding, Findings
from twin.line.read.positions import Place
from twin.validation.file import Column, SetFile
from twin.validation.table import Table

_NUMBER = re.compile(r"[+-]?(?:[0-9]++\.?+[0-9]*+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?+")


class Columns(NamedTuple):
    """The used rows and their numbers, scaled; `skipped`: rows in which a used cell is empty.

    `named`: which column an input is, and its scale.
    """

    rows: tuple[int, ...]
    skipped: tuple[int, ...]
    named: Mapping[str, Column]
    inputs: Mapping[str, Array]
    measured: Array


def take_columns(
    checked: SetFile, inputs: Mapping[str, Column], table: Table, findings: Findings
) -> Columns | None:
    """Return the numbers of the used rows; None where something is wrong with them."""
    wanted: dict[Place, Column] = {("inputs", key): column for key, column in inputs.items()}
    wanted["output",] = checked.output
    for place, column in wanted.items():
        _check_column(place, column.column, table, findings, spelt_out=place == ("output",))
    for name in checked.use.where:
        _check_column(("use", "where", name), name, table, findings, on_key=True)
    if findings.below(("inputs",)) or findings.below(("output",)) or findings.below(("use", "where")):
        return None
    chosen = [row for row in range(len(table.rows)) if _passes(checked.use.where, table, row)]
    names = {column.column for column in wanted.values()}
    full = [row for row in chosen if all(table.cell(row, name) for name in names)]
    numbers = {name: _numbers(name, full, table, findings) for name in names}
    if any(column is None for column in numbers.values()):
        return None
    values = {place: _scaled(numbers[column.column], column.scale) for place, column in wanted.items()}
    for place, array in values.items():
        if not np.isfinite(array).all():
            findings.add(Finding(place, "invalid-value", "its scale makes numbers that are not finite"))
    _check_rows(checked, table, chosen, full, findings)
    _check_measured(checked, table, full, values["output",], findings)
    arrays = {str(place[1]): array for place, array in values.items() if place[0] == "inputs"}
    skipped = tuple(row for row in chosen if row not in set(full))
    return Columns(tuple(full), skipped, inputs, arrays, values["output",])


def _scaled(numbers: list[float] | None, scale: float) -> Array:
    with np.errstate(over="ignore"):
        return np.asarray(numbers, dtype=np.float64) * scale


def _check_column(
    place: Place,
    name: str,
    table: Table,
    findings: Findings,
    *,
    on_key: bool = False,
    spelt_out: bool = False,
) -> None:
    if name not in table.columns:
        words = f"{table.file} has no column {name!r}; it has {', '.join(table.columns)}"
        place = (*place, "column") if spelt_out else place
        findings.add(Finding(place, "unknown-name", words, did_you_mean(name, table.columns), on_key=on_key))


def _passes(where: Mapping[str, object], table: Table, row: int) -> bool:
    return all(_equals(table.cell(row, name), wanted) for name, wanted in where.items())


def _equals(cell: str, wanted: object) -> bool:
    if isinstance(wanted, bool):
        return cell.lower() == str(wanted).lower()
    if isinstance(wanted, str):
        return cell == wanted.strip()
    return _number(cell) == wanted


def _number(cell: str) -> float:
    """Return the number in a cell, NaN for what is none: Python reads 1_0 and nan too, a table does not."""
    return float(cell) if _NUMBER.fullmatch(cell) else math.nan


def _numbers(name: str, rows: list[int], table: Table, findings: Findings) -> list[float] | None:
    values: list[float] = []
    for row in rows:
        cell = table.cell(row, name)
        value = _number(cell)
        if not math.isfinite(value):
            words = f"{name}: must be a finite number, found {cell[:40]!r}"
            line = table.rows[row].line
            findings.add_problem(Problem(table.file, line, 1, name, "invalid-value", words))
        values.append(value)
    return values if all(math.isfinite(value) for value in values) else None


def _check_rows(
    checked: SetFile, table: Table, chosen: list[int], used: list[int], findings: Findings
) -> None:
    """Check that rows are left, and that calibration rows are among those chosen."""
    if not used:
        place: Place = ("use", "where") if checked.use.where else ("data",)
        findings.add(Finding(place, "invalid-value", f"{table.file}: no row is left"))
    for number, row in enumerate(checked.use.calibrate):
        place = ("use", "calibrate", number)
        if row >= len(table.rows):
            words = f"there is no row {row}; {table.file} has rows 0 to {len(table.rows) - 1}"
            findings.add(Finding(place, "invalid-value", words))
        elif row not in chosen:
            findings.add(Finding(place, "invalid-value", f"row {row} is left out by where"))
        elif row in checked.use.calibrate[:number]:
            findings.add(Finding(place, "invalid-value", f"row {row} stands twice"))


def _check_measured(
    checked: SetFile, table: Table, used: list[int], measured: Array, findings: Findings
) -> None:
    """Check that every measured value has an error in the measure asked for."""
    error, name, scale = checked.output.error, checked.output.column, checked.output.scale
    if error == "absolute":
        return
    good = measured > 0.0 if error == "decades" else measured != 0.0
    sign = "greater than 0" if error == "decades" else "other than 0"
    for row in np.flatnonzero(~good).tolist():
        cell = table.cell(used[row], name)
        number = cell if scale == 1.0 else f"{cell} x {scale:g} = {measured[row]:g}"
        words = f"{name}: must be {sign} for an error called {error}, found {number}"
        line = table.rows[used[row]].line
        findings.add_problem(Problem(table.file, line, 1, name, "invalid-value", words))
