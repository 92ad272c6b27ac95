"""Results of a study or a comparison: lines with their tables, KPIs and settings."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from twin.analysis.density_tolerance import causes, no_causes
from twin.analysis.held_controls import held_controls
from twin.analysis.open_circuit import open_circuit
from twin.analysis.standing_still import standing_still
from twin.analysis.torn_webs import torn_webs
from twin.line.model.line import Line
from twin.line.route import station_names
from twin.records.tables import Tables
from twin.records.time_series import empty_series
from twin.study.api import Comparison, Study
from twin.study.settings import Settings
from twin.study.summary import difference_confidence, differences
from twin.study.warmup import doubts


@dataclass(frozen=True)
class LineResults:
    """One line of the report with the tables of its first replication and the courses of all of them.

    `causes`: what makes the spread of its density, as `density_tolerance.causes` returns it.
    `place`: which line of the results it is, from 0.
    """

    name: str
    line: Line
    file: str
    place: int
    tables: Tables
    failed: tuple[tuple[int, str], ...] = ()
    interrupted: bool = False
    courses: pd.DataFrame = field(default_factory=empty_series)
    causes: pd.DataFrame = field(default_factory=no_causes)

    @property
    def stations(self) -> list[str]:
        """Return the names of the stations, each after those that feed it."""
        return station_names(self.line)

    @property
    def has_tables(self) -> bool:
        """Say whether its first replication was finished."""
        return len(self.tables.lots) > 0


@dataclass(frozen=True)
class Results:
    """Everything a page is made of.

    `command`: what to type to get it again, "" if it came from Python. `misses`: a sentence for each target
    that was named and missed.
    """

    lines: tuple[LineResults, ...]
    kpis: pd.DataFrame
    summary: pd.DataFrame
    differences: pd.DataFrame
    settings: Settings
    command: str = ""
    misses: tuple[str, ...] = ()
    wall_s: float = field(default=float("nan"), compare=False)

    @property
    def first(self) -> LineResults:
        """Return the reference of all differences."""
        return self.lines[0]

    @property
    def names(self) -> list[str]:
        """Return the names of the lines in order."""
        return [shown.name for shown in self.lines]

    @property
    def interrupted(self) -> bool:
        """Say whether some replications are missing because the run was interrupted."""
        return any(shown.interrupted for shown in self.lines)

    @property
    def has_tables(self) -> bool:
        """Say whether every line has the tables of its first replication."""
        return all(shown.has_tables for shown in self.lines)

    @property
    def has_intervals(self) -> bool:
        """Say whether every line has finished two replications or more."""
        finished = self.kpis.groupby("line", observed=True)["replication"].nunique()
        return len(finished) > 0 and bool((finished > 1).all())

    @property
    def confidence(self) -> float:
        """Return the confidence of each interval of a difference between lines."""
        return difference_confidence(len(self.lines))

    @property
    def doubts(self) -> list[str]:
        """Return a sentence for each line whose runs do not support the intervals printed for it."""
        settings = self.settings
        return [
            sentence
            for shown in self.lines
            for sentence in doubts(shown.name, shown.courses, settings.horizon_s, settings.warmup_s)
        ]

    @property
    def standing(self) -> list[str]:
        """Return a sentence for each station that stands still, as seen in the first replication."""
        return [
            f"{shown.name}: {one.said()} (first replication)"
            for shown in self.lines
            if shown.has_tables
            for one in standing_still(shown.tables.events, shown.tables.lots, shown.line, self.end_s(shown))
        ]

    @property
    def held(self) -> list[str]:
        """Return a sentence for each station at which webs tore or a control stood at the end of its guard.

        As seen in the first replication.
        """
        return [
            f"{shown.name}: {sentence} (first replication)"
            for shown in self.lines
            if shown.has_tables
            for warnings in (torn_webs, held_controls)
            for sentence in warnings(shown.tables.events, shown.line)
        ]

    @property
    def not_conducting(self) -> list[str]:
        """Return a sentence for each line with cells of its first replication that do not conduct."""
        said = [(shown.name, open_circuit(shown.tables.cells)) for shown in self.lines if shown.has_tables]
        return [f"{name}: {words} (first replication)" for name, words in said if words]

    def end_s(self, shown: LineResults) -> float:
        """Return when the window of a line ends: the horizon, or the end of its last lot."""
        if self.settings.horizon_s is not None:
            return self.settings.horizon_s
        return float(shown.tables.lots["ended_s"].max())

    def readings(self, shown: LineResults) -> pd.DataFrame:
        """Return the readings of the window."""
        start_s, end_s = self.window_s(shown)
        table = shown.tables.readings
        return table[(table["time_s"] > start_s) & (table["time_s"] <= end_s)]

    def window_s(self, shown: LineResults) -> tuple[float, float]:
        """Return the window (start, end] in seconds."""
        return self.settings.warmup_s, self.end_s(shown)


def results_of(result: Study | Comparison, command: str = "") -> Results:
    """Return what a page is made of. Raises ValueError where a line has no finished replication."""
    studies = result.studies if isinstance(result, Comparison) else (result,)
    nothing = [study.line.name for study in studies if study.kpis.empty]
    if nothing:
        raise ValueError(f"no replication of {', '.join(nothing)} was finished")
    return Results(
        lines=tuple(_line_results(study, place) for place, study in enumerate(studies)),
        kpis=result.kpis,
        summary=result.summary,
        differences=differences(result.kpis, studies[0].line.name),
        settings=studies[0].settings,
        command=command,
        wall_s=studies[0].wall_s,
    )


def _line_results(study: Study, place: int) -> LineResults:
    return LineResults(
        name=study.line.name,
        line=study.line,
        file=study.line.file,
        place=place,
        tables=Tables(*(_first(table) for table in (study.events, study.readings, study.lots, study.cells))),
        failed=study.failed,
        interrupted=study.interrupted,
        courses=study.courses,
        causes=causes(study.line, station_names(study.line)),
    )


def _first(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of replication 0 of a table that may hold all replications."""
    if "replication" not in table.columns:
        return table
    return table[table["replication"] == 0].drop(columns="replication").reset_index(drop=True)
