"""Replications until a KPI is as precise as asked for, with the cost so far and expected."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from twin.core.material import Array
from twin.line.model.line import Line
from twin.stats import precision
from twin.study.api import Comparison, OnReplication, compare
from twin.study.settings import Duration

DEFAULT_KPI = "good_area_m2_per_h"
WITHOUT_MATERIAL = "throughput_per_h"
MOST = 1000

OnLook = Callable[[precision.Progress], None]
"""Called after each look with where the run stands."""


@dataclass(frozen=True)
class Precise:
    """A comparison that went on until it was precise, and where it stands.

    `progress.reached` is False when the most replications allowed were not enough.
    """

    comparison: Comparison
    kpi: str
    progress: precision.Progress


def compare_to(
    lines: Sequence[Line],
    target: float,
    horizon: Duration | None = None,
    warmup: Duration = 0,
    *,
    kpi: str = "",
    first: int = precision.FEWEST,
    most: int = MOST,
    seed: int = 1,
    workers: int | None = None,
    store: Path | None = None,
    on_look: OnLook | None = None,
    progress: OnReplication | None = None,
    force: bool = False,
) -> Precise:
    """Simulate lines until a KPI of the whole line has at most a relative half-width, in each of them.

    `target`: 0.02 for 2 %. `kpi`: good area per hour, lots where there is no material, unless named.
    Replications already in `store` are not run again; `force` as `compare` takes it. Stopping by the
    interval makes it slightly optimistic; see `twin.stats.precision`. Raises ValueError for a KPI that a
    line does not have, KeyboardInterrupt after a Ctrl-C before two replications of every line.
    """
    if not 0.0 < target < 1.0:
        raise ValueError(f"precision {target} must be between 0 and 1")
    name = kpi or (DEFAULT_KPI if all(line.has_material for line in lines) else WITHOUT_MATERIAL)
    begun, n = time.perf_counter(), min(first, most)
    with tempfile.TemporaryDirectory(prefix="twin-") as scratch:
        kept = Path(scratch) if store is None else store
        notes: dict[str, None] = {}
        while True:
            comparison = compare(
                lines, horizon, warmup, n, seed, workers=workers, store=kept, progress=progress, force=force
            )
            notes |= dict.fromkeys(note for study in comparison.studies for note in study.notes)
            if _is_cut_short(comparison):
                raise KeyboardInterrupt
            spent_s = time.perf_counter() - begun
            stand = precision.look(figures(comparison, name), target, spent_s)
            if on_look is not None:
                on_look(stand)
            interrupted = any(study.interrupted for study in comparison.studies)
            if stand.reached or interrupted or n >= most:
                return Precise(_with_notes(comparison, tuple(notes)), name, stand)
            n += precision.next_block(stand, most)


def _is_cut_short(comparison: Comparison) -> bool:
    """Say whether a line was interrupted before it had the two replications that an interval needs."""
    return any(study.interrupted and study.kpis["replication"].nunique() < 2 for study in comparison.studies)


def _with_notes(comparison: Comparison, notes: tuple[str, ...]) -> Comparison:
    """Return a comparison with the notes of every call that led to it."""
    return replace(comparison, studies=tuple(replace(study, notes=notes) for study in comparison.studies))


def figures(comparison: Comparison, kpi: str) -> Array:
    """Return a KPI of the whole line, shape (replication, line); replications all lines have finished."""
    rows = comparison.kpis[(comparison.kpis["kpi"] == kpi) & (comparison.kpis["station"].astype("str") == "")]
    table = rows.pivot_table(index="replication", columns="line", values="value", observed=True, sort=False)
    values = table.dropna().to_numpy(np.float64)
    if values.shape[1] != len(comparison.studies) or len(values) < 2:
        raise ValueError(f"{kpi} is not known for the whole of every line in two replications")
    return np.asarray(values)
