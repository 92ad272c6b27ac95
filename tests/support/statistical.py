"""T2: a replicated run against an exact number, with a rule that has power."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from support.accounting import check_run, kpi
from support.flowlines import Line

import twin

POWER = 0.01
"""The allowed distance is at most this share of the expected number (0.02 for queue times)."""


def allowed(values: np.ndarray) -> float:
    """Return four standard errors of the mean."""
    return float(4.0 * values.std(ddof=1) / np.sqrt(len(values)))


def agrees(values: np.ndarray, expected: float, power: float = POWER, band: float = 0.0) -> None:
    """Assert that the mean lies within 4 standard errors (+ band), and that this says something."""
    assert len(values) >= 20
    distance = allowed(values)
    assert distance <= power * abs(expected), f"no power: {distance:.3g} against {expected:.6g}"
    mean = float(values.mean())
    assert abs(mean - expected) <= distance + band * abs(expected), f"{mean:.6g}, expected {expected:.6g}"


def agrees_share(values: np.ndarray, expected: float, power: float = POWER) -> None:
    """As `agrees` for a share, with the power counted in points of the whole."""
    distance = allowed(values)
    assert distance <= power, f"no power: {distance:.3g}"
    assert abs(float(values.mean()) - expected) <= distance + 1e-12


@dataclass(frozen=True)
class Replicated:
    """The KPIs of all replications; the tables were checked and let go, group by group."""

    kpis: pd.DataFrame


def replicated(
    given: Line, time: float, warmup: float, replications: int = 20, seed: int = 1, group: int = 5
) -> Replicated:
    """Run a line for `time` after the warm-up and check that every replication balances."""
    line = twin.load_line(given)
    names = [station["name"] for station in given["station"]]
    found = []
    for first in range(0, replications, group):
        study = twin.simulate(
            line,
            horizon=warmup + time,
            warmup=warmup,
            replications=group,
            seed=1000 * seed + first,
            workers=1,
            keep="all",
        )
        check_run(study, names)
        found.append(study.kpis.assign(replication=study.kpis.replication + first))
    return Replicated(pd.concat(found))


def throughput(study: Replicated) -> np.ndarray:
    """Return lots shipped per second, by replication."""
    return kpi(study, "throughput_per_h") / 3600.0
