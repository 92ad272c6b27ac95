"""Studies: replications of one line or of several, and the tables drawn from them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import pandas as pd

from twin.core.errors import ModelStopped
from twin.kpi.compute import COLUMNS
from twin.line.model.line import Line
from twin.records.tables import Tables, empty
from twin.records.time_series import empty_series
from twin.stats.intervals import CONFIDENCE
from twin.study.printed import ResultTable
from twin.study.replication import Result, Task
from twin.study.replication_cache import Store
from twin.study.settings import (
    Duration,
    Keep,
    Settings,
    check_keep,
    check_line,
    check_size,
    read_settings,
    read_workers,
)
from twin.study.summary import difference_confidence, differences, summarise
from twin.study.workers import run_tasks

OnReplication = Callable[[int, int, pd.DataFrame | None], None]
"""Called after each replication with (done, total, its KPIs; None where it failed)."""


@dataclass(frozen=True)
class Study:
    """One line, simulated: KPIs by replication, their summary, and the tables that were kept.

    `events`, `readings`, `lots`, `cells`: of replication 0, or of all with a column `replication`, or empty.
    `courses`: output and work in process of every replication over time, see `twin.records.time_series`.
    `failed`: (replication, message) of those that came to nothing. `interrupted`: Ctrl-C cut it short.
    `notes`: what the caller should know, such as results that could not be stored.
    """

    line: Line
    settings: Settings
    kpis: pd.DataFrame
    summary: pd.DataFrame
    events: pd.DataFrame
    readings: pd.DataFrame
    lots: pd.DataFrame
    cells: pd.DataFrame
    courses: pd.DataFrame
    failed: tuple[tuple[int, str], ...]
    interrupted: bool
    wall_s: float
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """Several lines under the same dice; `differences`: each line minus the first, pair by replication.

    `confidence`: of each interval of the differences; above 95 % with three lines or more, so that those of
    one KPI hold together with 95 %.
    """

    studies: tuple[Study, ...]
    kpis: pd.DataFrame
    summary: pd.DataFrame
    differences: pd.DataFrame
    confidence: float = CONFIDENCE


def simulate(
    line: Line,
    horizon: Duration | None = None,
    warmup: Duration = 0,
    replications: int = 20,
    seed: int = 1,
    workers: int | None = None,
    keep: Keep = "first",
    progress: OnReplication | None = None,
    store: Path | None = None,
    force: bool = False,
) -> Study:
    """Simulate a line several times and return the study.

    `horizon`, `warmup`: seconds or text with a unit; without a horizon the run ends when the line is empty,
    which needs sources that end. `workers=None`: all cores; the numbers are the same for any number.
    `keep`: the tables of replication 0 ("first"), of "all", of "none". `store`: a folder in which finished
    replications are kept; the same call with the same folder goes on where it was left.
    `force`: run it however large it is expected to be; else TooLarge (a ValueError) is raised beyond the
    bounds of `twin.floor.run_size`. Raises ValueError for arguments that make no sense,
    ModelStopped where every replication came to a stand.

    >>> import twin
    >>> line = twin.load_line("lines/dry_sulfide_cathode.toml")
    >>> study = twin.simulate(line, horizon="2 d", warmup="1 d", replications=2, workers=1)
    >>> area = study.summary.query("kpi == 'good_area_m2_per_h'")
    >>> area[["line", "kpi", "n", "unit"]].to_dict("records")
    [{'line': 'dry-sulfide-cathode', 'kpi': 'good_area_m2_per_h', 'n': 2, 'unit': 'm²/h'}]
    >>> float(area["ci_low"].iloc[0]) < float(area["mean"].iloc[0])
    True
    """
    settings = read_settings(horizon, warmup, replications, seed)
    plan = _Plan(settings, read_workers(workers), keep, progress, store, force)
    return _run([line], plan)[0]


def compare(
    lines: Sequence[Line],
    horizon: Duration | None = None,
    warmup: Duration = 0,
    replications: int = 20,
    seed: int = 1,
    workers: int | None = None,
    keep: Keep = "first",
    progress: OnReplication | None = None,
    store: Path | None = None,
    force: bool = False,
) -> Comparison:
    """Simulate several lines with the same dice and return them with their differences.

    Takes and raises what `simulate` does. A second line of the same name becomes `name (2)`.

    >>> import twin
    >>> line = twin.load_line("lines/dry_sulfide_cathode.toml")
    >>> harder = line.with_changes({"name": "harder", "hot_press.params.pressure_MPa": 350.0})
    >>> result = twin.compare([line, harder], horizon="2 d", warmup="1 d", replications=2, workers=1)
    >>> porosity = result.differences.query("station == 'hot_press' and property == 'porosity_frac'")
    >>> porosity.query("kpi == 'mean'")["mean"].item() < 0.0
    True
    """
    settings = read_settings(horizon, warmup, replications, seed)
    plan = _Plan(settings, read_workers(workers), keep, progress, store, force)
    if not lines:
        raise ValueError("compare needs at least one line")
    studies = _run(lines, plan)
    kpis = pd.concat([study.kpis for study in studies], ignore_index=True)
    return Comparison(
        studies=studies,
        kpis=kpis,
        summary=ResultTable(pd.concat([study.summary for study in studies], ignore_index=True)),
        differences=differences(kpis, studies[0].line.name),
        confidence=difference_confidence(len(studies)),
    )


@dataclass(frozen=True)
class _Plan:
    settings: Settings
    workers: int
    keep: Keep
    progress: OnReplication | None
    store: Path | None
    force: bool

    def __post_init__(self) -> None:
        check_keep(self.keep)

    def tasks(self, lines: int) -> list[Task]:
        """Return every replication of every line, the lines in turn."""
        return [
            Task(line, replication, self.keep == "all" or (self.keep == "first" and replication == 0))
            for replication in range(self.settings.replications)
            for line in range(lines)
        ]


def _run(lines: Sequence[Line], plan: _Plan) -> tuple[Study, ...]:
    for line in lines:
        check_line(line, plan.settings)
        if not plan.force:
            check_size(line, plan.settings, keep_rows=plan.keep != "none")
    begun = time.perf_counter()
    named = _named_apart(lines)
    tasks = plan.tasks(len(named))
    shelf = None if plan.store is None else Store(plan.store, named, plan.settings)
    results: list[Result] = []

    def tell() -> None:
        if plan.progress is not None:
            plan.progress(len(results), len(tasks), results[-1].kpis)

    def done_now(result: Result) -> None:
        results.append(result)  # first: a Ctrl-C while it is stored does not lose it
        if shelf is not None:
            shelf.put(result)
        tell()

    stored_results = {} if shelf is None else shelf.find(tasks)
    for stored in stored_results.values():
        results.append(stored)
        tell()
    missing = [task for task in tasks if task not in stored_results]
    interrupted = run_tasks(named, plan.settings, missing, plan.workers, done_now)
    _raise_if_nothing(named, results, interrupted)
    wall_s = time.perf_counter() - begun
    notes = () if shelf is None else tuple(shelf.notes)
    end = _End(plan, interrupted, wall_s, notes)
    return tuple(
        end.study(line, [result for result in results if result.task.line == number])
        for number, line in enumerate(named)
    )


@dataclass(frozen=True)
class _End:
    """What all studies of a run share."""

    plan: _Plan
    interrupted: bool
    wall_s: float
    notes: tuple[str, ...]

    def study(self, line: Line, results: list[Result]) -> Study:
        """Put the results of one line in the order of their replications."""
        results = sorted(results, key=lambda result: result.task.replication)
        frames = [result.kpis for result in results if result.kpis is not None]
        kpis = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(COLUMNS))
        courses = [result.course for result in results if result.kpis is not None]
        tables = self._tables(results)
        return Study(
            line=line,
            settings=self.plan.settings,
            kpis=kpis,
            summary=summarise(kpis),
            events=tables.events,
            readings=tables.readings,
            lots=tables.lots,
            cells=tables.cells,
            courses=pd.concat(courses, ignore_index=True) if courses else empty_series(),
            failed=tuple((r.task.replication, r.message) for r in results if r.kpis is None),
            interrupted=self.interrupted,
            wall_s=self.wall_s,
            notes=self.notes,
        )

    def _tables(self, results: list[Result]) -> Tables:
        kept = [(r.task.replication, r.tables) for r in results if r.tables is not None]
        if self.plan.keep != "all":
            return kept[0][1] if kept else empty()
        names = [field.name for field in fields(Tables)]
        parts = ([(number, getattr(tables, name)) for number, tables in kept] for name in names)
        return Tables(
            *(_stacked(part, getattr(empty(), name)) for part, name in zip(parts, names, strict=True))
        )


def _stacked(parts: list[tuple[int, pd.DataFrame]], blank: pd.DataFrame) -> pd.DataFrame:
    """Put tables under each other, with their replication in front."""
    frames = [part.assign(replication=number) for number, part in parts] or [blank.assign(replication=0)]
    stacked = pd.concat(frames, ignore_index=True)
    return stacked[["replication", *(name for name in stacked.columns if name != "replication")]]


def _named_apart(lines: Sequence[Line]) -> list[Line]:
    """Return the lines under names of their own: the second of a name becomes `name (2)`."""
    taken: set[str] = set()
    named = []
    for line in lines:
        name, number = line.name, 1
        while name in taken:
            number += 1
            name = f"{line.name} ({number})"
        taken.add(name)
        named.append(line if name == line.name else line.renamed(name))
    return named


def _raise_if_nothing(lines: Sequence[Line], results: list[Result], interrupted: bool) -> None:
    """Raise ModelStopped for a line of which every replication stopped, RuntimeError if nothing came out."""
    if interrupted:
        return
    for number, line in enumerate(lines):
        mine = [result for result in results if result.task.line == number]
        if mine and all(result.stopped for result in mine):
            raise ModelStopped(f"{line.name}: {mine[0].message}")
    if all(result.kpis is None for result in results):
        raise RuntimeError(f"every replication failed; the first: {results[0].message}")
