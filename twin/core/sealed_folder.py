"""A folder with a seal: a JSON file that lists every other file with its size and SHA-256.

The seal is written last, and carries a checksum of itself. So a folder without a seal is unfinished or
somebody else's, and whatever happens to a sealed one is found when it is read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from twin.core.durable_files import Content, new_file, read_content, replace_file, sync_folder
from twin.core.errors import NewerFormat

FILES, SEAL = "files", "seal"
LARGEST_SEAL_BYTES = 20_000_000


class Damaged(ValueError):
    """A file is not what the seal says, or the seal itself is broken."""


class NotSealed(ValueError):
    """The folder has no seal: it is unfinished, of an early version, or not ours."""


@dataclass
class NewFolder:
    """A folder that is being written; every file goes through here, so that the seal knows it."""

    path: Path
    files: dict[str, Content] = field(default_factory=dict)

    @contextmanager
    def file(self, name: str) -> Iterator[BinaryIO]:
        """Write a file; `name` may have folders in front, parted by "/"."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with new_file(path, lambda content: self.files.update({name: content})) as out:
            yield out

    def text(self, name: str, text: str) -> None:
        """Write a text file."""
        with self.file(name) as out:
            out.write(text.encode())

    def seal(self, name: str, document: Mapping[str, object]) -> None:
        """Write the document with the list of all files, and wait until the disk has all of it."""
        folders = {self.path, *((self.path / file).parent for file in self.files)}
        with new_file(self.path / name) as out:
            out.write(_sealed(document, self.files))
        for folder in sorted(folders, reverse=True):
            sync_folder(folder)


@dataclass(frozen=True)
class Sealed:
    """A folder with its seal read; the files are checked as they are read."""

    path: Path
    seal: str
    document: Mapping[str, object]
    files: Mapping[str, Content]
    is_as_sealed: bool = True
    """False for a folder without a seal whose files were listed when it was read."""

    def read(self, name: str) -> bytes:
        """Return the bytes of a file. Raises Damaged where they are not those that were written."""
        if name not in self.files:
            raise Damaged(f"{self.path / self.seal} lists no {name}")
        try:
            _refuse_links(self.path, name)
            return read_content(self.path / name, self.files[name])
        except FileNotFoundError:
            raise Damaged(f"{self.path / name} is missing") from None
        except OSError as error:
            raise Damaged(f"{self.path / name} cannot be read: {error.strerror or error}") from error
        except ValueError as error:
            raise Damaged(f"{self.path / name} {error}") from None

    def replace(self, name: str, data: bytes) -> Sealed:
        """Write a file anew, and the seal with it; return the folder as it is then."""
        replace_file(self.path / name, data)
        content = Content(len(data), hashlib.sha256(data).hexdigest())
        files = {**self.files, name: content}
        replace_file(self.path / self.seal, _sealed(self.document, files))
        return Sealed(self.path, self.seal, self.document, files)

    def foreign(self) -> list[str]:
        """Return what stands in the folder and is not as it was written: not listed, or changed since."""
        return [name for name in names_in(self.path) if name != self.seal and not self._is_ours(name)]

    def _is_ours(self, name: str) -> bool:
        try:
            self.read(name)
        except Damaged:
            return False
        return True


def names_in(folder: Path) -> list[str]:
    """Return every file, link and empty folder below a folder, sorted; links are not followed."""
    names: list[str] = []
    for entry in folder.iterdir():
        inside = names_in(entry) if entry.is_dir() and not entry.is_symlink() else []
        names += [f"{entry.name}/{name}" for name in inside] or [entry.name]
    return sorted(names)


def _refuse_links(folder: Path, name: str) -> None:
    """Raise ValueError where a folder on the way to a file is a link: what it leads to is not ours."""
    for part in list(PurePosixPath(name).parents)[:-1]:
        if (folder / part).is_symlink():
            raise ValueError(f"is reached by a link, {part}")


def read_seal(folder: Path, name: str, newest_format: int) -> Sealed:
    """Read the seal of a folder.

    Raises NotSealed where there is none (OSError where the file cannot be read), NewerFormat, Damaged.
    """
    path = folder / name
    document = read_json(path)
    check_format(path, document, newest_format)
    if FILES not in document and SEAL not in document:
        raise NotSealed(f"{path} lists no files")
    own = {key: value for key, value in document.items() if key not in (FILES, SEAL)}
    files = _files(path, document.get(FILES))
    if document.get(SEAL) != _digest(own, files):
        raise Damaged(f"{path} was changed after it was written (its checksum differs)")
    return Sealed(folder, name, own, files)


def check_format(path: Path, document: Mapping[str, object], newest: int) -> None:
    """Raise NewerFormat for a document of a later version, NotSealed for one without a format."""
    stated = document.get("format")
    if isinstance(stated, bool) or not isinstance(stated, int) or stated < 1:
        raise NotSealed(f"{path} states no format: twin did not write it")
    if stated > newest:
        raise NewerFormat(
            f"{path} has format {stated}, written by a later version; this one reads up to format {newest}"
        )


def read_json(path: Path) -> dict[str, object]:
    """Return the object in a JSON file. Raises Damaged for anything else, OSError where there is no file."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise Damaged(f"{path} is not a file of its own")
    if path.stat().st_size > LARGEST_SEAL_BYTES:
        raise Damaged(f"{path} has more than {LARGEST_SEAL_BYTES / 1e6:.0f} MB")
    try:
        document = json.loads(path.read_bytes().decode())
    except (ValueError, RecursionError) as error:
        raise Damaged(f"{path} is not JSON: {error}") from None
    if not isinstance(document, dict):
        raise Damaged(f"{path} holds no JSON object")
    return document


def _files(path: Path, listed: object) -> dict[str, Content]:
    if not isinstance(listed, dict):
        raise Damaged(f"{path} lists no files")
    files: dict[str, Content] = {}
    for name, entry in listed.items():
        size, digest = (entry.get("bytes"), entry.get("sha256")) if isinstance(entry, dict) else (None, None)
        if not is_below(name) or type(size) is not int or not isinstance(digest, str):
            raise Damaged(f"{path} lists {name!r} in a way that was never written")
        files[name] = Content(size, digest)
    return files


def is_below(name: str) -> bool:
    """Say whether a name leads to a place below its folder, on every system."""
    parts = name.split("/")
    return bool(name) and not ({"", ".", ".."} & {*parts}) and not ({"\\", ":", "\0"} & {*name})


def _sealed(document: Mapping[str, object], files: Mapping[str, Content]) -> bytes:
    """Return the text of a seal; the checksum comes first and the long list last."""
    listed = {name: {"bytes": known.size_bytes, "sha256": known.sha256} for name, known in files.items()}
    own = {key: value for key, value in document.items() if key != "format"}
    whole = {"format": document["format"], SEAL: _digest(document, files), **own, FILES: listed}
    return (json.dumps(whole, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _digest(document: Mapping[str, object], files: Mapping[str, Content]) -> str:
    text = json.dumps([document, {name: list(files[name]) for name in files}], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
