"""The measurements that come with the package, and which files of a folder are sets or cases."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from twin.line.library import lines_folder

MEASUREMENTS = "measurements"
"""The shipped folder of measurements goes by this word where no folder of the name is there."""


class Given(NamedTuple):
    """The files a command was given: sets that test a law, and cases that run lines."""

    sets: list[Path]
    cases: list[Path]


def measurement_files() -> list[Path]:
    """Return the shipped measurements in order of their names."""
    return sorted((lines_folder() / MEASUREMENTS).glob("*.toml"))


def sorted_by_kind(paths: Iterable[Path]) -> Given:
    """Part files, and those of folders, into sets and cases; a folder's other files are left alone."""
    given = Given([], [])
    for path in paths:
        if path.name == MEASUREMENTS and not path.exists():
            given.cases.extend(measurement_files())
        elif path.is_dir():
            for file in sorted(path.glob("*.toml")):
                keys = _keys(file)
                if keys is None or "kind" in keys:
                    given.cases.append(file)
                elif "law" in keys:
                    given.sets.append(file)
        else:
            (given.cases if "kind" in (_keys(path) or ()) else given.sets).append(path)
    return given


def _keys(path: Path) -> frozenset[str] | None:
    """Return the top-level keys of a file, None where it cannot be read: its reader says why."""
    try:
        return frozenset(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (OSError, ValueError):
        return None
