"""How often the warning of a short run is right: coverage of the interval beside the share of studies warned.

`python -m tools.run_length_errors` measures every case (a minute) and writes the table of docs/intervals.md;
`tests/unit/stats/test_run_length_errors.py` holds both error rates.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.signal import lfilter

from twin.core.material import Array
from twin.records.time_series import BUCKETS
from twin.stats.intervals import t_quantile
from twin.stats.run_length_check import support

PAGE = Path(__file__).resolve().parents[1] / "docs" / "intervals.md"
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"

STUDIES = 500
"""Studies per case: a share near a half is known to 2 percentage points."""

SHORT, FINE = 0.65, 0.93
"""Coverage of a nominal 95 % interval up to which a study is too short, and from which it is long enough."""

Courses = Callable[[np.random.Generator, int], list[tuple[Array, float]]]
"""Draw so many replications: the courses of each series, shape (replication, bucket), and its true mean."""


@dataclass(frozen=True)
class Case:
    """A process, what is left out of its run, and how many replications a study has."""

    process: str
    replications: int
    draw: Courses
    left_out: float = 0.0

    @property
    def dropped(self) -> int:
        """Return the buckets left out at the start."""
        return round(self.left_out * BUCKETS)


@dataclass(frozen=True)
class Rates:
    """Shares of the studies of a case: the interval of the worse series holds the truth, a warning stands."""

    case: Case
    coverage: float
    warned: float

    @property
    def verdict(self) -> str:
        """Return what coverage says about the case, without looking at the warning."""
        return "too short" if self.coverage <= SHORT else "fine" if self.coverage >= FINE else "between"


def _time_before(events: Array, edges: Array) -> Array:
    """Return the sum over sorted event times of what has passed since, at each edge."""
    passed = np.searchsorted(events, edges)
    return np.asarray(passed * edges - np.concatenate([[0.0], np.cumsum(events)])[passed])


def queue(load: float, horizon: float) -> Courses:
    """Return work in process and output of M/M/1 from empty by Lindley's recursion, service mean 1."""

    def draw(dice: np.random.Generator, runs: int) -> list[tuple[Array, float]]:
        lots = int(load * horizon + 6.0 * np.sqrt(load * horizon) + 20.0)
        edges = np.linspace(0.0, horizon, BUCKETS + 1)
        inside, output = np.empty((runs, BUCKETS)), np.empty((runs, BUCKETS))
        for run in range(runs):
            created = np.cumsum(dice.exponential(1.0 / load, lots))
            service = dice.exponential(1.0, lots)
            steps = np.concatenate([[0.0], np.cumsum(service[:-1] - np.diff(created))])
            ended = created + steps - np.minimum.accumulate(steps) + service
            inside[run] = np.diff(_time_before(created, edges) - _time_before(ended, edges))
            output[run] = np.histogram(ended, edges)[0]
        width = horizon / BUCKETS
        return [(inside / width, load / (1.0 - load)), (output / width, load)]

    return draw


def autoregression(memory: float, depth: float = 0.0, share: float = 0.1) -> Courses:
    """Return AR(1) of variance 1 in equilibrium, less a start-up of `depth` that decays over a `share`."""

    def draw(dice: np.random.Generator, runs: int) -> list[tuple[Array, float]]:
        noise = dice.normal(size=(runs, BUCKETS))
        noise[:, 1:] *= np.sqrt(1.0 - memory**2)
        course = lfilter([1.0], [1.0, -memory], noise, axis=1)
        return [(np.asarray(course - depth * np.exp(-np.arange(BUCKETS) / (share * BUCKETS))), 0.0)]

    return draw


def _queue(load: float, horizon: float, replications: int = 10, left_out: float = 0.0) -> Case:
    name = f"M/M/1, load {load:g}, {horizon:.0f} services"
    return Case(name, replications, queue(load, horizon), left_out)


CASES = [
    _queue(0.9, 500),
    _queue(0.9, 500, 20),
    _queue(0.9, 500, 5),
    _queue(0.9, 300, 10),
    _queue(0.9, 1_000),
    _queue(0.9, 2_000),
    _queue(0.9, 10_000, 10, 0.1),
    _queue(0.9, 20_000, 10, 0.1),
    _queue(0.9, 20_000, 5, 0.1),
    _queue(0.8, 200),
    _queue(0.8, 200, 20),
    _queue(0.8, 500),
    _queue(0.8, 2_000, 10, 0.25),
    _queue(0.8, 5_000, 10, 0.1),
    _queue(0.8, 5_000, 20, 0.1),
    _queue(0.5, 100),
    _queue(0.5, 100, 20, 0.25),
    _queue(0.5, 400, 10, 0.1),
    _queue(0.5, 1_000),
    _queue(0.5, 5_000, 20, 0.1),
    Case("independent", 10, autoregression(0.0)),
    Case("independent", 5, autoregression(0.0)),
    Case("AR(1), 0.5", 10, autoregression(0.5)),
    Case("AR(1), 0.9", 10, autoregression(0.9)),
    Case("AR(1), 0.9", 20, autoregression(0.9)),
    Case("independent, start-up of 1 sd over 10 %", 10, autoregression(0.0, 1.0)),
    Case("AR(1), 0.5, start-up of 1 sd over 10 %", 10, autoregression(0.5, 1.0)),
    Case("AR(1), 0.5, start-up of 1 sd over 10 %", 20, autoregression(0.5, 1.0)),
    Case("AR(1), 0.5, start-up of 1 sd over 10 %", 5, autoregression(0.5, 1.0)),
    Case("AR(1), 0.5, start-up of 3 sd over 20 %", 5, autoregression(0.5, 3.0, 0.2)),
    Case("AR(1), 0.9, start-up of 3 sd over 10 %", 10, autoregression(0.9, 3.0)),
]


def rates(case: Case, studies: int = STUDIES, seed: int = 1) -> Rates:
    """Return coverage and warnings over so many studies of a case."""
    dice = np.random.default_rng(seed)
    coverage, warned = 1.0, np.zeros(studies, dtype=bool)
    for courses, truth in case.draw(dice, studies * case.replications):
        kept = courses.reshape(studies, case.replications, BUCKETS)[:, :, case.dropped :]
        means = kept.mean(axis=2)
        error = means.std(axis=1, ddof=1) / np.sqrt(case.replications)
        half = float(t_quantile(case.replications - 1, 0.95)) * error
        coverage = min(coverage, float(np.mean(np.abs(means.mean(axis=1) - truth) <= half)))
        warned |= np.array([not support(study).holds for study in kept])
    return Rates(case, coverage, float(np.mean(warned)))


def table(measured: list[Rates]) -> str:
    """Return the table of docs/intervals.md, least coverage first."""
    rows = ["| process | left out % | replications | coverage % | warned % | the study is |"]
    rows += ["|---|---:|---:|---:|---:|---|"]
    rows += [
        f"| {row.case.process} | {100 * row.case.left_out:.0f} | {row.case.replications} "
        f"| {100 * row.coverage:.0f} | {100 * row.warned:.0f} | {row.verdict} |"
        for row in sorted(measured, key=lambda row: row.coverage)
    ]
    for verdict in ("too short", "fine"):
        warned = np.array([100.0 * row.warned for row in measured if row.verdict == verdict])
        spread = f"{warned.mean():.1f} % on average, {warned.min():.0f} to {warned.max():.0f} %"
        rows += ["", f"Studies warned in the {warned.size} cases that are {verdict}: {spread}."]
    return "\n".join(rows)


def main() -> None:
    """Measure every case and write the table into the page."""
    measured = []
    for case in CASES:
        measured.append(rates(case))
        sys.stdout.write(f"{case.process}, {case.replications}: {measured[-1].warned:.2f}\n")
    text = PAGE.read_text(encoding="utf-8")
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n{table(measured)}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
