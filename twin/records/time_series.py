"""Output and work in process of a replication over time, in buckets of equal length."""

from __future__ import annotations

import numpy as np
import pandas as pd

from twin.core.material import Array

BUCKETS = 200
"""Buckets a run is cut into: forty batches of five for the warm-up rule."""

SERIES = {"output": "output", "work_in_process": "work in process"}
"""Columns of the table and what they are called."""

COLUMNS = ("replication", "time_s", *SERIES)


def empty_series() -> pd.DataFrame:
    """Return a table of no buckets."""
    return pd.DataFrame(
        {name: np.zeros(0, dtype=int if name == "replication" else float) for name in COLUMNS}
    )


def edges_s(horizon_s: float) -> Array:
    """Return where the buckets of a run begin and end."""
    return np.linspace(0.0, horizon_s, BUCKETS + 1)


def series_of_run(course: Array, horizon_s: float | None, replication: int) -> pd.DataFrame:
    """Return one row per bucket of a run, `time_s` its end; no rows for a run until empty.

    `course`: shape (2, bucket), the `output`: good area shipped per hour, lots where there is no material;
    and the `work_in_process`: mean of the lots inside.
    """
    if horizon_s is None:
        return empty_series()
    columns = (np.full(BUCKETS, replication), edges_s(horizon_s)[1:], *course)
    return pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))


def series(courses: pd.DataFrame, name: str) -> Array:
    """Return one column of the tables of one line, shape (replication, bucket)."""
    return courses[name].to_numpy(np.float64).reshape(-1, BUCKETS)


def output(lots: pd.DataFrame, edges: Array) -> Array:
    """Return good area shipped per hour in each bucket between edges in seconds; lots without material."""
    shipped = lots[lots["fate"].astype("str") == "shipped"]
    area = shipped["good_area_m2"].to_numpy(np.float64)
    return output_of(shipped["ended_s"].to_numpy(np.float64), np.where(np.isnan(area), 1.0, area), edges)


def output_of(shipped_s: Array, amount: Array, edges: Array) -> Array:
    """Return what is shipped per hour in each bucket, from the instants and the amounts."""
    made, _ = np.histogram(shipped_s, edges, weights=amount)
    return np.asarray(made / np.diff(edges) * 3600.0)


def work_in_process(lots: pd.DataFrame, edges: Array) -> Array:
    """Return the time average of lots inside in each bucket between edges in seconds."""
    return inside_of(lots["created_s"].to_numpy(np.float64), lots["ended_s"].to_numpy(np.float64), edges)


def inside_of(created_s: Array, ended_s: Array, edges: Array) -> Array:
    """Return the time average of lots inside in each bucket; the end of a lot still inside is NaN."""
    created, ended = np.sort(created_s), np.sort(ended_s[~np.isnan(ended_s)])
    return np.asarray(np.diff(_since(created, edges) - _since(ended, edges)) / np.diff(edges))


def _since(times_s: Array, edges: Array) -> Array:
    """Return the sum over sorted times of what has passed since, at each edge."""
    before = np.searchsorted(times_s, edges)
    total = np.concatenate([[0.0], np.cumsum(times_s)])
    return np.asarray(before * edges - total[before])
