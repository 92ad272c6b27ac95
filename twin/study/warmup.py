"""How long a line warms up, and whether its runs are long enough for the intervals they give."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from twin.core.material import Array
from twin.core.units import parse_duration_s
from twin.line.model.line import Line
from twin.records.time_series import BUCKETS, SERIES, series
from twin.stats.mser import WarmUp, averaged_over_replications
from twin.stats.run_length_check import Support, few_replications, support, warm_up
from twin.study.api import simulate
from twin.study.settings import Duration

REPLICATIONS = 10

DAY_S = 86_400.0


@dataclass(frozen=True)
class Pilot:
    """What the runs of a line say about their length and warm-up.

    `warmup_s`: what MSER-5 leaves out, the longest over the series; `refused`: a series is still in its
    transient at half time, so the run is too short and the warm-up not to be used. `warm_ups` by series in
    buckets of `bucket_s`, `courses` their mean over replications; `supports`: what is left after the warm-up
    that was applied, judged; empty with one replication. `given`: the warm-up was not that of MSER-5.
    """

    line: str
    horizon_s: float
    bucket_s: float
    warmup_s: float
    refused: bool
    warm_ups: dict[str, WarmUp]
    courses: dict[str, Array]
    supports: dict[str, Support]
    given: bool = False

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return what speaks against runs of this length, by series."""
        return tuple(f"{name}: {reason}" for name in self.warm_ups for reason in self.against(name))

    def against(self, name: str) -> tuple[str, ...]:
        """Return what speaks against runs of this length for one series.

        A warm-up that was given is judged by what it leaves, not by whether MSER-5 would have found one.
        """
        late = self.warm_ups[name]
        known = self.supports.get(name)
        if known is None:
            return (late.reason,) if late.refused else ()
        return ((late.reason,) if late.refused and not self.given else ()) + known.reasons


class Refused(ValueError):
    """A line is still warming up when half of its run is over."""


def pilot(
    line: Line,
    horizon: Duration,
    *,
    seed: int = 1,
    replications: int = REPLICATIONS,
    workers: int | None = None,
    force: bool = False,
) -> Pilot:
    """Run a line from empty and judge warm-up and length by output and work in process.

    Uses the replications of the study itself (same seed). Raises what `simulate` does.
    """
    study = simulate(line, horizon, 0, replications, seed, workers=workers, keep="none", force=force)
    if study.settings.horizon_s is None:
        raise ValueError("a pilot needs a horizon")
    return judge_run_length(line.name, study.courses, study.settings.horizon_s)


def judge_run_length(
    line: str, courses: pd.DataFrame, horizon_s: float, warmup_s: float | None = None
) -> Pilot:
    """Judge warm-up and length by the courses of a line from empty.

    `warmup_s`: what was left out at the start; what MSER-5 finds if not given.
    """
    values_by_series = {word: series(courses, name) for name, word in SERIES.items()}
    means = {word: averaged_over_replications(values) for word, values in values_by_series.items()}
    warm_ups = {word: warm_up(values) for word, values in values_by_series.items()}
    drop = max(known.drop for known in warm_ups.values())
    bucket_s = horizon_s / BUCKETS
    left_out = drop if warmup_s is None else min(round(warmup_s / bucket_s), BUCKETS - 10)
    replicated = min(len(values) for values in values_by_series.values()) > 1
    return Pilot(
        line=line,
        horizon_s=horizon_s,
        bucket_s=bucket_s,
        warmup_s=drop * bucket_s,
        refused=any(known.refused for known in warm_ups.values()),
        warm_ups=warm_ups,
        courses=means,
        supports={word: support(values[:, left_out:]) for word, values in values_by_series.items()}
        if replicated
        else {},
        given=warmup_s is not None,
    )


def common_warmup_s(
    lines: Sequence[Line],
    horizon: Duration,
    *,
    seed: int = 1,
    workers: int | None = None,
    on_pilot: Callable[[Pilot], None] | None = None,
    force: bool = False,
) -> float:
    """Return the longest warm-up that MSER-5 finds in pilot runs of some lines, in seconds.

    `force`: as `simulate` takes it. Raises Refused where a line has not settled in the first half of its run.
    """
    longest_s = 0.0
    for line in lines:
        run = pilot(line, horizon, seed=seed, workers=workers, force=force)
        if on_pilot is not None:
            on_pilot(run)
        if run.refused:
            late = "; ".join(
                f"{name}: {known.reason}" for name, known in run.warm_ups.items() if known.refused
            )
            days = parse_duration_s(horizon) / DAY_S
            raise Refused(f"no warm-up can be stated for {line.name} from runs of {days:g} days: {late}")
        longest_s = max(longest_s, run.warmup_s)
    return longest_s


def doubts(line: str, courses: pd.DataFrame, horizon_s: float | None, warmup_s: float) -> tuple[str, ...]:
    """Return one sentence on why the intervals of a line may not hold, none where nothing says so."""
    if horizon_s is None or courses.empty:
        return ()
    judgement = judge_run_length(line, courses, horizon_s, warmup_s)
    few = few_replications(max((known.replications for known in judgement.supports.values()), default=1))
    reasons_by_series = {
        name: [reason for reason in judgement.against(name) if reason != few] for name in judgement.warm_ups
    }
    against = [
        f"the interval of {name} ({'; '.join(reasons)})"
        for name, reasons in reasons_by_series.items()
        if reasons
    ]
    sentences = [f"the run is too short to support {' and '.join(against)}"] if against else []
    if few and judgement.supports:
        sentences.append(few)
    return (f"{line}: {'; '.join(sentences)}",) if sentences else ()
