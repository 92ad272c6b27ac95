"""How a line is simulated: horizon, warm-up, replications, seed; checked before anything runs."""

from __future__ import annotations

import operator
import os
from dataclasses import dataclass
from typing import Literal, SupportsIndex, get_args

from twin.core.units import parse_duration_s
from twin.floor.run_size import MOST_BYTES, MOST_EVENTS, run_size
from twin.line.model.line import Line

Keep = Literal["first", "all", "none"]
Duration = float | str


@dataclass(frozen=True)
class Settings:
    """The questions a result answers; `horizon_s` None = until every line is empty."""

    horizon_s: float | None
    warmup_s: float
    replications: int
    seed: int


def read_settings(
    horizon: Duration | None, warmup: Duration, replications: SupportsIndex, seed: SupportsIndex
) -> Settings:
    """Check and convert what a caller gave. Raises ValueError saying what is wrong and what is allowed."""
    horizon_s = None if horizon is None else _seconds("horizon", horizon)
    warmup_s = _seconds("warmup", warmup)
    if horizon_s is not None and horizon_s <= 0.0:
        raise ValueError("horizon must be longer than 0 s")
    if horizon_s is not None and warmup_s >= horizon_s:
        raise ValueError(f"warmup ({warmup_s:g} s) must be shorter than the horizon ({horizon_s:g} s)")
    return Settings(horizon_s, warmup_s, _whole("replications", replications, 1), _whole("seed", seed, 0))


def read_workers(workers: SupportsIndex | None) -> int:
    """Return the number of worker processes; None = as many as there are cores to use."""
    if workers is not None:
        return _whole("workers", workers, 1)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def check_keep(keep: str) -> None:
    """Raise ValueError for a word that does not say which tables to keep."""
    if keep not in get_args(Keep):
        raise ValueError(f"keep must be one of {', '.join(map(repr, get_args(Keep)))}, not {keep!r}")


class TooLarge(ValueError):
    """A run beyond what is run without being forced."""


def check_size(line: Line, settings: Settings, *, keep_rows: bool) -> None:
    """Raise TooLarge where a replication would take more events or memory than is run unasked.

    Where no rows are kept, memory does not grow with their number.
    """
    size = run_size(line, settings.horizon_s)
    if not keep_rows:
        size = size._replace(memory_bytes=0.0)
    if size.is_too_large:
        memory = f" and take about {size.memory_bytes / 1e9:,.1f} GB" if keep_rows else ""
        raise TooLarge(
            f"{line.name}: one replication would make about {size.events:,.0f} events{memory}; "
            f"unasked it is run up to {MOST_EVENTS:,} events and {MOST_BYTES / 1e9:g} GB"
        )


def check_line(line: Line, settings: Settings) -> None:
    """Raise ValueError for a line that never empties where no horizon is given; TypeError for no line."""
    if not isinstance(line, Line):
        raise TypeError(f"a line is needed, as load_line returns it, not {type(line).__name__}")
    if settings.horizon_s is not None:
        return
    for source in line.source:
        if source.lots is None and source.times is None:
            raise ValueError(
                f"{line.name}: source {source.name!r} never ends; give a horizon, or the `lots` it makes"
            )


def _seconds(name: str, value: Duration) -> float:
    try:
        return parse_duration_s(value)
    except ValueError as error:
        raise ValueError(f"{name} {error}, not {value!r}") from None


def _whole(name: str, value: SupportsIndex, least: int) -> int:
    try:
        number = operator.index(value)
    except TypeError:
        number = least - 1
    if isinstance(value, bool) or number < least:
        raise ValueError(f"{name} must be a whole number of {least} or more, not {value!r}")
    return number
