"""The best of several lines with a stated guarantee: Kim-Nelson over replications under the same dice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pandas as pd

from twin.line.model.line import Line
from twin.stats.ranking_selection import Selected, kim_nelson
from twin.study.replication import Result, Task
from twin.study.settings import Settings, read_workers
from twin.study.workers import run_tasks

MOST = 500
"""Replications of a line after which the search is given up."""

FEWEST = 10
"""Replications of every line before the first is dropped."""

CONFIDENCE = 0.95

OnFurtherRuns = Callable[[int, str], None]
"""(replications run so far beyond those given, name of the line)."""


@dataclass(frozen=True)
class SelectionKpi:
    """A KPI lines are chosen by; `better` +1 where more of it is better, -1 where less."""

    kpi: str
    better: int
    station: str = ""
    property: str = ""

    def of(self, kpis: pd.DataFrame) -> dict[int, float]:
        """Return its value by replication, those without a value left out."""
        here = kpis[
            (kpis["kpi"].astype(str) == self.kpi)
            & (kpis["station"].astype(str) == self.station)
            & (kpis["property"].astype(str) == self.property)
        ]
        values = zip(here["replication"], here["value"], strict=True)
        return {int(number): float(value) for number, value in values if value == value}


@dataclass
class _Runs:
    """The figure of each line by replication; what is missing is run in blocks of one per worker."""

    lines: Sequence[Line]
    settings: Settings
    figure: SelectionKpi
    workers: int
    on_further_runs: OnFurtherRuns | None
    known: list[dict[int, float]] = field(default_factory=list)
    further: int = 0

    def draw(self, line: int, replication: int) -> float:
        """Return the figure turned so that larger is better."""
        if replication not in self.known[line]:
            tasks = [Task(0, replication + n, keep=False) for n in range(self.workers)]
            run_tasks([self.lines[line]], self.settings, tasks, self.workers, self._take(line))
            self.further += len(tasks)
            if self.on_further_runs is not None:
                self.on_further_runs(self.further, self.lines[line].name)
        if replication not in self.known[line]:
            name = self.lines[line].name
            raise ValueError(f"{name}: replication {replication} has no {self.figure.kpi} to choose by")
        return self.figure.better * self.known[line][replication]

    def _take(self, line: int) -> Callable[[Result], None]:
        def done(result: Result) -> None:
            if result.kpis is not None:
                self.known[line] |= self.figure.of(result.kpis)

        return done


def best_of(
    lines: Sequence[Line],
    kpis: pd.DataFrame,
    settings: Settings,
    figure: SelectionKpi,
    indifference: float,
    *,
    workers: int | None = None,
    on_further_runs: OnFurtherRuns | None = None,
    expected: Callable[[int], None] | None = None,
) -> Selected:
    """Choose the best of lines that were compared, with more replications of those still in the race.

    `kpis`, `settings`: of the comparison, whose replications are the first ones used; `indifference`: in
    the unit of the KPI, the difference that does not matter. With 95 % confidence the choice is the best
    line or within the indifference of it; the figures of `Selected` are turned so that larger is better.
    `expected`: told once, before any further run, how many replications of a line may be needed in all.
    Raises ValueError for fewer than FEWEST replications or a KPI without value, RuntimeError when MOST do
    not decide.
    """
    if settings.replications < FEWEST:
        raise ValueError(f"a choice needs {FEWEST} replications of every line, not {settings.replications}")
    known = [figure.of(kpis[kpis["line"].astype(str) == line.name]) for line in lines]
    if not all(known):
        raise ValueError(f"{figure.kpi} is not known for every line")
    runs = _Runs(lines, settings, figure, read_workers(workers), on_further_runs, known)
    first = settings.replications
    return kim_nelson(
        runs.draw,
        len(lines),
        indifference,
        first=first,
        confidence=CONFIDENCE,
        most=max(MOST, first),
        expected=expected,
    )
