"""A measured series and what a law makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from twin.lawbook.model import ErrorKind
from twin.laws import Law
from twin.material import Array

Use = Literal["calibrate", "test"]


@dataclass(frozen=True)
class Series:
    """One set file, checked: a law, the rows it is tested on, and how.

    `rows`: numbers of the used rows in the data file; `inputs` and `measured` hold one entry per used
    row, in the units of the law. `starts`: every other argument and its value before fitting; `typical`:
    those of them the file left out. `silent`: arguments left to the law itself. `remarks`: the comments
    at the head of the file.
    """

    file: str
    title: str
    source: str
    data_file: str
    citation: str
    law: Law
    error: ErrorKind
    rows: tuple[int, ...]
    skipped: tuple[int, ...]
    inputs: Mapping[str, Array]
    measured: Array
    calibrate: frozenset[int]
    free: tuple[str, ...]
    starts: Mapping[str, float]
    typical: tuple[str, ...]
    silent: tuple[str, ...]
    remarks: str


@dataclass(frozen=True)
class Prediction:
    """One row: measured and predicted in the unit of the law; error None where it has none."""

    row: int
    measured: float
    predicted: float
    error: float | None
    use: Use


@dataclass(frozen=True)
class Outcome:
    """What came out of a series; rmse, bias and worst row over the test rows, None without any.

    `at_edge`: fitted constants that ended at the edge of their range.
    """

    series: Series
    constants: Mapping[str, float]
    predictions: tuple[Prediction, ...]
    rmse: float | None
    bias: float | None
    worst_row: int | None
    rows_outside: tuple[int, ...]
    at_edge: tuple[str, ...] = ()

    def count(self, use: Use) -> int:
        """Return the number of rows of a use."""
        return sum(p.use == use for p in self.predictions)

    @property
    def zeros(self) -> int:
        """Return how many rows the law puts at zero although something was measured."""
        return sum(p.predicted == 0.0 and p.error is None for p in self.predictions)

    @property
    def meets_target(self) -> bool | None:
        """Say whether the test points meet the target of the law; None without target or test points."""
        target = self.series.law.target
        if target is None or self.rmse is None or target.error != self.series.error:
            return None
        return self.rmse <= target.rmse
