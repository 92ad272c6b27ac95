"""Read the readings of a gauge study: a row per reading, with its part and its operator."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from twin.core.errors import LineError, Problem
from twin.core.material import Array
from twin.core.near_match import did_you_mean
from twin.validation.table import Table, read_table

COLUMNS = ("part", "operator", "reading")
"""Columns a study needs, in any order; further ones, such as the trial or the date, are not read."""

OTHER_WORDS = {"appraiser": "operator", "sample": "part", "value": "reading", "measurement": "reading"}
"""What other programs call the columns."""


class GaugeStudy(NamedTuple):
    """A crossed study: every operator has measured every part equally often.

    `readings`: shape (operator, trial, part), trials in the order of the file.
    """

    file: str
    parts: tuple[str, ...]
    operators: tuple[str, ...]
    readings: Array


class _Reading(NamedTuple):
    line: int
    part: str
    operator: str
    value: float


def read_gauge_study(path: Path) -> GaugeStudy:
    """Return the study at a path. Raises LineError with every mistake in the file."""
    table = read_table(path)
    if not isinstance(table, Table):
        raise LineError(table)
    problems = list(_missing_columns(table))
    if problems:
        raise LineError(problems)
    readings: list[_Reading] = []
    for row in range(len(table.rows)):
        reading = _reading(table, row)
        if isinstance(reading, _Reading):
            readings.append(reading)
        else:
            problems += reading
    if problems or (problems := list(_unbalanced(table.file, readings))):
        raise LineError(problems)
    study = _study(table.file, readings)
    if problem := _without_spread(study):
        raise LineError([problem])
    return study


def _problem(file: str, line: int | None, code: str, message: str, hint: str = "") -> Problem:
    return Problem(file, line, None if line is None else 1, "", code, message, hint)


def _missing_columns(table: Table) -> Iterator[Problem]:
    known = {name.lower(): name for name in table.columns}
    for name in COLUMNS:
        if name not in table.columns:
            alias = next(
                (known[word] for word, means in OTHER_WORDS.items() if means == name and word in known), ""
            )
            alias = alias or known.get(name, "")
            hint = f"rename {alias!r} to {name!r}" if alias else did_you_mean(name, table.columns)
            message = f"the column {name!r} is missing; a gauge study has {', '.join(COLUMNS)}"
            yield _problem(table.file, table.header_line, "missing-column", message, hint)


def _reading(table: Table, row: int) -> _Reading | list[Problem]:
    line = table.rows[row].line
    part, operator, text = (table.cell(row, name) for name in COLUMNS)
    empty = [name for name, cell in zip(COLUMNS, (part, operator, text), strict=True) if not cell]
    if empty:
        return [_problem(table.file, line, "empty-cell", f"the {name} is empty") for name in empty]
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        return [_problem(table.file, line, "invalid-value", f"the reading must be a number, found {text!r}")]
    return _Reading(line, part, operator, value)


def _unbalanced(file: str, readings: list[_Reading]) -> Iterator[Problem]:
    """Yield what keeps the readings from being a crossed study."""
    parts, operators = (_names(readings, key) for key in ("part", "operator"))
    for what, names in (("part", parts), ("operator", operators)):
        if len(names) < 2:
            yield _problem(
                file, None, "too-few", f"a gauge study needs two {what}s or more, there is {names[0]!r} alone"
            )
    counts = Counter((r.operator, r.part) for r in readings)
    trials, _ = Counter(counts.values()).most_common(1)[0]
    last = {(r.operator, r.part): r.line for r in readings}
    for operator in operators:
        for part in parts:
            count = counts[operator, part]
            if count != trials:
                message = f"operator {operator} has {count} readings of part {part}, usual are {trials}"
                hint = "every operator must measure every part equally often"
                yield _problem(file, last.get((operator, part)), "not-crossed", message, hint)
    if trials < 2:
        message = "every operator has measured every part once; repeatability needs two readings or more"
        yield _problem(file, None, "too-few", message)


def _names(readings: list[_Reading], key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(getattr(reading, key) for reading in readings))


def _study(file: str, readings: list[_Reading]) -> GaugeStudy:
    trials: dict[tuple[str, str], list[float]] = {}
    for reading in readings:
        trials.setdefault((reading.operator, reading.part), []).append(reading.value)
    parts, operators = _names(readings, "part"), _names(readings, "operator")
    values = np.array([[trials[operator, part] for part in parts] for operator in operators])
    return GaugeStudy(file, parts, operators, values.swapaxes(1, 2))


def _without_spread(study: GaugeStudy) -> Problem | None:
    if np.ptp(study.readings, axis=1).any():
        return None
    message = "repeated readings of a part never differ: the gauge resolves too little to be studied"
    return _problem(study.file, None, "no-spread", message)
