"""Tables of times: a list in the line file, or a column of a CSV file."""

from __future__ import annotations

import csv
from pathlib import Path

from twin.core.near_match import did_you_mean
from twin.core.units import LONGEST_S, SHORTEST_S, parse_duration_s
from twin.line.fields.files import HOW_TO_ALLOW, NOT_SHOWN, OUTSIDE, Files
from twin.line.fields.value_faults import FaultyValue, ValueFault, quoted

LARGEST_BYTES = 50_000_000


def seconds_of(raw: object) -> float:
    """Return the seconds of a duration; of a negative one says that it is negative. Raises ValueError."""
    if isinstance(raw, str) and raw.lstrip().startswith("-"):
        parse_duration_s(raw.lstrip()[1:])
        raise ValueError("must be a time of 0 s or more")
    return parse_duration_s(raw)


def read_times_table(rest: dict[str, object], files: Files) -> tuple[float, ...]:
    """Return the entries of a table, from the line file or from a column of a CSV file."""
    allowed = ("values",) if "values" in rest else ("file", "column")
    faults = [
        ValueFault(
            (key,),
            "unknown-key",
            "unknown key; a table takes values, or file and column",
            did_you_mean(key, allowed),
            True,
        )
        for key in rest
        if key not in allowed
    ]
    if "values" in rest:
        values = _entries(rest["values"], faults)
    elif not any(key in rest for key in allowed):
        faults.append(ValueFault(("values",), "missing-key", "a table needs values, or file and column"))
        values = []
    else:
        values = _from_file(rest, files, faults)
    if faults:
        raise FaultyValue(*faults)
    return tuple(values)


def _entries(raw: object, faults: list[ValueFault]) -> list[float]:
    if not isinstance(raw, list) or not raw:
        faults.append(ValueFault(("values",), "invalid-value", "must be a list of at least one time"))
        return []
    values: list[float] = []
    for number, entry in enumerate(raw):
        try:
            values.append(seconds_of(entry))
        except ValueError as error:
            faults.append(ValueFault(("values", number), "invalid-value", f"{error}, found {quoted(entry)}"))
    return values


def _from_file(rest: dict[str, object], files: Files, faults: list[ValueFault]) -> list[float]:
    file, column = rest.get("file"), rest.get("column")
    for key, part in (("file", file), ("column", column)):
        if key not in rest:
            faults.append(
                ValueFault(
                    (key,), "missing-key", f"{key} is missing; a table needs values, or file and column"
                )
            )
        elif not isinstance(part, str):
            faults.append(ValueFault((key,), "invalid-value", f"must be text, found {quoted(part)}"))
    if not isinstance(file, str) or not isinstance(column, str):
        return []
    if why := files.refuses(file):
        faults.append(ValueFault(("file",), OUTSIDE, why, HOW_TO_ALLOW))
        return []
    return read_column(files, file, column, faults)


def read_column(files: Files, file: str, column: str, faults: list[ValueFault]) -> list[float]:
    """Return the times of one column of a CSV file: comma, header line, `#` lines are comments.

    Of a file outside the folder of the line the faults quote nothing.
    """
    path = files.path(file)
    column_faults: list[ValueFault] = []
    values = _read_column(path, column, column_faults)
    is_content = [fault.code not in _OF_THE_FILE for fault in column_faults]
    if any(is_content) and not files.is_own(path):
        column_faults = [
            ValueFault(("file",), "invalid-value", f"{path} has no such column of times; {NOT_SHOWN}")
        ]
    faults += column_faults
    return values


_OF_THE_FILE = ("missing-file", "too-large")
"""Codes of faults that say nothing about what is in a file."""


def _read_column(path: Path, column: str, faults: list[ValueFault]) -> list[float]:
    try:
        if not path.is_file():
            faults.append(ValueFault(("file",), "missing-file", f"there is no file {path}"))
            return []
        if path.stat().st_size > LARGEST_BYTES:
            faults.append(
                ValueFault(("file",), "too-large", f"{path} is larger than {LARGEST_BYTES / 1e6:.0f} MB")
            )
            return []
        text = path.read_text(encoding="utf-8-sig")
        lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
        rows = list(csv.reader(lines, strict=True))
    except (OSError, ValueError, csv.Error) as error:
        faults.append(ValueFault(("file",), "unreadable-file", f"{path} cannot be read as CSV: {error}"))
        return []
    return _column(path, column, rows, faults)


def _column(path: Path, column: str, rows: list[list[str]], faults: list[ValueFault]) -> list[float]:
    header = [name.strip() for name in rows[0]] if rows else []
    if column not in header:
        message = f"{path} has no column {column!r}; it has {', '.join(header)[:200] or 'none'}"
        faults.append(ValueFault(("column",), "unknown-name", message, did_you_mean(column, header)))
        return []
    place = header.index(column)
    entries = [row[place].strip() if place < len(row) else "" for row in rows[1:]]
    values = _plain_seconds(entries)
    if values:
        return values
    for number, entry in enumerate(entries, start=1):
        try:
            values.append(seconds_of(_number(entry)))
        except ValueError as error:
            faults.append(
                ValueFault(("file",), "invalid-value", f"{path}, row {number}: {error}, found {entry[:40]!r}")
            )
            return values
    if not values:
        faults.append(ValueFault(("file",), "invalid-value", f"{path} has no rows"))
    return values


def _plain_seconds(entries: list[str]) -> list[float]:
    """Return the times of a column of plain seconds, the usual case; none where one of them needs a look."""
    try:
        values = list(map(float, entries))
    except ValueError:
        return []
    plain = all(SHORTEST_S <= value <= LONGEST_S or value == 0.0 for value in values)
    return values if plain else []


def _number(entry: str) -> float | str:
    try:
        return float(entry)
    except ValueError:
        return entry


def duration_hint(raw: object) -> str:
    """Return how a misspelt unit of time is written."""
    if not isinstance(raw, str):
        return ""
    words = {
        "sec": "s", "secs": "s", "second": "s", "seconds": "s",
        "m": "min", "mins": "min", "minute": "min", "minutes": "min",
        "hr": "h", "hrs": "h", "hour": "h", "hours": "h", "day": "d", "days": "d",
    }  # fmt: skip
    number = raw.strip().rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.").strip()
    unit = words.get(raw.strip()[len(number) :].strip().lower(), "")
    return f'did you mean "{number} {unit}"?' if unit and number else ""
