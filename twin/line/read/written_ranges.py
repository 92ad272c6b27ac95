"""Read `range`, `range_factor` and `tied`: how far from its value the truth may lie, as its author knows."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import NamedTuple

from twin.core.units import parse_duration_s
from twin.line.fields.value_faults import quoted
from twin.line.read.findings import Finding, Findings
from twin.line.read.positions import Place

RANGE, FACTOR, TIED = "range", "range_factor", "tied"
BAD_RANGE = "invalid-range"
LARGEST_FACTOR = 1e6


class WrittenRange(NamedTuple):
    """Two bounds of a number as in the file, durations in seconds; `is_duration`: written with a unit."""

    low: float
    high: float
    is_duration: bool


@dataclass
class WrittenRanges:
    """What a file says of ranges: by the place of a number, of a table, of a number that is tied."""

    own: dict[Place, WrittenRange] = field(default_factory=dict)
    factors: dict[Place, float] = field(default_factory=dict)
    ties: dict[Place, str] = field(default_factory=dict)

    def update(self, other: WrittenRanges) -> None:
        """Take over what another document says."""
        self.own.update(other.own)
        self.factors.update(other.factors)
        self.ties.update(other.ties)

    def factor_for(self, place: Place) -> float | None:
        """Return the factor of the nearest table around a number that names one."""
        depths = range(len(place), -1, -1)
        return next((self.factors[place[:depth]] for depth in depths if place[:depth] in self.factors), None)

    def read_range(self, raw: object, value: object, place: Place, findings: Findings) -> None:
        """Keep the range beside a value, or say why it is none."""
        where = (*place, RANGE)
        if isinstance(value, dict):
            words = "a distribution has a range at each of its numbers: mean = { value = ..., range = ... }"
            findings.add(Finding(where, BAD_RANGE, words, on_key=True))
            return
        if not isinstance(raw, list | tuple) or len(raw) != 2:
            findings.add(Finding(where, BAD_RANGE, f"must be [low, high], found {quoted(raw)}"))
            return
        try:
            here = _quantity(value, "a range belongs to a number or duration; the value")
            low, high = (_quantity(end, "a range has numbers or durations; an end") for end in raw)
        except ValueError as error:
            findings.add(Finding(where, BAD_RANGE, str(error)))
            return
        if low > high:
            message = f"must be [low, high], found low {quoted(raw[0])} above high {quoted(raw[1])}"
            findings.add(Finding(where, BAD_RANGE, message))
        elif not low <= here <= high:
            message = f"must hold its value {quoted(value)}, found {quoted(raw[0])} to {quoted(raw[1])}"
            findings.add(Finding(where, BAD_RANGE, message))
        else:
            self.own[place] = WrittenRange(low, high, any(isinstance(part, str) for part in raw))

    def read_factor(self, raw: object, place: Place, findings: Findings) -> None:
        """Keep the factor of a table, or say why it is none."""
        is_number = isinstance(raw, int | float) and not isinstance(raw, bool)
        if is_number and 1.0 < float(raw) <= LARGEST_FACTOR:  # type: ignore[arg-type]
            self.factors[place] = float(raw)  # type: ignore[arg-type]
            return
        message = f"must be a number above 1 (value / factor to value x factor), found {quoted(raw)}"
        findings.add(Finding((*place, FACTOR), BAD_RANGE, message))

    def read_tie(self, raw: object, place: Place, findings: Findings) -> None:
        """Keep the name a number is tied by, or say why it is none."""
        if isinstance(raw, str) and raw.strip() and raw == raw.strip() and raw.isprintable():
            self.ties[place] = raw
            return
        message = f"must be the name that numbers drawn together share, found {quoted(raw)}"
        findings.add(Finding((*place, TIED), "invalid-value", message))


def _quantity(raw: object, what: str) -> float:
    """Return a number, or the seconds of a duration with a unit. Raises ValueError for anything else."""
    if isinstance(raw, str):
        try:
            return parse_duration_s(raw)
        except ValueError:
            raise ValueError(f"{what} is {quoted(raw)}") from None
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not math.isfinite(raw):
        raise ValueError(f"{what} is {quoted(raw)}")
    return float(raw)
