"""Open a TOML file, or say in one sentence why that cannot be done."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from twin.core.errors import Problem
from twin.core.near_match import did_you_mean_file
from twin.line.read.positions import Place, normalized

Plain = dict[str, object]
"""What tomllib makes of a file: dicts, lists, texts, numbers, booleans, dates."""

LARGEST_BYTES = 2_000_000
DEEPEST = 40
TOO_DEEP = f"lists and tables may be nested {DEEPEST} deep"

_POSITION = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")
_ENDLESS_KEY = re.compile(
    rf"""(?<![\w"'-])["']?[\w-]++["']?(?:[ \t]*+\.[ \t]*+["']?[\w-]++["']?){{{DEEPEST},}}"""
)
"""tomllib takes the square of the length of a dotted key; one this long is no key of ours."""


@dataclass(frozen=True)
class Document:
    """One file that was read; for a dict `text` is None and there are no positions."""

    file: str
    folder: Path
    text: str | None
    data: Plain


def table_at(document: Plain, place: Place) -> Plain:
    """Return the table at a place of the raw document."""
    value: object = document
    for key in place:
        value = value[key] if isinstance(value, dict | list) else None  # type: ignore[index]
    assert isinstance(value, dict)
    return value


def read_document(path: Path) -> Document | Problem:
    """Return the document at a path, or the one problem that keeps it from being read."""
    text = _read_text(path)
    if isinstance(text, Problem):
        return text
    file = str(path)
    if not text.strip():
        return Problem(file, None, None, "", "empty-file", "the file is empty")
    if endless := _ENDLESS_KEY.search(text):
        line = text.count("\n", 0, endless.start()) + 1
        return Problem(
            file, line, 1, "", "too-deep", f"tables may be nested {DEEPEST} deep, this key goes deeper"
        )
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _broken(file, text, str(error))
    except RecursionError:
        return Problem(file, None, None, "", "too-deep", TOO_DEEP)
    except ValueError as error:  # a number with more digits than Python converts
        return Problem(file, None, None, "", "invalid-toml", f"this is not TOML: {error}")
    if is_too_deep(data):
        return Problem(file, None, None, "", "too-deep", TOO_DEEP)
    return Document(file, path.parent, text, data)


def is_too_deep(data: object) -> bool:
    """Return whether tables and lists are nested deeper than is read, or without end."""
    level = [data]
    for _ in range(DEEPEST):
        parts = {id(part): part for table in level for part in _parts(table)}
        level = list(parts.values())
    return bool(level)


def _parts(table: object) -> list[object]:
    parts = table.values() if isinstance(table, dict) else table if isinstance(table, list | tuple) else ()
    return [part for part in parts if isinstance(part, dict | list | tuple)]


def _read_text(path: Path) -> str | Problem:
    file = str(path)

    def refuse(code: str, message: str, hint: str = "") -> Problem:
        return Problem(file, None, None, "", code, message, hint)

    try:
        if path.is_dir():
            return refuse("unreadable-file", "this is a folder, not a file")
        if not path.exists():
            return refuse("missing-file", "there is no such file", did_you_mean_file(path))
        if not path.is_file():
            return refuse("unreadable-file", "this is not a regular file")
        if path.stat().st_size > LARGEST_BYTES:
            size = f"{path.stat().st_size / 1e6:.1f} MB"
            return refuse("too-large", f"the file has {size}, at most {LARGEST_BYTES / 1e6:.0f} MB are read")
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        return refuse("unreadable-file", f"the file cannot be read: {reason or error}")
    try:
        return normalized(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        byte = f"byte 0x{raw[error.start]:02x} at offset {error.start}"
        return refuse("not-text", f"this is not a text file in UTF-8 ({byte})")


def _broken(file: str, text: str, message: str) -> Problem:
    """Turn tomllib's sentence and position into a problem."""
    position = _POSITION.search(message)
    words = _POSITION.sub("", message)
    line, column = text.count("\n") + 1, len(text) - text.rfind("\n")
    if position and position[1]:
        line, column = int(position[1]), int(position[2])
    elif position:
        words += ", the file ends too early"
    return Problem(file, line, column, "", "invalid-toml", f"this is not TOML: {words}")
