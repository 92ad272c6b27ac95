"""Progress on stderr: a live bar on a terminal, a plain line every ten seconds elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import click

if TYPE_CHECKING:
    import pandas as pd
    from rich.progress import Progress, TaskID

PLAIN_EVERY_S = 10.0


class Report(Protocol):
    """Called after each finished step; a replication hands over its KPIs, None where it failed."""

    def __call__(self, done: int, total: int, latest: pd.DataFrame | None = None) -> None: ...


@dataclass
class Running:
    """The headline KPI of each line so far."""

    values: dict[str, dict[int, float]] = field(default_factory=dict)
    unit: str = ""

    def add(self, latest: pd.DataFrame | None) -> None:
        """Take in the KPIs of one replication."""
        if latest is None:
            return
        from twin.kpi.registry import headline

        rows = latest[(latest["station"] == "") & (latest["kpi"] == headline().name)]
        columns = rows[["line", "replication", "value", "unit"]]
        for line, number, value, unit in columns.itertuples(index=False, name=None):
            # a replication that was kept is reported again by the call that goes on with it
            self.values.setdefault(str(line), {})[int(number)] = float(value)
            self.unit = str(unit)

    def text(self) -> str:
        """Return mean and 95 % half-width of each line, "" before the first replication."""
        from twin.core.number_text import interval
        from twin.stats.intervals import t_interval

        parts = [
            f"{line} {interval(*t_interval(list(values.values()))[:3])}"
            for line, values in sorted(self.values.items())
        ]
        return f"{', '.join(parts)} {self.unit}" if parts else ""


@contextmanager
def progress(what: str, steps: str = "replications") -> Iterator[Report]:
    """Show the progress of what happens within this block, in steps of that name."""
    if sys.stderr.isatty():
        with _bar(steps) as report:
            yield report
    else:
        yield _Plain(what, steps)


class _Plain:
    """Lines for a log file; the first after ten seconds, none for a short run."""

    def __init__(self, what: str, steps: str) -> None:
        self.what = what
        self.steps = steps
        self.begun_s = self.printed_s = time.monotonic()
        self.running = Running()

    def __call__(self, done: int, total: int, latest: pd.DataFrame | None = None) -> None:
        self.running.add(latest)
        now_s = time.monotonic()
        if now_s - self.printed_s < PLAIN_EVERY_S and done < total:
            return
        if now_s - self.begun_s < PLAIN_EVERY_S:
            return
        self.printed_s = now_s
        spent_s = now_s - self.begun_s
        left_s = spent_s / max(done, 1) * (total - done)
        rate = f"{60 * done / spent_s:.1f} per min, {left_s:.0f} s left"
        headline = self.running.text()
        tail = f"; {headline}" if headline else ""
        click.echo(f"{self.what}: {done} of {total} {self.steps}, {rate}{tail}", err=True)


@contextmanager
def _bar(steps: str) -> Iterator[Report]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
    from rich.table import Column

    columns = (
        BarColumn(bar_width=12),
        MofNCompleteColumn(table_column=Column(no_wrap=True)),
        TextColumn("{task.description}", table_column=Column(no_wrap=True)),
        TextColumn("{task.fields[rate]}", table_column=Column(no_wrap=True)),
        TimeRemainingColumn(compact=True, table_column=Column(no_wrap=True, min_width=5)),
        # names are printed as they are: [lab] is no markup
        TextColumn("{task.fields[headline]}", markup=False, table_column=Column(no_wrap=True, ratio=1)),
    )
    with Progress(*columns, console=Console(stderr=True, emoji=False), transient=True, expand=True) as bar:
        yield _Bar(bar, bar.add_task(steps, total=None, rate="", headline=""))


class _Bar:
    """The live bar: steps done, rate, time left, running interval of the headline KPI."""

    def __init__(self, bar: Progress, task: TaskID) -> None:
        self.bar = bar
        self.task = task
        self.begun_s = time.monotonic()
        self.running = Running()

    def __call__(self, done: int, total: int, latest: pd.DataFrame | None = None) -> None:
        self.running.add(latest)
        rate = f"{60 * done / max(1e-9, time.monotonic() - self.begun_s):.0f}/min"
        self.bar.update(self.task, completed=done, total=total, rate=rate, headline=self.running.text())
