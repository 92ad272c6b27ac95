"""Exceptions a caller may want to handle: a faulty line, a model that stopped."""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """One mistake in a line or recipe: where it is, what was found, what is allowed."""

    file: str
    line: int | None
    column: int | None
    path: str
    code: str
    message: str
    hint: str = ""


class LineError(ValueError):
    """A faulty line, with every mistake found in one pass in `problems`.

    >>> import twin
    >>> try:
    ...     twin.load_line({"format": 1, "name": "no blocks"})
    ... except twin.LineError as error:
    ...     print([problem.code for problem in error.problems])
    ['missing-key', 'missing-key']
    """

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(f"{p.path}: {p.message}" for p in problems))


class NewerFormat(ValueError):
    """A file or folder was written by a later version of the program."""


class ModelStopped(RuntimeError):
    """The model came to a stand before its time: a deadlock, or nothing produced.

    The message names the stations that wait, and for what. Here every lot is at the press at once:

    >>> import twin
    >>> rolls = {"name": "rolls", "mode": "saturated"}
    >>> press = {"name": "press", "kind": "delay", "equipment": {"service": 0.0}}
    >>> line = twin.load_line({"format": 1, "name": "press line", "source": [rolls], "station": [press]})
    >>> try:
    ...     twin.simulate(line, horizon="1 d", replications=1, workers=1)
    ... except twin.ModelStopped as error:
    ...     print(error)
    press line: time would stand still: lots without end take no time at press; ...
    """
