"""A folder of finished replications, so that the same call goes on where it was left."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from twin.core.durable_files import sync_folder
from twin.core.errors import NewerFormat
from twin.core.sealed_folder import Damaged, NewFolder, NotSealed, Sealed, read_seal
from twin.core.version import __version__, code_digest, numeric_platform
from twin.line.model.line import Line
from twin.records import tables
from twin.study.replication import Result, Task
from twin.study.settings import Settings

FORMAT = 1
SEAL = "replication.json"
_KPIS, _COURSE = "kpis.csv", "course.csv"
_NAMES = (SEAL, _KPIS, _COURSE, *tables.FILES)
"""All that is ever written into the folder of a replication; nothing else in it is ours."""

_WHOLE = re.compile(r"replication-\d{5,}")
_PART = re.compile(r"\.replication-\d{5,}\.part\d+")


class Store:
    """Replications on disk, under a key of all that decides their numbers.

    The key holds the resolved line, horizon, warm-up, seed, and the code; not how many replications are
    asked for, so more of them add to those that are there. A replication is a sealed folder: what is not
    read back as it was written is told in `notes` and missing. `notes` tells as well what could not be
    written.
    """

    def __init__(self, folder: Path, lines: Sequence[Line], settings: Settings) -> None:
        self.folder = folder
        self.names = [line.name for line in lines]
        self.folders = [folder / _key(line, settings) for line in lines]
        self.about = {name: value for name, value in asdict(settings).items() if name != "replications"}
        self.notes: list[str] = []
        self._is_full = False

    def find(self, tasks: Sequence[Task]) -> dict[Task, Result]:
        """Return the results that are there already, with the tables that are wanted.

        Raises NewerFormat for a store of a later version.
        """
        results = {}
        for task in tasks:
            try:
                result = self._read(task)
            except NewerFormat as error:
                raise NewerFormat(f"{error}; delete {self.folder} to start anew") from None
            except (Damaged, NotSealed) as error:
                name = f"replication {task.replication} of {self.names[task.line]}"
                self.notes.append(f"{name} was damaged on disk and is computed again: {error}")
            else:
                if result is not None:
                    results[task] = result
        return results

    def _read(self, task: Task) -> Result | None:
        """Return a stored result; None where there is none, or none with the tables that are wanted."""
        place = self._place(task)
        if not place.exists():
            return None
        try:
            sealed = read_seal(place, SEAL, FORMAT)
        except OSError as error:
            raise Damaged(f"{place / SEAL} cannot be read: {error.strerror or error}") from error
        if {name: sealed.document.get(name) for name in ("key", "replication")} != self._identity(task):
            raise Damaged(f"{place} holds another replication")
        if task.keep and tables.CELLS_FILE not in sealed.files:
            return None
        try:
            return _result(task, sealed)
        except ValueError as error:
            raise Damaged(str(error)) from None

    def put(self, result: Result) -> None:
        """Write a finished replication; where that fails it is noted once, and the result is not lost."""
        if result.kpis is None or self._is_full:
            return
        place = self._place(result.task)
        rough = place.with_name(f".{place.name}.part{os.getpid()}")
        try:
            is_first = not place.parent.exists()
            _remove_unit(rough)
            rough.mkdir(parents=True)
            self._write(result, NewFolder(rough))
            _remove_unit(place)
            rough.rename(place)
            for folder in (place.parent, *((self.folder, self.folder.parent) if is_first else ())):
                sync_folder(folder)
        except OSError as error:
            with suppress(OSError):
                _remove_unit(rough)
            self._is_full = True
            reason = error.strerror or str(error)
            self.notes.append(f"nothing more is stored in {place.parent} ({reason}), but kept in memory")

    def _write(self, result: Result, new: NewFolder) -> None:
        if result.kpis is None:
            raise TypeError("a replication that failed is not stored")
        if result.tables is not None:
            result.tables.write(new.file)
        for name, table in ((_COURSE, result.course), (_KPIS, result.kpis)):
            with new.file(name) as out:
                tables.write_csv(table, out)
        about = {"line": self.names[result.task.line], **self.about, "version": __version__}
        new.seal(SEAL, {"format": FORMAT, **self._identity(result.task), **about, "code": code_digest()})

    def remove(self) -> None:
        """Take away the replications of this run; those of other runs, and what is not ours, stay."""
        for folder in self.folders:
            _remove_run(folder)
        with suppress(OSError):
            self.folder.rmdir()

    def _identity(self, task: Task) -> dict[str, object]:
        return {"key": self.folders[task.line].name, "replication": task.replication}

    def _place(self, task: Task) -> Path:
        return self.folders[task.line] / f"replication-{task.replication:05d}"


def _result(task: Task, sealed: Sealed) -> Result:
    kpis, course = (tables.read_csv(io.BytesIO(sealed.read(name))) for name in (_KPIS, _COURSE))
    return Result(task, kpis, tables.read(sealed.read) if task.keep else None, course)


def kept_runs(store: Path) -> dict[Path, str]:
    """Return the folder of each run of which a store keeps replications, with a sentence on them."""
    try:
        folders = sorted(folder for folder in store.iterdir() if folder.is_dir())
    except OSError:
        return {}
    return {folder: sentence for folder in folders if (sentence := _sentence(folder))}


def _sentence(folder: Path) -> str:
    """Return what is kept in the folder of a run, for whom, and how to be rid of it; "" for nothing."""
    units = [unit for unit in sorted(folder.iterdir()) if _WHOLE.fullmatch(unit.name)]
    if not units:
        return ""
    whose = "a run"
    with suppress(OSError, ValueError):
        known = read_seal(units[0], SEAL, FORMAT).document
        horizon_s = known["horizon_s"]
        length = f"{horizon_s / 86400:g} days" if isinstance(horizon_s, int | float) else "until empty"
        whose = f"a run of {known['line']} ({length}, seed {known['seed']}) that was not finished"
        if known["code"] != code_digest():
            whose += ", by another version of twin: this one cannot go on with them"
    count = f"{len(units)} replication{'s' if len(units) > 1 else ''}"
    return f"{folder} keeps {count} of {whose}; delete that folder if they are not needed"


def _remove_run(folder: Path) -> None:
    """Take away what was written into the folder of a run, whatever is left of it."""
    if folder.is_symlink():
        return
    with suppress(OSError):
        for unit in list(folder.iterdir()):
            if _WHOLE.fullmatch(unit.name) or _PART.fullmatch(unit.name):
                with suppress(OSError):
                    _remove_unit(unit)
        folder.rmdir()


def _remove_unit(folder: Path) -> None:
    """Take away what was written into the folder of a replication. Raises OSError where more is in it."""
    if folder.is_symlink():
        raise NotADirectoryError(errno.ENOTDIR, "it is a link", str(folder))
    if not folder.exists():
        return
    for name in _NAMES:
        (folder / name).unlink(missing_ok=True)
    folder.rmdir()


def _key(line: Line, settings: Settings) -> str:
    """Return a name for everything that decides the numbers of a replication."""
    asked = asdict(settings)
    del asked["replications"]
    program = [__version__, code_digest(), numeric_platform()]
    text = json.dumps([line.to_dict(), asked, *program], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:24]
