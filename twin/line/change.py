"""Change the text of a line by dotted paths such as `calender.params.line_load_N_mm`."""

from __future__ import annotations

import numbers
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path

from pydantic import BaseModel

from twin.core.errors import LineError, Problem
from twin.core.near_match import did_you_mean, nearest
from twin.core.units import parse_duration_s
from twin.line.model.line import Calendar, Grid, Room
from twin.line.model.value import CHANGED
from twin.line.read.blocks import LineHead
from twin.line.read.document import Document, Plain

ORIGIN = "<changes>"
"""The file of a problem that a change has made."""

_TABLES: dict[str, type[BaseModel]] = {"grid": Grid, "calendar": Calendar, "room": Room}
"""The top-level keys that hold one table."""


class _WrongPath(Exception):
    """A path that leads nowhere: what was found, a near match."""

    def __init__(self, message: str, hint: str) -> None:
        self.message = message
        self.hint = hint
        super().__init__(message)


def changed(resolved: Mapping[str, object], changes: Mapping[str, object]) -> Document:
    """Return a resolved line with values set by dotted path, to be read again; None takes a key away.

    Raises LineError with a problem for every path that leads nowhere.
    """
    document = deepcopy(dict(resolved))
    problems: list[Problem] = []
    for path, value in changes.items():
        try:
            _change(document, str(path), value)
        except _WrongPath as wrong:
            problems.append(Problem(ORIGIN, None, None, str(path), "unknown-path", wrong.message, wrong.hint))
    if problems:
        raise LineError(problems)
    return Document(ORIGIN, Path(), None, document)


def _change(document: Plain, path: str, value: object) -> None:
    """Set the value at a path; the first part is a name or a top-level key."""
    tops: dict[str, object] = {key: document.get(key) for key in LineHead.model_fields}
    named = _named(document)
    first = _longest(path, [*named, *tops])
    if first is None:
        head = path.split(".")[0]
        message = f'"{head}" is no station, source, crew or top-level key'
        raise _WrongPath(message, did_you_mean(head, [*named, *tops]))
    rest = path[len(first) + 1 :]
    if first not in named:
        _refuse_unknown_key(first, rest, list(named))
        _descend(document, path, value)
    elif rest:
        _descend(named[first], rest, value)
    else:
        raise _WrongPath(f'"{first}" is a whole block; a path goes on to one of its values', "")


def _refuse_unknown_key(table: str, path: str, named: list[str]) -> None:
    """Refuse a key that a top-level table does not have: a station of a like name may be meant."""
    model = _TABLES.get(table)
    keys = [] if model is None else list(model.model_fields)
    head = path.split(".")[0]
    if path and keys and head not in keys:
        message = f'"{table}" is a table of the line and has no "{head}"; it has {", ".join(keys)}'
        station = nearest(table, named)
        meant = f"did you mean {station}.{path}?" if station else ""
        raise _WrongPath(message, did_you_mean(head, keys) or meant)


def _named(document: Plain) -> dict[str, Plain]:
    """Return the blocks that have a name of their own."""
    named: dict[str, Plain] = {}
    for key in ("crew", "source", "station"):
        blocks = document.get(key, [])
        for block in blocks if isinstance(blocks, list) else []:
            if (name := _name_of(block)) is not None:
                named[name] = block
    return named


def _name_of(block: object) -> str | None:
    """Return the name of a block, None where it has none: an earlier change may have spoilt it."""
    name = _unwrapped(block.get("name")) if isinstance(block, dict) else None
    return name if isinstance(name, str) else None


def _unwrapped(raw: object) -> object:
    return raw["value"] if isinstance(raw, dict) and "value" in raw and "dist" not in raw else raw


def _longest(path: str, keys: list[str]) -> str | None:
    """Return the longest key a path starts with; keys may hold dots and blanks."""
    matches = [key for key in keys if path == key or path.startswith(f"{key}.")]
    return max(matches, key=len, default=None)


def _descend(table: Plain, path: str, value: object) -> None:
    """Walk down a table to the value at a path, making tables that were left out."""
    key = _longest(path, list(table)) or path.split(".")[0]
    rest = path[len(key) + 1 :]
    if not rest:
        _set(table, key, value)
        return
    inside = table.setdefault(key, {})
    if isinstance(inside, list):
        _descend_list(inside, key, rest, value)
    elif isinstance(inside, dict) and _unwrapped(inside) is inside:
        _descend(inside, rest, value)
    else:
        raise _WrongPath(f'"{key}" holds one value, there is no "{rest}" inside', "")


def _descend_list(entries: list[object], key: str, path: str, value: object) -> None:
    """Walk on in the entry of a list that a path names, by its name or its number from 0."""
    named = _names_of(entries)
    names = {str(number): number for number in range(len(entries))} | named
    name = _longest(path, list(names))
    if name is None:
        known = named or names
        message = f'{key} has no "{path}"; write a number from 0'
        message += f", or {' or '.join(named)}" if named else ""
        raise _WrongPath(message, did_you_mean(path.split(".")[0], list(known)))
    number, rest = names[name], path[len(name) + 1 :]
    entry = entries[number]
    if not rest:
        entries[number] = _sourced(value)
    elif isinstance(entry, dict) and _unwrapped(entry) is entry:
        _descend(entry, rest, value)
    else:
        raise _WrongPath(f'"{key}.{name}" holds one value, there is no "{rest}" inside', "")


def _names_of(entries: list[object]) -> dict[str, int]:
    """Return the entries by name; limits by their property where it is the only one, else with `at`."""
    names: dict[str, int] = {}
    limits: dict[str, list[int]] = {}
    for number, entry in enumerate(entries):
        if not isinstance(entry, dict):
            continue
        known, at = _unwrapped(entry.get("property")), _unwrapped(entry.get("at"))
        if (name := _name_of(entry)) is not None:
            names[name] = number
        elif isinstance(known, str) and isinstance(at, str):
            for place in (known, f"{at}.{known}"):
                limits.setdefault(place, []).append(number)
    return names | {name: numbers[0] for name, numbers in limits.items() if len(numbers) == 1}


def _set(table: Plain, key: str, value: object) -> None:
    if value is None:
        table.pop(key, None)
    else:
        table[key] = _sourced(value)


def _sourced(value: object) -> object:
    """Return a number or duration with the note that a change has set it, anything else as a copy."""
    is_number = isinstance(value, numbers.Real) and not isinstance(value, bool)
    if isinstance(value, str):
        try:
            parse_duration_s(value)
        except ValueError:
            return value
        is_number = True
    if is_number:
        return {"value": value, "source": CHANGED}
    return deepcopy(value) if isinstance(value, dict | list) else value
