"""Read case files: every mistake in one pass with file and line, or checked cases with their lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from twin.cases.figures import known_figures
from twin.cases.file import FORMAT, CaseBlock, CaseFile
from twin.cases.model import Case
from twin.core.errors import LineError, Problem
from twin.core.near_match import did_you_mean, listed
from twin.line.api import LoadedLine, load_line
from twin.line.fields.files import HOW_TO_ALLOW, OUTSIDE, Files
from twin.line.library import lines_folder, shipped_names
from twin.line.model.line import Line
from twin.line.read.document import Document, read_document
from twin.line.read.findings import Finding, Findings
from twin.line.read.positions import Place
from twin.line.read.references import read_references
from twin.line.read.validated_block import read_block
from twin.line.read.value_sources import without_faults


def read_cases(paths: Iterable[Path], *, allow_outside: bool = False) -> list[Case]:
    """Return the cases of all files. Raises LineError with every mistake in any of them."""
    cases: list[Case] = []
    problems: list[Problem] = []
    for path in paths:
        document = read_document(path)
        if isinstance(document, Problem):
            problems.append(document)
            continue
        findings = Findings(document)
        case = _read_one(document, findings, allow_outside=allow_outside)
        if findings or case is None:
            problems += [problem for problem in findings.problems() if problem not in problems]
        else:
            cases.append(case)
    if problems:
        raise LineError(problems)
    return cases


def _read_one(document: Document, findings: Findings, *, allow_outside: bool) -> Case | None:
    plain = without_faults(document.data, (), findings)
    checked = read_block(CaseFile, plain, (), findings)
    if checked is None:
        return None
    if checked.format != FORMAT:
        message = f"must be {FORMAT}, the format this program reads; found {checked.format}"
        findings.add(Finding(("format",), "unknown-format", message))
    _check_words(checked, findings)
    files = Files(document.folder, may_leave=allow_outside)
    lines = {}
    for number, block in enumerate(checked.case):
        line = _line(block, ("case", number), files, findings)
        if line is not None:
            lines[block.name] = line
    swept = _swept(checked, lines, findings)
    references = read_references(document, Findings(document))
    known = references.get(checked.source)
    return Case(document.file, checked, known.printed() if known else checked.source, lines, swept)


def _check_words(checked: CaseFile, findings: Findings) -> None:
    """Find names of cases that are not there or twice, an unknown figure, an answer that does not fit."""
    names = [block.name for block in checked.case]
    for number, name in enumerate(names):
        if name in names[:number]:
            findings.add(
                Finding(("case", number, "name"), "duplicate-name", f'there is already a case "{name}"')
            )
    answer = checked.answer
    if answer is None or not names:
        lacking = "answer" if names else "case"
        if not checked.scope and not checked.inconsistent and not findings.below((lacking,)):
            message = f"{lacking} is missing; a statement that is not run gives scope or inconsistent"
            findings.add(Finding((lacking,), "missing-key", message))
        return
    for number, name in enumerate(answer.of):
        if name not in names:
            message = f'there is no case named "{name}"; there are {listed(names)}'
            findings.add(
                Finding(("answer", "of", number), "unknown-name", message, did_you_mean(name, names))
            )
    wanted = 1 if answer.compared_as == "value" else 2
    if len(answer.of) != wanted:
        message = f'as = "{answer.compared_as}" takes {wanted} of the cases, found {len(answer.of)}'
        findings.add(Finding(("answer", "of"), "invalid-value", message))
    figures = known_figures()
    if answer.figure not in figures:
        message = f'there is no figure "{answer.figure}"; a cell figure, a property of the material, or a KPI'
        hint = did_you_mean(answer.figure, figures)
        findings.add(Finding(("answer", "figure"), "unknown-name", message, hint))
    for number, sweep in enumerate(checked.sweep):
        if sweep.case not in names:
            message = f'there is no case named "{sweep.case}"; there are {listed(names)}'
            place = ("sweep", number, "case")
            findings.add(Finding(place, "unknown-name", message, did_you_mean(sweep.case, names)))


def _line(block: CaseBlock, place: Place, files: Files, findings: Findings) -> LoadedLine | None:
    """Return the line of a case with its changes; mistakes of the line keep their file."""
    if block.line in shipped_names() and not files.path(block.line).exists():
        path = lines_folder() / f"{block.line}.toml"
    else:
        if why := files.refuses(block.line):
            findings.add(Finding((*place, "line"), OUTSIDE, why, HOW_TO_ALLOW))
            return None
        path = files.path(block.line)
        if not path.is_file():
            message = f"there is no file {path}, and no shipped line of that name; shipped are "
            message += ", ".join(shipped_names())
            hint = did_you_mean(block.line, shipped_names())
            findings.add(Finding((*place, "line"), "missing-file", message, hint))
            return None
    try:
        line = load_line(path, allow_outside=True)
    except LineError as error:
        for problem in error.problems:
            findings.add_problem(problem)
        return None
    return _changed(line, block.changes, (*place, "set"), path.parent, files, findings)


def _changed(
    line: LoadedLine,
    changes: Mapping[str, object],
    place: Place,
    folder: Path,
    files: Files,
    findings: Findings,
) -> LoadedLine | None:
    if not changes:
        return line
    made = {path: _recipe(path, value, folder, files) for path, value in changes.items()}
    try:
        return line.with_changes(made)
    except LineError as error:
        for problem in error.problems:
            key = next((path for path in changes if problem.path.startswith(path)), None)
            where = (*place, key) if key is not None else place
            message = problem.message if key == problem.path else f"{problem.path}: {problem.message}"
            findings.add(Finding(where, problem.code, message, problem.hint))
        return None


def _recipe(path: str, value: object, folder: Path, files: Files) -> object:
    """Return a value; the path of a recipe is looked for beside the case file, then beside the line."""
    if not isinstance(value, str) or not path.endswith(".recipe"):
        return value
    beside = files.path(value)
    return str((beside if beside.is_file() else folder / value).resolve())


def _swept(
    checked: CaseFile, lines: Mapping[str, LoadedLine], findings: Findings
) -> tuple[tuple[Line, ...], ...]:
    """Return the lines of each sweep, one per value."""
    swept = []
    for number, sweep in enumerate(checked.sweep):
        line = lines.get(sweep.case)
        found: list[Line] = []
        for entry, value in enumerate(sweep.values) if line is not None else ():
            place = ("sweep", number, "values", entry)
            try:
                found.append(line.with_changes({sweep.path: value}))  # type: ignore[union-attr]
            except LineError as error:
                problem = error.problems[0]
                where = ("sweep", number, "path") if problem.code == "unknown-path" else place
                findings.add(Finding(where, problem.code, problem.message, problem.hint))
        swept.append(tuple(found))
    return tuple(swept)
