"""Read the lines a command names, with its changes; every mistake of every file in one pass."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from twin.cli.arguments import Change, is_outside_allowed
from twin.core.errors import LineError, Problem
from twin.core.near_match import did_you_mean

if TYPE_CHECKING:
    from twin.line.api import LoadedLine
    from twin.line.model.line import Line


def _with_shipped(problem: Problem, file: str) -> Problem:
    """Return a problem; that of a missing file without a folder names the shipped lines as well."""
    if problem.code != "missing-file" or problem.path or len(Path(file).parts) != 1:
        return problem
    from twin.line.library import shipped_names

    names = shipped_names()
    message = f"{problem.message}, and no shipped line of that name; shipped are {', '.join(names)}"
    return problem._replace(message=message, hint=problem.hint or did_you_mean(Path(file).stem, names))


def load_lines(files: Sequence[str], changes: Sequence[Change] = ()) -> list[LoadedLine]:
    """Return the lines of all files, changed; where there are several, says which ones a change has changed.

    A change holds for all lines or, written `LINE:PATH=VALUE`, for one; see `_changed_lines`. Raises
    LineError with the problems of all files together.
    """
    from twin.line.api import load_line

    lines: list[LoadedLine] = []
    problems: list[Problem] = []
    for file in files:
        try:
            lines.append(load_line(file, allow_outside=is_outside_allowed()))
        except LineError as error:
            problems += [_with_shipped(problem, file) for problem in error.problems]
    if problems:
        raise LineError(problems)
    made: list[dict[str, object]] = [{} for _ in lines]
    for change in changes:
        path, concerned = _changed_lines(change.path, lines)
        for number in concerned:
            made[number][path] = change.value
        if len(lines) > 1:
            names = ", ".join(lines[number].name for number in concerned)
            click.echo(f"--set {change.text} changes {names}", err=True)
    return [
        line.with_changes(of_line) if of_line else line for line, of_line in zip(lines, made, strict=True)
    ]


def _changed_lines(path: str, lines: Sequence[Line]) -> tuple[str, list[int]]:
    """Return the path without its line, and the numbers of the lines it is for.

    Raises LineError for a line that is not there, and for a path that only some of the lines have where none
    is named.
    """
    word, colon, rest = path.partition(":")
    having = [number for number, line in enumerate(lines) if _has(line, path)]
    if colon and not having:
        named = lines_named(word, lines)
        if len(named) == 1:
            return rest.strip(), named
        names = [line.name for line in lines]
        reason = f"several lines begin with {word!r}" if named else f"there is no line {word!r}"
        raise _refused(path, f"{reason}; there are {', '.join(names)}", did_you_mean(word, names))
    if 0 < len(having) < len(lines):
        those = ", ".join(lines[number].name for number in having)
        message = f'only {those} has "{path.split(".")[0]}"; name the line that is meant'
        raise _refused(path, message, f"write {lines[having[0]].name}:{path}")
    return path, list(range(len(lines)))


def _refused(path: str, message: str, hint: str) -> LineError:
    return LineError([Problem("<changes>", None, None, path, "unknown-path", message, hint)])


def lines_named(word: str, lines: Sequence[Line]) -> list[int]:
    """Return the numbers of the lines a word stands for: a name, the stem of a file, or how one begins."""
    known = [(line.name, Path(line.file).stem) for line in lines]
    exact = [number for number, names in enumerate(known) if word.strip() in names]
    begun = [n for n, names in enumerate(known) if any(name.startswith(word.strip()) for name in names)]
    return exact or (begun if word.strip() else [])


def _has(line: Line, path: str) -> bool:
    """Say whether a path starts with a name in this line; top-level keys are in every line."""
    named = [*(s.name for s in line.source), *(s.name for s in line.station), *(c.name for c in line.crew)]
    tops = ("name", "description", "grid", "limit", "calendar", "room")
    return any(path == name or path.startswith(f"{name}.") for name in (*named, *tops))
