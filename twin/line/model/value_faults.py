"""Mistakes inside one value that has faults of its own (a distribution, a noise, a table)."""

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
    """The mistakes of one value."""

    def __init__(self, *faults: ValueFault) -> None:
        self.faults = faults
        super().__init__(faults[0].message)


def quoted(raw: object) -> str:
    """Return a found value as a message shows it."""
    if isinstance(raw, dict):
        return "a table"
    if isinstance(raw, list | tuple):
        return "a list"
    if isinstance(raw, bool):
        return str(raw).lower()
    if isinstance(raw, str):
        return f'"{raw[:40]}"' if raw.isprintable() else repr(raw[:40])
    return str(raw)[:40]
