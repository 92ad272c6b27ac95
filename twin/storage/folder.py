"""The folder of a report: only what twin wrote is replaced, whole and at the end."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from twin.core.durable_files import sync_folder
from twin.core.errors import NewerFormat
from twin.core.sealed_folder import Damaged, NewFolder, NotSealed, read_json, read_seal

MARK = "run.json"
"""The file that lists what twin wrote into a folder."""

FORMAT = 1
"""Format of that file; a folder of a later one is neither read nor replaced."""

_NOBODYS = frozenset([".DS_Store", "Thumbs.db", "desktop.ini"])
"""Files that a desktop leaves in every folder it shows."""


class FolderRefused(ValueError):
    """The folder holds something that is not ours, or cannot be written."""


def check_folder(folder: Path) -> None:
    """Raise FolderRefused unless the folder is one that twin wrote, empty, or new where one can be made."""
    try:
        _check_place(folder)
        if folder.is_dir():
            _check_content(folder, folder)
        _check_room(folder)
    except (OSError, ValueError) as error:
        if isinstance(error, FolderRefused):
            raise
        reason = error.strerror if isinstance(error, OSError) else error
        raise FolderRefused(f"{folder} cannot be used: {reason}") from error


def _check_place(folder: Path) -> None:
    if folder.is_symlink() and not folder.exists():
        raise FolderRefused(f"{folder} is a link that leads nowhere")
    if folder.exists() and not folder.is_dir():
        raise FolderRefused(f"{folder} is a file, not a folder")
    with suppress(FileNotFoundError, NotADirectoryError):
        folder.lstat()  # says what `exists` keeps to itself: a name too long, or none at all
    if folder.is_dir() and Path.cwd().is_relative_to(folder.resolve()):
        raise FolderRefused(f"{folder} holds the folder you are in and is not replaced: name a folder in it")
    if folder.is_dir() and os.path.ismount(folder):
        raise FolderRefused(f"{folder} is a disk of its own and is not replaced: name a folder in it")


def _check_content(folder: Path, name: Path) -> None:
    """Raise FolderRefused for a folder with anything that twin did not write; `name`: what it is called."""
    with os.scandir(folder) as entries:
        there = sorted(entry.name for entry in entries if entry.name not in _NOBODYS)
    if not there:
        return
    try:
        sealed = read_seal(folder, MARK, FORMAT)
    except NewerFormat as error:
        raise FolderRefused(f"{error}: name another folder") from None
    except Damaged as error:
        raise FolderRefused(
            f"{name} holds {_listed(there)}, and {error}: twin replaces only folders it wrote; {_WHAT_TO_DO}"
        ) from None
    except (NotSealed, FileNotFoundError):
        raise FolderRefused(_not_ours(folder, name, there)) from None
    foreign = [name for name in sealed.foreign() if PurePosixPath(name).name not in _NOBODYS]
    added = [name for name in foreign if name not in sealed.files]
    changed = [name for name in foreign if name in sealed.files]
    if added:
        raise FolderRefused(
            f"{name} holds {_listed(added)}, which twin did not write: "
            f"twin replaces only folders it wrote; {_WHAT_TO_DO}"
        )
    if changed:
        raise FolderRefused(
            f"{name} holds {_listed(changed)}, changed since twin wrote it: nothing of it is replaced; "
            + _WHAT_TO_DO
        )


_WHAT_TO_DO = "move it elsewhere, or name another folder"


def _not_ours(folder: Path, name: Path, there: list[str]) -> str:
    with suppress(OSError, ValueError):
        document = read_json(folder / MARK)
        if document.get("format") == FORMAT and "run_id" in document:
            return (
                f"{name} was written by version {document.get('version')}, which kept no list of its files: "
                f"`twin report {name}` adds the list, or name another folder"
            )
    return (
        f"{name} holds {_listed(there)}, which twin did not write: "
        f"twin replaces only folders it wrote; {_WHAT_TO_DO}"
    )


def _listed(names: list[str]) -> str:
    first = ", ".join(names[:3])
    return f"{first} and {len(names) - 3} more" if len(names) > 3 else first


def _check_room(folder: Path) -> None:
    """Raise FolderRefused where no folder can be made beside this one, as the finished page will be."""
    place = folder.resolve() if folder.is_symlink() else folder.absolute()
    above = next(parent for parent in place.parents if parent.is_symlink() or parent.exists())
    if not above.is_dir():
        raise FolderRefused(f"{folder} cannot be made: {above} is not a folder")
    for needed in (above, *((place,) if place.exists() else ())):
        if not os.access(needed, os.W_OK | os.X_OK):
            raise FolderRefused(f"{folder} cannot be made: {needed} may not be written to")
    try:
        Path(tempfile.mkdtemp(prefix=_scratch(place), dir=above)).rmdir()
    except OSError as error:
        raise FolderRefused(f"{folder} cannot be made in {above}: {error.strerror or error}") from error


def _scratch(folder: Path) -> str:
    return f".{folder.name}.writing-"


def left_behind(folder: Path) -> list[Path]:
    """Return what runs that were killed while they wrote this folder have left beside it."""
    return sorted(folder.absolute().parent.glob(f"{_escaped(_scratch(folder.absolute()))}*"))


def _escaped(text: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in text)


@contextmanager
def replacing(folder: Path) -> Iterator[NewFolder]:
    """Hand out a temporary sibling to write into and seal; it takes the folder's place when all ends well.

    Raises FolderRefused as `check_folder`. If the block fails, the folder stays as it was.
    """
    check_folder(folder)
    place = folder.resolve()
    place.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=_scratch(place), dir=place.parent))
    new = scratch / "new"
    try:
        new.mkdir()
        yield NewFolder(new)
        _swap(new, place, folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)
        with suppress(OSError):  # not empty where the folder of before is still in it
            scratch.rmdir()


def _swap(new: Path, place: Path, name: Path) -> None:
    """Put the new folder in the place of the one of before, and take that away."""
    if not (new / MARK).is_file():
        raise RuntimeError("a report is sealed before it takes its place")
    old = new.with_name("old")
    if place.exists():
        place.rename(old)
    try:
        if old.exists():
            _check_content(old, name)
        new.rename(place)
    except BaseException:
        if old.exists() and not place.exists():
            old.rename(place)
        raise
    sync_folder(place.parent)
    shutil.rmtree(old, ignore_errors=True)
