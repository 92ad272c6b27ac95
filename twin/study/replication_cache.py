"""A folder of finished replications, so that the same call goes on where it was left."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from twin.core.version import __version__, code_digest
from twin.line.model.line import Line
from twin.records import tables
from twin.study.replication import Result, Task
from twin.study.settings import Settings

_KPIS, _COURSE = "kpis.csv", "course.csv"


class Store:
    """Replications on disk, under a key of all that decides their numbers.

    The key holds the resolved line, horizon, warm-up, seed, and the code; not how many replications are
    asked for, so more of them add to those that are there. `notes` tells what could not be written.
    """

    def __init__(self, folder: Path, lines: Sequence[Line], settings: Settings) -> None:
        self.folders = [folder / _key(line, settings) for line in lines]
        self.notes: list[str] = []

    def find(self, tasks: Sequence[Task]) -> dict[Task, Result]:
        """Return the results that are there already, with the tables that are wanted."""
        found = {}
        for task in tasks:
            place = self._place(task)
            if (place / _KPIS).is_file() and (not task.keep or (place / "lots.csv").is_file()):
                kept = tables.load(place) if task.keep else None
                course = tables.read_csv(place / _COURSE)
                found[task] = Result(task, tables.read_csv(place / _KPIS), kept, course)
        return found

    def put(self, result: Result) -> None:
        """Write a finished replication; where that fails it is noted once, and the result is not lost."""
        if result.kpis is None or self.notes:
            return
        place = self._place(result.task)
        rough = place.with_name(f"{place.name}.part{os.getpid()}")
        try:
            rough.mkdir(parents=True, exist_ok=True)
            if result.tables is not None:
                result.tables.save(rough)
            result.course.to_csv(rough / _COURSE, index=False, lineterminator="\n")
            result.kpis.to_csv(rough / _KPIS, index=False, lineterminator="\n")
            shutil.rmtree(place, ignore_errors=True)
            rough.replace(place)
        except OSError as error:
            shutil.rmtree(rough, ignore_errors=True)
            reason = error.strerror or str(error)
            self.notes.append(f"nothing more is stored in {place.parent} ({reason}), but kept in memory")

    def _place(self, task: Task) -> Path:
        return self.folders[task.line] / f"replication-{task.replication:05d}"


def _key(line: Line, settings: Settings) -> str:
    """Return a name for everything that decides the numbers of a replication."""
    asked = asdict(settings)
    del asked["replications"]
    text = json.dumps([line.to_dict(), asked, __version__, code_digest()], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:24]
