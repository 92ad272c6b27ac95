"""Write a line out in full: recipes, tables and references inside, nothing left to look up."""

from __future__ import annotations

import numbers
from collections.abc import Mapping

from twin.line.fields.files import Files
from twin.line.fields.times_table import read_column
from twin.line.fields.value_faults import ValueFault
from twin.line.read.document import Plain
from twin.line.read.references import Reference


def resolved(document: Mapping[str, object], files: Files, used: Mapping[str, Reference]) -> Plain:
    """Return a document that needs no other file: only dicts, lists, texts, numbers and booleans."""
    rest = {key: part for key, part in document.items() if key != "sources"}
    plain = _resolved(rest, files)
    assert isinstance(plain, dict)
    if used:
        plain["sources"] = {key: reference.model_dump(exclude_unset=True) for key, reference in used.items()}
    return plain


def _resolved(raw: object, files: Files) -> object:
    if isinstance(raw, dict):
        table = {key: _resolved(part, files) for key, part in raw.items()}
        return _with_values(table, files) if "file" in table and "column" in table else table
    if isinstance(raw, list | tuple):
        return [_resolved(part, files) for part in raw]
    if isinstance(raw, bool | str):
        return raw
    if isinstance(raw, numbers.Integral):
        return int(raw)
    return float(raw) if isinstance(raw, numbers.Real) else raw


def _with_values(table: Plain, files: Files) -> Plain:
    """Return a table of times with the column of its file instead of the file."""
    file, column = (_unwrapped(table[key]) for key in ("file", "column"))
    if not isinstance(file, str) or not isinstance(column, str):
        return table
    faults: list[ValueFault] = []
    values = read_column(files, file, column, faults)
    if faults:  # read before without a fault: the file has changed meanwhile
        raise OSError(faults[0].message)
    return {key: part for key, part in table.items() if key not in ("file", "column")} | {"values": values}


def _unwrapped(raw: object) -> object:
    return raw["value"] if isinstance(raw, dict) and "value" in raw else raw
