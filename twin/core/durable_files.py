"""Files that are on the disk once they have their name: written, synced, then renamed."""

from __future__ import annotations

import errno
import hashlib
import io
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_BUFFER_BYTES = 1 << 20

Opened = Callable[[str], AbstractContextManager[BinaryIO]]
"""Opens a new file of a folder by its name, for writing."""


class Content(NamedTuple):
    """What a file holds: its size and the SHA-256 of its bytes."""

    size_bytes: int
    sha256: str


class _NewFile(io.RawIOBase):
    """A file that must not be there yet; counts and hashes what went into it."""

    def __init__(self, path: Path) -> None:
        binary = getattr(os, "O_BINARY", 0)
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | binary, 0o666)
        self._size_bytes = 0
        self._digest = hashlib.sha256()

    @property
    def content(self) -> Content:
        """Return what was written so far."""
        return Content(self._size_bytes, self._digest.hexdigest())

    def writable(self) -> bool:
        """Say that this can be written to."""
        return True

    def write(self, data: ReadableBuffer) -> int:
        """Write what the disk takes of it, at least one byte; return how many bytes that were."""
        view = memoryview(data).cast("B")
        written = os.write(self._descriptor, view)
        if written == 0 and len(view):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._digest.update(view[:written])
        self._size_bytes += written
        return written

    def sync(self) -> None:
        """Return when the disk has the file."""
        os.fsync(self._descriptor)

    def close(self) -> None:
        """Give the file up."""
        if not self.closed:
            try:
                os.close(self._descriptor)
            finally:
                super().close()


@contextmanager
def new_file(path: Path, tell: Callable[[Content], None] | None = None) -> Iterator[BinaryIO]:
    """Make a file and write to it; when the block ends well the disk has it, else it is taken away.

    `tell` is given what was written. Raises FileExistsError for a file or link that is there already,
    OSError where the disk says no.
    """
    raw = _NewFile(path)
    whole = False
    try:
        with io.BufferedWriter(raw, _BUFFER_BYTES) as buffered:
            yield buffered
            buffered.flush()
            raw.sync()
        whole = True
    finally:
        if not whole:
            raw.close()
            with suppress(OSError):
                path.unlink()
    if tell is not None:
        tell(raw.content)


def write_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet; one that already has this content stays as it is.

    Raises FileExistsError for a file of other content and for a link, OSError where the disk says no.
    """
    try:
        with new_file(path) as out:
            out.write(data)
    except FileExistsError:
        if path.is_symlink() or not path.is_file() or path.read_bytes() != data:
            raise


def replace_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; a link of that name is replaced, not followed."""
    rough = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with new_file(rough) as out:
            out.write(data)
        rough.replace(path)
    except OSError:
        with suppress(OSError):
            rough.unlink()
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Return when the disk has the names in a folder; Windows keeps them by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_content(path: Path, known: Content) -> bytes:
    """Return the bytes of a regular file if they are those that are known.

    Raises OSError where it cannot be read, ValueError saying how it differs. A link is not followed.
    """
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise ValueError("is not a file of its own")
    with path.open("rb") as opened:
        found_bytes = os.fstat(opened.fileno()).st_size
        if found_bytes != known.size_bytes:
            raise ValueError(f"has {found_bytes} bytes instead of {known.size_bytes}")
        data = opened.read(known.size_bytes + 1)
    if hashlib.sha256(data).hexdigest() != known.sha256:
        raise ValueError("has other content than was written (its checksum differs)")
    return data
