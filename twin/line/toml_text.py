"""A dict as TOML text: what `Line.to_dict` returns, so that a resolved line can be read again."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_WIDEST_INLINE = 100


def toml_text(table: Mapping[str, object]) -> str:
    """Return the document. Raises TypeError for a value TOML cannot hold (None among them)."""
    return "\n".join(_table(table, ())).strip() + "\n"


def _table(table: Mapping[str, object], path: tuple[str, ...]) -> list[str]:
    plain, tables, arrays = _sorted_by_form(table)
    rows = [f"{_key(key)} = {_value(value)}" for key, value in plain.items()]
    for key, part in tables.items():
        rows += ["", f"[{_path((*path, key))}]", *_table(part, (*path, key))]
    for key, parts in arrays.items():
        for part in parts:
            rows += ["", f"[[{_path((*path, key))}]]", *_table(part, (*path, key))]
    return rows


def _sorted_by_form(
    table: Mapping[str, object],
) -> tuple[dict[str, object], dict[str, Mapping[str, object]], dict[str, list[Mapping[str, object]]]]:
    """Part a table into plain values, tables with a header of their own and arrays of tables."""
    plain: dict[str, object] = {}
    tables: dict[str, Mapping[str, object]] = {}
    arrays: dict[str, list[Mapping[str, object]]] = {}
    for key, value in table.items():
        if isinstance(value, Mapping) and not _fits_inline(value):
            tables[key] = value
        elif isinstance(value, Sequence) and value and all(isinstance(part, Mapping) for part in value):
            arrays[key] = list(value)
        else:
            plain[key] = value
    return plain, tables, arrays


def _fits_inline(table: Mapping[str, object]) -> bool:
    nested = any(isinstance(value, Mapping) for value in table.values())
    return bool(table) and not nested and len(_value(table)) <= _WIDEST_INLINE


def _path(path: Sequence[str]) -> str:
    return ".".join(_key(part) for part in path)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _text(text: str) -> str:
    # JSON escapes are TOML escapes; DEL alone is legal in one and not in the other
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        if math.isfinite(value):
            return repr(value)
        return "nan" if math.isnan(value) else ("inf" if value > 0 else "-inf")
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(part)}" for key, part in value.items()) + " }"
    if isinstance(value, Sequence):
        return "[" + ", ".join(_value(part) for part in value) + "]"
    raise TypeError(f"{type(value).__name__} has no form in TOML")
