"""What a report is about: lines with their tables, KPIs and settings, from a study or from saved files."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from twin.line.model import Line
from twin.report.route import stops
from twin.settings import Settings
from twin.tables import Tables


@dataclass(frozen=True)
class Shown:
    """One line of the report with the tables of its first replication."""

    name: str
    line: Line
    file: str
    colour: str
    tables: Tables
    failed: tuple[tuple[int, str], ...] = ()
    interrupted: bool = False

    @property
    def stations(self) -> list[str]:
        """Return the names of the stations, each after those that feed it."""
        return [stop.name for stop in stops(self.line) if stop.inputs]

    @property
    def has_tables(self) -> bool:
        """Say whether its first replication was finished."""
        return len(self.tables.lots) > 0


@dataclass(frozen=True)
class Results:
    """Everything a page is made of. `command`: what to type to get it again, "" if it came from Python."""

    lines: tuple[Shown, ...]
    kpis: pd.DataFrame
    summary: pd.DataFrame
    differences: pd.DataFrame
    settings: Settings
    command: str = ""
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

    def end_s(self, shown: Shown) -> float:
        """Return when the window of a line ends: the horizon, or the end of its last lot."""
        if self.settings.horizon_s is not None:
            return self.settings.horizon_s
        return float(shown.tables.lots["ended_s"].max())

    def window_s(self, shown: Shown) -> tuple[float, float]:
        """Return the window (start, end] in seconds."""
        return self.settings.warmup_s, self.end_s(shown)
