"""Mistakes inside one value of several parts: a distribution, a noise, a table of times."""

from __future__ import annotations

from typing import NamedTuple


class ValueFault(NamedTuple):
    """One mistake: the keys below the value, what is wrong, a near match."""

    keys: tuple[str | int, ...]
    code: str
    message: str
    hint: str = ""
    on_key: bool = False


class FaultyValue(Exception):
    """Raised for a value of several parts, with all its mistakes in `faults`."""

    def __init__(self, *faults: ValueFault) -> None:
        self.faults = faults
        super().__init__(faults[0].message)


def quoted(raw: object) -> str:
    """Return a value from a file as a message quotes it: text in quotation marks, cut after 40 letters."""
    if isinstance(raw, dict):
        return "a table"
    if isinstance(raw, list | tuple):
        return "a list"
    if isinstance(raw, bool):
        return str(raw).lower()
    if isinstance(raw, str):
        return f'"{raw[:40]}"' if raw.isprintable() else repr(raw[:40])
    return str(raw)[:40]
