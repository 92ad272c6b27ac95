"""The files a line may read: those below its own folder, unless it is trusted with more."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from twin.core.errors import Problem
from twin.line.library import shipped_folders

OUTSIDE = "outside-folder"
HOW_TO_ALLOW = "--allow-outside (in Python allow_outside=True) lets a file you trust read it"
NOT_SHOWN = "it lies outside the folder of the line, so nothing of it is shown"


@dataclass(frozen=True)
class Files:
    """Where the paths of a line begin, and whether they may lead out of that folder.

    `may_leave` False: only what lies below the folder, links followed, and what the package ships is read. A
    path may be absolute all the same. What is read from outside is never quoted.
    """

    folder: Path = Path()
    may_leave: bool = True

    def path(self, text: str) -> Path:
        """Return the path a text of the line means."""
        return self.folder / text

    def is_own(self, path: Path) -> bool:
        """Return whether a file lies below the folder or was shipped, links followed."""
        try:
            real = path.resolve()
            return any(real.is_relative_to(root.resolve()) for root in (self.folder, *shipped_folders()))
        except (
            OSError,
            ValueError,
            RuntimeError,
        ):  # nor can it be read, which is told then
            return True

    def refuses(self, text: str) -> str:
        """Return why a file is not read, "" where it may be."""
        if self.may_leave or self.is_own(self.path(text)):
            return ""
        return f"{self.path(text)} lies outside the folder of the file that names it, and is not read"


def hidden(problem: Problem) -> Problem:
    """Return the problem of a file from outside without its words, and without a line to be printed."""
    is_content = problem.line is not None or problem.code in ("invalid-toml", "too-deep")
    message = f"the file cannot be used; {NOT_SHOWN}" if is_content else problem.message
    return problem._replace(line=None, column=None, message=message, hint="")
