"""What one input alone does to the difference of the shipped lines: read from the record beside them.

`python -m tools.tornado --record` writes it anew. It holds for the shipped lines as they are; a line with
another number has no record.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from twin.core.errors import LineError
from twin.line.api import load_line
from twin.line.library import lines_folder
from twin.line.model.line import Line

SHIPPED = ("dry_sulfide_cathode", "wet_sulfide_cathode")
"""The lines of the record: differences are the first minus the second."""
FIGURES = ("energy_density_Wh_L", "ionic_conductivity_mS_cm", "yield")
FILE = "one_at_a_time.csv"
COLUMNS = ("figure", "path", "lines", "value", "low", "high", "usual", "at_low", "at_high")


class Swing(NamedTuple):
    """The difference of a figure with an input at either end of its range, and as usual."""

    figure: str
    path: str
    lines: str
    value: float
    low: float
    high: float
    usual: float
    at_low: float
    at_high: float

    @property
    def width(self) -> float:
        """Return how far the difference moves between the ends."""
        return abs(self.at_high - self.at_low)

    @property
    def turns(self) -> bool:
        """Return whether the difference changes its sign within the range."""
        ends = (self.at_low, self.usual, self.at_high)
        return min(ends) < 0.0 < max(ends)


@cache
def recorded() -> tuple[Swing, ...]:
    """Return the swings on record, the widest of each figure first."""
    with (lines_folder() / FILE).open(encoding="utf-8") as rows:
        table = csv.DictReader(line for line in rows if not line.startswith("#"))
        found = [
            Swing(row["figure"], row["path"], row["lines"], *(float(row[key]) for key in COLUMNS[3:]))
            for row in table
        ]
    return tuple(sorted(found, key=lambda swing: (FIGURES.index(swing.figure), -swing.width)))


def turning(lines: Sequence[Line]) -> tuple[Swing, ...]:
    """Return the inputs that alone turn a difference of these lines; none where the record does not hold."""
    if len(lines) != len(SHIPPED):
        return ()
    try:
        known = {line.name: line.values for line in map(load_line, SHIPPED)}
    except LineError:
        return ()
    if any(known.get(line.name) != line.values for line in lines):
        return ()
    return tuple(swing for swing in recorded() if swing.turns)
