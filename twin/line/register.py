"""The input register: every number of a line with unit and source, and how many are sourced or assumed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from twin.core.number_text import number
from twin.line import change
from twin.line.model.line import Line, Value

ASSUMED = "assumption"
SOURCED, BARE = "sourced", "no source given"
CHANGED = change.SOURCE
_KINDS = (SOURCED, CHANGED, ASSUMED, BARE)


class RegisterEntry(NamedTuple):
    """One number as the page shows it; `values` has one text per line, "" where a line has no such number."""

    path: str
    values: tuple[str, ...]
    unit: str
    source: str
    kind: str
    differs: bool


class RegisterCounts(NamedTuple):
    """How the numbers of one line are backed."""

    sourced: int
    assumed: int
    bare: int
    changed: int

    @property
    def total(self) -> int:
        """Return how many numbers there are."""
        return self.sourced + self.assumed + self.bare + self.changed


def kind_of(value: Value) -> str:
    """Return whether a number is sourced, assumed, bare or set by a change."""
    if value.source == CHANGED:
        return CHANGED
    if not value.source:
        return BARE
    return ASSUMED if value.source.strip().lower().startswith(ASSUMED) else SOURCED


def counts(line: Line) -> RegisterCounts:
    """Count the numbers of a line by how they are backed."""
    kinds = [kind_of(value) for value in line.values]
    return RegisterCounts(*(kinds.count(kind) for kind in (SOURCED, ASSUMED, BARE, CHANGED)))


def entries(lines: Sequence[Line]) -> list[RegisterEntry]:
    """Return the numbers of all lines, in the order of the first line that has them."""
    paths = dict.fromkeys(value.path for line in lines for value in line.values)
    known = [{value.path: value for value in line.values} for line in lines]
    rows: list[RegisterEntry] = []
    for path in paths:
        here = [values[path] for values in known if path in values]
        texts = tuple(_text(values[path]) if path in values else "" for values in known)
        sources = list(dict.fromkeys(value.source for value in here))
        differs = len({value.value for value in here}) > 1
        kind = next(kind for kind in reversed(_KINDS) if kind in {kind_of(value) for value in here})
        rows.append(
            RegisterEntry(path, texts, here[0].unit, "; ".join(s for s in sources if s), kind, differs)
        )
    return rows


def assumptions(lines: Sequence[Line]) -> list[RegisterEntry]:
    """Return the numbers that are assumed, not taken from a source."""
    return [entry for entry in entries(lines) if entry.kind == ASSUMED]


def references(lines: Sequence[Line]) -> list[tuple[str, str]]:
    """Return (key, printed reference) of every source used, sorted by key."""
    return sorted({key: text for line in lines for key, text in line.references.items()}.items())


def _text(value: Value) -> str:
    return number(value.value, 6) if value.value != int(value.value) else f"{int(value.value)}"
