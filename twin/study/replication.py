"""One replication: run a line and compute its KPIs; a failure becomes a message."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from twin.core.errors import ModelStopped
from twin.floor.run import run
from twin.kpi.compute import kpi_table
from twin.kpi.course import course
from twin.kpi.gathering import Gathering
from twin.line.model.line import Line
from twin.records.tables import Tables, from_log
from twin.records.time_series import empty_series, series_of_run
from twin.study.settings import Settings


class Task(NamedTuple):
    """One replication of one of the lines; `keep`: its tables are wanted."""

    line: int
    replication: int
    keep: bool


@dataclass(frozen=True)
class Result:
    """The outcome of a task: its KPIs, tables and time series, or the message of what went wrong."""

    task: Task
    kpis: pd.DataFrame | None = None
    tables: Tables | None = None
    course: pd.DataFrame = field(default_factory=empty_series)
    message: str = ""
    stopped: bool = False


_SHORT = 1000
"""Characters; a pipe takes 4096 bytes in one piece."""


def replicate(line: Line, settings: Settings, task: Task) -> Result:
    """Run one replication; whatever goes wrong in it is told in the result, the others go on."""
    gathering = Gathering(line, settings.warmup_s, settings.horizon_s)
    keep = task.keep
    try:
        log = run(
            line,
            settings.horizon_s,
            settings.seed,
            task.replication,
            cells=keep,
            take=gathering.add,
            keep=keep,
        )
        totals = gathering.totals()
        kpis = kpi_table(totals, task.replication)
        tables = from_log(log) if keep else None
    except ModelStopped as stop:
        return Result(task, message=str(stop), stopped=True)
    except MemoryError:
        return Result(task, message="it ran out of memory" + (", its rows being kept" if keep else ""))
    except Exception as error:  # a replication may fail for any reason; the others are worth keeping
        return Result(task, message=f"{type(error).__name__}: {error} ({_place(error)})")
    return Result(task, kpis, tables, series_of_run(totals[course], settings.horizon_s, task.replication))


def replicate_to(file: Path, line: Line, settings: Settings, task: Task) -> str:
    """Run one replication and leave its result in a file; returns why it could not be written, else "".

    Only so short an answer goes through a pipe in one piece: a worker killed in the middle of a longer one
    would leave the parent waiting for the rest for ever.
    """
    result = replicate(line, settings, task)
    try:
        with file.open("wb") as out:
            pickle.dump(result, out, protocol=pickle.HIGHEST_PROTOCOL)
    except OSError as error:
        return f"its result could not be handed over: {error.strerror or type(error).__name__}"[:_SHORT]
    return ""


def _place(error: BaseException) -> str:
    """Return where an error was raised, as file:line."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "no place known"
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
