"""Read set files: every mistake in one pass, or checked series."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from itertools import takewhile
from pathlib import Path

from twin.core.errors import LineError, Problem
from twin.laws.registry.law import Law
from twin.line.fields.files import HOW_TO_ALLOW, OUTSIDE, Files, hidden
from twin.line.read.document import Document, Plain, read_document
from twin.line.read.findings import Finding, Findings
from twin.line.read.positions import Place
from twin.line.read.references import read_references
from twin.line.read.validated_block import read_block
from twin.validation.checks import (
    check_arguments,
    check_constants,
    check_fit,
    check_fit_rows,
    check_inputs,
    find_law,
)
from twin.validation.columns import Columns, take_columns
from twin.validation.file import Column, SetFile
from twin.validation.model import Series
from twin.validation.table import Table, read_table


def read_series(paths: Iterable[Path], *, allow_outside: bool = False) -> list[Series]:
    """Return the series of all set files; their data lie below their folder unless `allow_outside`.

    Raises LineError with every mistake in any of them.
    """
    series: list[Series] = []
    problems: list[Problem] = []
    for path in paths:
        checked = _read_one(path, allow_outside=allow_outside)
        if isinstance(checked, Series):
            series.append(checked)
        else:
            problems += [problem for problem in checked if problem not in problems]
    if problems:
        raise LineError(problems)
    return series


def _read_one(path: Path, *, allow_outside: bool) -> Series | list[Problem]:
    document = read_document(path)
    if isinstance(document, Problem):
        return [document]
    findings = Findings(document)
    plain = _without_dates(document.data, (), findings)
    checked = read_block(SetFile, plain, (), findings)
    raw = plain if isinstance(plain, dict) else {}
    inputs = _inputs(raw, findings)
    # a file with other mistakes still has its law and its data looked at, so that one pass tells all
    law = find_law(raw["law"], findings) if isinstance(raw.get("law"), str) else None
    files = Files(document.folder, may_leave=allow_outside)
    table = _data(files, raw["data"], findings) if isinstance(raw.get("data"), str) else None
    if law is not None:
        check_arguments({key: _keys(raw, key) for key in ("inputs", "constants")}, law, findings)
    if checked is not None and law is not None:
        check_constants(checked, law, findings)
        check_fit(checked, law, findings)
    columns = None
    if checked is not None and table is not None:
        columns = take_columns(checked, inputs, table, findings)
        if columns is not None and law is not None:
            check_inputs(columns, law, table, findings)
            check_fit_rows(checked, columns, findings)
    if findings or checked is None or law is None or table is None or columns is None:
        return findings.problems()
    return _series(document, checked, law, table, columns)


def _inputs(raw: Plain, findings: Findings) -> dict[str, Column]:
    """Return the inputs as columns; a bare text is the name of one."""
    tables = raw.get("inputs")
    columns: dict[str, Column] = {}
    for key, part in tables.items() if isinstance(tables, dict) else ():
        if isinstance(part, str | dict):
            table = {"column": part} if isinstance(part, str) else part
            column = read_block(Column, table, ("inputs", key), findings)
            if column is not None:
                columns[key] = column
    return columns


def _keys(raw: Plain, table: str) -> tuple[str, ...]:
    part = raw.get(table)
    return tuple(part) if isinstance(part, dict) else ()


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


def _data(files: Files, name: str, findings: Findings) -> Table | None:
    if why := files.refuses(name):
        findings.add(Finding(("data",), OUTSIDE, why, HOW_TO_ALLOW))
        return None
    table = read_table(files.path(name))
    if isinstance(table, Table):
        return table
    is_own = files.is_own(files.path(name))
    for problem in table if is_own else map(hidden, table):
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
        calibrate=frozenset(checked.use.calibrate).intersection(columns.rows),
        free=checked.use.free,
        starts=typical | checked.constants,
        typical=tuple(typical),
        silent=tuple(a.name for a in left_out if a.typical is None),
        remarks=_head_comments(document.text or ""),
    )


def _head_comments(text: str) -> str:
    comments = takewhile(lambda line: line.startswith("#"), text.splitlines())
    return " ".join(comment.lstrip("#").strip() for comment in comments)
