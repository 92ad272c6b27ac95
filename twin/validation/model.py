"""A measured series and what a law makes of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from twin.core.material import Array
from twin.laws.registry.law import ErrorKind, Law

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

    def unscored(self, use: Use | None = None) -> tuple[Prediction, ...]:
        """Return the rows of a use, or all, that have no error: put at zero or below, or not finite."""
        return tuple(p for p in self.predictions if p.error is None and use in (None, p.use))

    @property
    def rmse_calibrated(self) -> float | None:
        """Return the root mean square error over the calibration rows; None without any."""
        errors = [p.error for p in self.predictions if p.use == "calibrate" and p.error is not None]
        return math.hypot(*errors) / math.sqrt(len(errors)) if errors else None

    @property
    def meets_target(self) -> bool | None:
        """Say whether the test points meet the target of the law; None without target or test points.

        A test row without an error meets none.
        """
        target = self.series.law.target
        if target is None or target.error != self.series.error or not self.count("test"):
            return None
        return self.rmse is not None and self.rmse <= target.rmse and not self.unscored("test")
