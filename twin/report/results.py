"""What a report is about: lines with their tables, KPIs and settings, from a study or from saved files."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from twin.analysis.density_tolerance import no_causes
from twin.analysis.standing_still import standing_still
from twin.line.model.line import Line
from twin.line.route import station_names
from twin.records.tables import Tables
from twin.records.time_series import empty_series
from twin.study.settings import Settings
from twin.study.summary import difference_confidence
from twin.study.warmup import doubts


@dataclass(frozen=True)
class Shown:
    """One line of the report with the tables of its first replication and the courses of all of them.

    `causes`: what makes the spread of its density, as `density_tolerance.causes` returns it.
    """

    name: str
    line: Line
    file: str
    colour: str
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

    lines: tuple[Shown, ...]
    kpis: pd.DataFrame
    summary: pd.DataFrame
    differences: pd.DataFrame
    settings: Settings
    command: str = ""
    misses: tuple[str, ...] = ()
    wall_s: float = field(default=float("nan"), compare=False)

    @property
    def first(self) -> Shown:
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

    def end_s(self, shown: Shown) -> float:
        """Return when the window of a line ends: the horizon, or the end of its last lot."""
        if self.settings.horizon_s is not None:
            return self.settings.horizon_s
        return float(shown.tables.lots["ended_s"].max())

    def readings(self, shown: Shown) -> pd.DataFrame:
        """Return the readings of the window."""
        start_s, end_s = self.window_s(shown)
        table = shown.tables.readings
        return table[(table["time_s"] > start_s) & (table["time_s"] <= end_s)]

    def window_s(self, shown: Shown) -> tuple[float, float]:
        """Return the window (start, end] in seconds."""
        return self.settings.warmup_s, self.end_s(shown)
