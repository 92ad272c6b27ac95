"""The input register: every number of a line with unit, source and range, and how many are backed by what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from twin.core.number_text import number
from twin.line.model.line import Line
from twin.line.model.value import CHANGED as CHANGED
from twin.line.model.value import Value
from twin.line.read.references import ASSUMPTION as ASSUMED
from twin.line.read.references import CALIBRATED as CALIBRATED
from twin.line.read.references import is_calibrated

SOURCED, CHOSEN, BARE = "sourced", "chosen", "no source given"
_KINDS = (SOURCED, CHOSEN, CHANGED, CALIBRATED, ASSUMED, BARE)


class RangedInput(NamedTuple):
    """One number with a range, as the drawing of inputs needs it; durations in seconds.

    Numbers with the same `tied` are drawn together; a count is rounded once it is drawn.
    """

    path: str
    value: float
    low: float
    high: float
    unit: str
    source: str
    tied: str
    is_count: bool


class RegisterEntry(NamedTuple):
    """One number as the page shows it; `values` has one text per line, "" where a line has no such number."""

    path: str
    values: tuple[str, ...]
    unit: str
    range: str
    source: str
    kind: str
    differs: bool


class RegisterCounts(NamedTuple):
    """How the numbers of one line are backed."""

    sourced: int
    chosen: int
    calibrated: int
    assumed: int
    bare: int
    changed: int

    @property
    def total(self) -> int:
        """Return how many numbers there are."""
        return sum(self)


def kind_of(value: Value) -> str:
    """Return what backs a number: a source, a choice, a calibration, an assumption, nothing, or a change."""
    if value.source == CHANGED:
        return CHANGED
    if not value.source:
        return BARE
    if is_calibrated(value.source):
        return CALIBRATED
    text = value.source.strip().lower()
    return next((kind for kind in (ASSUMED, CHOSEN) if text.startswith(kind)), SOURCED)


def counts(line: Line) -> RegisterCounts:
    """Count the numbers of a line by how they are backed."""
    kinds = [kind_of(value) for value in line.values]
    return RegisterCounts(
        *(kinds.count(kind) for kind in (SOURCED, CHOSEN, CALIBRATED, ASSUMED, BARE, CHANGED))
    )


def entries(lines: Sequence[Line]) -> list[RegisterEntry]:
    """Return the numbers of all lines, in the order of the first line that has them."""
    paths = dict.fromkeys(value.path for line in lines for value in line.values)
    known = [{value.path: value for value in line.values} for line in lines]
    rows: list[RegisterEntry] = []
    for path in paths:
        here = [values[path] for values in known if path in values]
        texts = tuple(_text(values[path].value) if path in values else "" for values in known)
        sources = list(dict.fromkeys(value.source for value in here))
        differs = len({value.value for value in here}) > 1
        kind = next(kind for kind in reversed(_KINDS) if kind in {kind_of(value) for value in here})
        rows.append(
            RegisterEntry(
                path,
                texts,
                here[0].unit,
                _range_text(here),
                "; ".join(s for s in sources if s),
                kind,
                differs,
            )
        )
    return rows


def ranged_inputs(line: Line) -> list[RangedInput]:
    """Return every number of a line and its recipes that has a range, in the order of the file.

    >>> from twin.line.api import load_line
    >>> line = load_line("lines/dry_sulfide_cathode.toml")
    >>> next(known for known in ranged_inputs(line) if known.path == "powder.recipe.electrolyte.d50_um")
    RangedInput(path='powder.recipe.electrolyte.d50_um', value=..., low=..., high=..., unit='µm', ...)
    """
    return [
        RangedInput(v.path, v.value, v.low, v.high, v.unit, v.source, v.tied, v.is_count)
        for v in line.values
        if v.low is not None and v.high is not None
    ]


def without_range(line: Line) -> list[str]:
    """Return the paths of assumed and calibrated numbers that have no range; a list of times needs none."""
    return [
        value.path
        for value in line.values
        if value.low is None and not value.is_series and kind_of(value) in (ASSUMED, CALIBRATED)
    ]


def assumptions(lines: Sequence[Line]) -> list[RegisterEntry]:
    """Return the numbers that are assumed, not taken from a source."""
    return [entry for entry in entries(lines) if entry.kind == ASSUMED]


def calibrations(lines: Sequence[Line]) -> list[RegisterEntry]:
    """Return the numbers that were chosen with a target in view."""
    return [entry for entry in entries(lines) if entry.kind == CALIBRATED]


def references(lines: Sequence[Line]) -> list[tuple[str, str]]:
    """Return (key, printed reference) of every source used, sorted by key."""
    return sorted({key: text for line in lines for key, text in line.references.items()}.items())


def _range_text(values: Sequence[Value]) -> str:
    """Return "low to high", each range once where lines differ in it."""
    ends = dict.fromkeys((v.low, v.high) for v in values if v.low is not None and v.high is not None)
    return "; ".join(f"{_text(low)} to {_text(high)}" for low, high in ends)


def _text(value: float) -> str:
    return number(value, 6) if value != int(value) else f"{int(value)}"
