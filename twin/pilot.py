"""A pilot run: how long a line warms up, and whether its run is long enough for the intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from twin.line.model import Line
from twin.material import Array
from twin.settings import Duration
from twin.stats.support import Support, support
from twin.stats.warmup import WarmUp, averaged_over_replications, mser
from twin.study import simulate

BUCKETS = 200
"""Stretches a run is cut into: forty batches of five for the warm-up rule."""

REPLICATIONS = 10


@dataclass(frozen=True)
class Pilot:
    """What a pilot says about a run of the same length.

    `warmup_s`: the longest over the series; `refused`: a series is still in its transient at half time, so
    the run is too short and the warm-up not to be used. `warm_ups` by series in buckets of `bucket_s`,
    `courses` their mean over replications; `supports`: what is left after the warm-up, judged.
    """

    line: str
    horizon_s: float
    bucket_s: float
    warmup_s: float
    refused: bool
    warm_ups: dict[str, WarmUp]
    courses: dict[str, Array]
    supports: dict[str, Support]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return what speaks against a run of this length, by series."""
        late = [f"{name}: {found.reason}" for name, found in self.warm_ups.items() if found.refused]
        short = [f"{name}: {reason}" for name, found in self.supports.items() for reason in found.reasons]
        return tuple(late + short)


def pilot(
    line: Line,
    horizon: Duration,
    *,
    seed: int = 1,
    replications: int = REPLICATIONS,
    workers: int | None = None,
) -> Pilot:
    """Run a line from empty and judge warm-up and length by output and work in process.

    Uses the replications of the study itself (same seed), so it costs them once. Raises what `simulate` does.
    """
    study = simulate(line, horizon, 0, replications, seed, workers=workers, keep="all")
    horizon_s = study.settings.horizon_s
    if horizon_s is None:
        raise ValueError("a pilot needs a horizon")
    edges = np.linspace(0.0, horizon_s, BUCKETS + 1)
    lots = dict(tuple(study.lots.groupby("replication")))
    series = {
        "output": np.array([output(table, edges) for table in lots.values()]),
        "work in process": np.array([work_in_process(table, edges) for table in lots.values()]),
    }
    courses = {name: averaged_over_replications(values) for name, values in series.items()}
    warm_ups = {name: mser(course) for name, course in courses.items()}
    drop = max(found.drop for found in warm_ups.values())
    return Pilot(
        line=line.name,
        horizon_s=horizon_s,
        bucket_s=horizon_s / BUCKETS,
        warmup_s=drop * horizon_s / BUCKETS,
        refused=any(found.refused for found in warm_ups.values()),
        warm_ups=warm_ups,
        courses=courses,
        supports={name: support(values[:, drop:]) for name, values in series.items()},
    )


def output(lots: pd.DataFrame, edges: Array) -> Array:
    """Return good area shipped per hour in each stretch between edges in seconds; lots without material."""
    shipped = lots[lots["fate"].astype("str") == "shipped"]
    area = shipped["good_area_m2"].to_numpy(np.float64)
    amount = np.where(np.isnan(area), 1.0, area)
    made, _ = np.histogram(shipped["ended_s"].to_numpy(np.float64), edges, weights=amount)
    return np.asarray(made / np.diff(edges) * 3600.0)


def work_in_process(lots: pd.DataFrame, edges: Array) -> Array:
    """Return the time average of lots inside in each stretch between edges in seconds."""
    created = np.sort(lots["created_s"].to_numpy(np.float64))
    ended = np.sort(lots["ended_s"].dropna().to_numpy(np.float64))
    return np.asarray(np.diff(_since(created, edges) - _since(ended, edges)) / np.diff(edges))


def _since(times_s: Array, edges: Array) -> Array:
    """Return the sum over sorted times of what has passed since, at each edge."""
    before = np.searchsorted(times_s, edges)
    total = np.concatenate([[0.0], np.cumsum(times_s)])
    return np.asarray(before * edges - total[before])
