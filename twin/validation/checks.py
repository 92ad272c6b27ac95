"""Check the words of a set file against the law it names."""

from __future__ import annotations

import numpy as np

from twin.core.errors import Problem
from twin.core.near_match import did_you_mean
from twin.laws.registry.argument import Argument
from twin.laws.registry.book import LAWS
from twin.laws.registry.law import Law
from twin.line.read.findings import Finding, Findings
from twin.line.read.positions import Place
from twin.validation.columns import Columns
from twin.validation.file import SetFile
from twin.validation.table import Table


def find_law(name: str, findings: Findings) -> Law | None:
    """Return the law of a name."""
    law = LAWS.get(name)
    if law is None:
        words = f"there is no law {name!r}; `twin laws` lists them"
        findings.add(Finding(("law",), "unknown-name", words, did_you_mean(name, tuple(LAWS))))
    return law


def check_arguments(arguments: dict[str, tuple[str, ...]], law: Law, findings: Findings) -> None:
    """Check that what stands under inputs and constants are arguments, each given once."""
    for table, keys in arguments.items():
        for key in keys:
            if not _knows(law, key):
                finding = _unknown(law, key)._replace(place=(table, key), code="unknown-key", on_key=True)
                findings.add(finding)
            elif table == "constants" and key in arguments["inputs"]:
                place: Place = ("constants", key)
                words = f"{key} is given twice"
                findings.add(Finding(place, "invalid-value", words, on_key=True, other=("inputs", key)))


def check_constants(checked: SetFile, law: Law, findings: Findings) -> None:
    """Check that every constant has a value that makes sense; its range is another matter."""
    for name, value in checked.constants.items():
        if _knows(law, name):
            argument = law.argument(name)
            if not argument.bounds.allows(value):
                words = f"must be {allowed_words(argument)}, found {value:g}"
                findings.add(Finding(("constants", name), "invalid-value", words))


def check_inputs(columns: Columns, law: Law, table: Table, findings: Findings) -> None:
    """Check that every number of an input makes sense; one problem per input, at its first row."""
    for name, values in columns.inputs.items():
        if not _knows(law, name):
            continue
        argument, column = law.argument(name), columns.named[name]
        wrong = np.flatnonzero(~argument.bounds.allows(values)).tolist()
        if wrong:
            row, line = columns.rows[wrong[0]], table.rows[columns.rows[wrong[0]]].line
            cell = table.cell(row, column.column)
            number = cell if column.scale == 1.0 else f"{cell} x {column.scale:g} = {values[wrong[0]]:g}"
            others = f"; so in {len(wrong) - 1} more" if len(wrong) > 1 else ""
            words = f"row {row}: {name} must be {allowed_words(argument)}, found {number}{others}"
            findings.add_problem(Problem(table.file, line, 1, column.column, "invalid-value", words))


def allowed_words(argument: Argument) -> str:
    """Return what an argument can be, with its unit."""
    unit = "" if argument.unit in ("", "fraction", "ratio", "count", "index") else f" {argument.unit}"
    return f"{argument.bounds.words}{unit}"


def check_fit(checked: SetFile, law: Law, findings: Findings) -> None:
    """Check that what is free can be fitted."""
    for number, name in enumerate(checked.use.free):
        place = ("use", "free", number)
        if not _knows(law, name):
            findings.add(_unknown(law, name)._replace(place=place))
        elif name in checked.inputs:
            words = f"{name} is an input and cannot be fitted"
            findings.add(Finding(place, "invalid-value", words, other=("inputs", name)))
        elif name in checked.use.free[:number]:
            findings.add(Finding(place, "invalid-value", f"{name} stands twice"))
        elif law.argument(name).typical is None and name not in checked.constants:
            words = f"{name} needs a value under constants to start the fit from"
            findings.add(Finding(place, "invalid-value", words))


def check_fit_rows(checked: SetFile, columns: Columns, findings: Findings) -> None:
    """Check that what is free has at least as many calibration rows, skipped ones left out."""
    wanted = set(checked.use.calibrate)
    free, rows = len(checked.use.free), len(wanted.intersection(columns.rows))
    if free > rows:
        words = f"{_counted(free, 'constant')} cannot be fitted on {_counted(rows, 'calibration row')}"
        empty = sorted(wanted.intersection(columns.skipped))
        if empty:
            rows_words = "row" if len(empty) == 1 else "rows"
            words += f": {rows_words} {', '.join(map(str, empty))} skipped, a used cell is empty"
        findings.add(Finding(("use", "free"), "invalid-value", words))


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _knows(law: Law, name: str) -> bool:
    return any(argument.name == name for argument in law.arguments)


def _unknown(law: Law, name: str) -> Finding:
    names = tuple(argument.name for argument in law.arguments)
    words = f"{law.name} has no argument {name!r}; it has {', '.join(names)}"
    return Finding((), "unknown-name", words, did_you_mean(name, names))
