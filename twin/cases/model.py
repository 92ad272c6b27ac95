"""A checked case and what came out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from twin.cases.file import CaseFile
from twin.line.model.line import Line


@dataclass(frozen=True)
class Case:
    """A case file whose lines are read: `lines` by the name of their case, changes made.

    `swept`: for each sweep, the lines of its case, one per value.
    """

    file: str
    checked: CaseFile
    reference: str
    lines: Mapping[str, Line]
    swept: tuple[tuple[Line, ...], ...]


class TwinAnswer(NamedTuple):
    """What the twin says: mean over replications, 5 and 95 % by chance, half-width of the 95 % interval."""

    value: float
    q05: float
    q95: float
    chance_half_width: float


@dataclass(frozen=True)
class CaseOutcome:
    """The answer of a case; None where nothing was run, or a line stood still (`stopped` says which)."""

    case: Case
    unit: str
    answer: TwinAnswer | None
    swept: tuple[tuple[float | None, ...], ...] = ()
    stopped: str = ""

    @property
    def error(self) -> float | None:
        """Return twin minus stated, in the unit of the answer."""
        return None if self.answer is None else self.answer.value - self.case.checked.stated.value

    @property
    def in_spreads(self) -> float | None:
        """Return the error over the standard deviation of the measurement, None where it is not stated."""
        spread = self.case.checked.stated.sd
        return None if self.error is None or not spread else self.error / spread
