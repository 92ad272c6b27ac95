"""What can go wrong, as exceptions a caller can read."""

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
    """A faulty line, with every mistake found in one pass in `problems`."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(f"{p.path}: {p.message}" for p in problems))


class ModelStopped(RuntimeError):
    """The model came to a stand before its time: a deadlock, or nothing produced."""
