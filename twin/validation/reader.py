"""Read set files: every mistake in one pass, or checked series."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from itertools import takewhile
from pathlib import Path

from twin.errors import LineError, Problem
from twin.laws import LAWS, Law
from twin.line.document import Document, near, read_document
from twin.line.findings import Finding, Findings
from twin.line.positions import Place
from twin.line.sources import read_references
from twin.line.validate import read_block
from twin.validation.columns import Columns, take_columns
from twin.validation.file import SetFile
from twin.validation.model import Series
from twin.validation.table import Table, read_table


def read_series(paths: Iterable[Path]) -> list[Series]:
    """Return the series of all set files. Raises LineError with every mistake in any of them."""
    series: list[Series] = []
    problems: list[Problem] = []
    for path in paths:
        found = _read_one(path)
        if isinstance(found, Series):
            series.append(found)
        else:
            problems += [problem for problem in found if problem not in problems]
    if problems:
        raise LineError(problems)
    return series


def _read_one(path: Path) -> Series | list[Problem]:
    document = read_document(path)
    if isinstance(document, Problem):
        return [document]
    findings = Findings(document)
    checked = read_block(SetFile, _without_dates(document.data, (), findings), (), findings)
    if checked is None:
        return findings.problems()
    law = _law(checked, findings)
    if law is not None:
        _check_arguments(checked, law, findings)
        _check_fit(checked, law, findings)
    table = _data(document, checked, findings)
    columns = take_columns(checked, table, findings) if table is not None else None
    if findings or law is None or table is None or columns is None:
        return findings.problems()
    return _series(document, checked, law, table, columns)


def _without_dates(raw: object, place: Place, findings: Findings) -> object:
    """Return a value without dates and times, which no key of a set takes."""
    if isinstance(raw, dict):
        return {key: _without_dates(part, (*place, key), findings) for key, part in raw.items()}
    if isinstance(raw, list):
        return [_without_dates(part, (*place, number), findings) for number, part in enumerate(raw)]
    if isinstance(raw, datetime.date | datetime.time):
        findings.add(Finding(place, "invalid-value", f"must not be a date or time of day, found {raw}"))
        return ""
    return raw


def _law(checked: SetFile, findings: Findings) -> Law | None:
    law = LAWS.get(checked.law)
    if law is None:
        words = f"there is no law {checked.law!r}; `twin laws` lists them"
        findings.add(Finding(("law",), "unknown-name", words, near(checked.law, tuple(LAWS))))
    return law


def _check_arguments(checked: SetFile, law: Law, findings: Findings) -> None:
    names = tuple(argument.name for argument in law.arguments)
    for table, keys in (("inputs", checked.inputs), ("constants", checked.constants)):
        for key in keys:
            if key not in names:
                words = f"{law.name} has no argument {key!r}; it has {', '.join(names)}"
                findings.add(Finding((table, key), "unknown-key", words, near(key, names), on_key=True))
            elif table == "constants" and key in checked.inputs:
                words = f"{key} is given twice"
                place: Place = ("constants", key)
                findings.add(Finding(place, "invalid-value", words, on_key=True, other=("inputs", key)))


def _check_fit(checked: SetFile, law: Law, findings: Findings) -> None:
    names = tuple(argument.name for argument in law.arguments)
    for number, name in enumerate(checked.use.free):
        place = ("use", "free", number)
        if name not in names:
            words = f"{law.name} has no argument {name!r}; it has {', '.join(names)}"
            findings.add(Finding(place, "unknown-name", words, near(name, names)))
        elif name in checked.inputs:
            words = f"{name} is an input and cannot be fitted"
            findings.add(Finding(place, "invalid-value", words, other=("inputs", name)))
        elif name in checked.use.free[:number]:
            findings.add(Finding(place, "invalid-value", f"{name} stands twice"))
        elif law.argument(name).typical is None and name not in checked.constants:
            words = f"{name} needs a value under constants to start the fit from"
            findings.add(Finding(place, "invalid-value", words))
    free, rows = len(checked.use.free), len(set(checked.use.calibrate))
    if free > rows:
        words = f"{free} constants cannot be fitted on {rows} calibration rows"
        findings.add(Finding(("use", "free"), "invalid-value", words))


def _data(document: Document, checked: SetFile, findings: Findings) -> Table | None:
    table = read_table(document.folder / checked.data)
    if isinstance(table, Table):
        return table
    for problem in table:
        if problem.line is None:
            words = f"{problem.file}: {problem.message}"
            findings.add(Finding(("data",), problem.code, words, problem.hint))
        else:
            findings.add_problem(problem)
    return None


def _series(document: Document, checked: SetFile, law: Law, table: Table, columns: Columns) -> Series:
    others = [a for a in law.arguments if a.name not in checked.inputs]
    left_out = [a for a in others if a.name not in checked.constants]
    typical = {a.name: a.typical for a in left_out if a.typical is not None}
    # references are for printing only: a faulty sources.toml is the business of `twin check`
    references = read_references(document, Findings(document))
    known = references.get(checked.source)
    return Series(
        file=document.file,
        title=checked.title,
        source=known.printed() if known else checked.source,
        data_file=Path(table.file).name,
        citation=table.citation,
        law=law,
        error=checked.output.error,
        rows=columns.rows,
        skipped=columns.skipped,
        inputs=columns.inputs,
        measured=columns.measured,
        calibrate=frozenset(checked.use.calibrate),
        free=checked.use.free,
        starts=typical | checked.constants,
        typical=tuple(typical),
        silent=tuple(a.name for a in left_out if a.typical is None),
        remarks=_head_comments(document.text or ""),
    )


def _head_comments(text: str) -> str:
    comments = takewhile(lambda line: line.startswith("#"), text.splitlines())
    return " ".join(comment.lstrip("#").strip() for comment in comments)
