"""Files a command writes where the user says: never over another file, never by way of a link."""

from __future__ import annotations

from pathlib import Path

import click

from twin.core.durable_files import write_new
from twin.core.file_names import file_name


def write_beside(option: str, file: Path, data: bytes) -> None:
    """Write a file that is not there yet, or is there with this content. Raises click.UsageError."""
    if not file.parent.is_dir():
        raise click.UsageError(f"{option}: there is no folder {file.parent}")
    try:
        write_new(file, data)
    except FileExistsError:
        raise click.UsageError(f"{option}: {file} {_taken(file)}; name another, or move it away") from None
    except OSError as error:
        raise click.UsageError(f"{option}: {file} cannot be written: {error.strerror or error}") from error


def refuse_taken(option: str, folder: Path, place: Path, data: bytes) -> None:
    """Raise click.UsageError where a file below a folder cannot be written, before any is.

    It must not be there with other content, nor be reached by a link inside the folder.
    """
    for part in (*list(place.parents)[:-1], place):
        if (folder / part).is_symlink():
            raise click.UsageError(f"{option}: {folder / part} is a link, and may lead out of {folder}")
    target = folder / place
    if target.exists() and (not target.is_file() or target.read_bytes() != data):
        raise click.UsageError(f"{option}: {target} {_taken(target)}; name another, or move it away")


def _taken(file: Path) -> str:
    return (
        "is a link, and links are not written to"
        if file.is_symlink()
        else "is there already, with other content"
    )


def own_name(name: str, folder: Path) -> str:
    """Return the name of a copy in a folder: that of the line with that of the folder behind it."""
    behind = file_name(folder.resolve().name, "copy")
    return name if name.endswith(f"-{behind}") else f"{name}-{behind}"
