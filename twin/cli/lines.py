"""Read the lines a command names, with its changes; every mistake of every file in one pass."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from twin.cli.arguments import Change
from twin.core.errors import LineError, Problem

if TYPE_CHECKING:
    from twin.line.api import LoadedLine
    from twin.line.model.line import Line


def shipped_or_given(file: str) -> Path:
    """Return the path as given; a bare name such as dry_sulfide_cathode may also be a shipped line."""
    path = Path(file)
    if path.exists() or path.suffix or len(path.parts) != 1:
        return path
    from twin.line.library import lines_folder

    shipped = lines_folder() / f"{file}.toml"
    return shipped if shipped.is_file() else path


def _with_shipped(problem: Problem, file: str) -> Problem:
    """Return a problem; that of a missing file without a folder names the shipped lines as well."""
    if problem.code != "missing-file" or problem.path or len(Path(file).parts) != 1:
        return problem
    from twin.core.near_match import did_you_mean
    from twin.line.library import lines_folder

    names = sorted(path.stem for path in lines_folder().glob("*.toml") if path.name != "sources.toml")
    message = f"{problem.message}, and no shipped line of that name; shipped are {', '.join(names)}"
    return problem._replace(message=message, hint=problem.hint or did_you_mean(Path(file).stem, names))


def load_lines(files: Sequence[str], changes: Sequence[Change] = ()) -> list[LoadedLine]:
    """Return the lines of all files, changed.

    With several lines a change holds for each that has a station, source or crew of that name; a change
    that fits none of them is refused. Raises LineError with the problems of all files together.
    """
    from twin.line.api import load_line

    lines: list[LoadedLine] = []
    problems: list[Problem] = []
    for file in files:
        try:
            lines.append(load_line(shipped_or_given(file)))
        except LineError as error:
            problems += [_with_shipped(problem, file) for problem in error.problems]
    if problems:
        raise LineError(problems)
    return [_changed(line, changes, lines) for line in lines] if changes else lines


def _changed(line: LoadedLine, changes: Sequence[Change], lines: Sequence[Line]) -> LoadedLine:
    concerned = {
        change.path: change.value
        for change in changes
        if _names(line, change.path) or not any(_names(other, change.path) for other in lines)
    }
    return line.with_changes(concerned) if concerned else line


def _names(line: Line, path: str) -> bool:
    """Say whether the path starts with a name in this line; top-level keys are in every line."""
    first = path.split(".")[0]
    named = {*(s.name for s in line.source), *(s.name for s in line.station), *(c.name for c in line.crew)}
    return first in named or first in {"name", "description", "grid", "limit", "calendar", "room"}
