"""The folder of a report: only what twin wrote is replaced, whole and at the end."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

MARK = "run.json"
"""The file that says a folder was written by twin."""


class FolderRefused(ValueError):
    """The folder holds something that is not ours."""


def check_folder(folder: Path) -> None:
    """Raise FolderRefused unless the folder is one that twin wrote, empty, or new where one can be made."""
    try:
        _check_folder(folder)
    except (OSError, ValueError) as error:
        if isinstance(error, FolderRefused):
            raise
        said = error.strerror if isinstance(error, OSError) else error
        raise FolderRefused(f"{folder} cannot be used: {said}") from error


def _check_folder(folder: Path) -> None:
    if folder.is_symlink() and not folder.exists():
        raise FolderRefused(f"{folder} is a link that leads nowhere")
    if folder.exists() and not folder.is_dir():
        raise FolderRefused(f"{folder} is a file, not a folder")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise FolderRefused(f"{folder} is not empty and holds no {MARK}: twin replaces only folders it wrote")
    with suppress(FileNotFoundError, NotADirectoryError):
        folder.lstat()  # says what `exists` keeps to itself: a name too long, or none at all
    # the finished page takes the folder's place: what is written to is the folder above
    above = next(parent for parent in folder.absolute().parents if parent.is_symlink() or parent.exists())
    if not above.is_dir():
        raise FolderRefused(f"{folder} cannot be made: {above} is not a folder")
    if not os.access(above, os.W_OK | os.X_OK):
        raise FolderRefused(f"{folder} cannot be made: {above} may not be written to")


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """Hand out a temporary sibling to write into; it takes the folder's place when the block ends well.

    Raises FolderRefused as `check_folder`. If the block fails, the folder stays as it was.
    """
    folder = folder.resolve()
    check_folder(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    new, old = scratch / "new", scratch / "old"
    try:
        new.mkdir()
        yield new
        check_folder(folder)
        if folder.exists():
            folder.rename(old)
        try:
            new.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
