"""Whether a run is long enough for the interval it prints: start-up bias and correlated observations."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2, nct

from twin.core.material import Array
from twin.stats.intervals import t_quantile
from twin.stats.mser import ROUNDING, WarmUp, averaged_over_replications, mser

FEWEST_REPLICATIONS = 5
"""Below this a t interval depends on the normal shape of the replication means, which nobody can check."""

FEWEST_EFFECTIVE = 12.0
"""Independent observations one replication should be worth; below it the mean of a skewed series is skewed.

A 95 % interval over ten replications of a queue covers 93 % from some 15 on, 85 % at 5; the estimate from ten
replications scatters by a third, so twelve stands between the two (docs/intervals.md).
"""

FEWEST_EFFECTIVE_EVEN = 6.0
"""The same for a series that is not skewed: its mean is normal sooner, but it must outlast its memory."""

SKEWED = 0.5
"""Skewness of the observations from which a series counts as skewed."""

FEWEST_FOR_SKEWNESS = 30.0
"""Independent observations over all replications below which a series counts as skewed, whatever it shows."""

WORST_BIAS = 0.75
"""Start-up bias in standard errors that is let pass; at 0.75 a 95 % interval covers about 90 %."""

AGREED = 0.98
"""Confidence with which the replications must agree on a shift of the start-up."""

SPREAD_BEYOND_CHANCE = 0.99
"""Confidence with which the spread of the replication means must contradict the autocorrelations to count."""

MANY_ERRORS = 10.0
"""Standard errors above which their number says nothing more."""


@dataclass(frozen=True)
class Support:
    """What the observations behind an interval say about it.

    `autocorrelation`: observations that count as one; `effective`: independent observations per
    replication; `bias_errors`: start-up bias in standard errors; `coverage`: what an interval of
    the nominal confidence reaches with that bias alone, an upper bound; `reasons`: "" = supported.
    """

    replications: int
    autocorrelation: float
    effective: float
    bias_errors: float
    coverage: float
    reasons: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Return whether nothing speaks against the interval."""
        return not self.reasons


def autocorrelation_time(replications: Array) -> float:
    """Return sum of all autocorrelations = observations that count as one; shape (replication, time).

    Covariances are pooled over replications and centred on the mean course, and summed in pairs until
    a pair is not positive (Geyer, Statistical Science 7 (1992) 473). A constant series gives 1.
    """
    centred = replications - replications.mean(axis=0)
    if not _differ(replications):
        return 1.0
    length = replications.shape[1]
    padded = 2 * length
    spectrum = np.abs(np.fft.rfft(centred, padded, axis=1)) ** 2
    products = np.fft.irfft(spectrum, padded, axis=1)[:, :length].sum(axis=0)
    covariance = products / np.arange(length, 0, -1)
    pairs = (covariance[:-1:2] + covariance[1::2]) / covariance[0]
    falling = np.minimum.accumulate(pairs)
    return float(max(1.0, 2.0 * falling[falling > 0.0].sum() - 1.0))


def _differ(replications: Array) -> bool:
    """Return whether replications differ by more than rounding."""
    apart = np.abs(replications - replications[0]).max()
    return bool(apart > ROUNDING * np.abs(replications).max())


def start_up_bias(replications: Array) -> float:
    """Return mean over the whole series minus mean after the start-up, shape (replication, time).

    What counts as start-up: the drop that MSER-5 chooses on the mean course, half of it where the
    rule refuses. 0 where the shift is no larger than that of any other stretch of that length would be by
    chance: dropping a part of a settled series moves its mean, by a standard error where half is dropped.
    """
    count, length = replications.shape
    course = averaged_over_replications(replications)
    chosen = mser(course)
    drop = length // 2 if chosen.refused else chosen.drop
    if drop == 0:
        return 0.0
    bias = float(course.mean() - course[drop:].mean())
    stretches = length // drop
    means = replications[:, : stretches * drop].reshape(count, stretches, drop).mean(axis=2)
    shifts = (means - replications.mean(axis=1, keepdims=True)) * drop / (length - drop)
    error = math.sqrt(float(shifts.var(axis=0, ddof=1).mean()) / count)
    chance = float(t_quantile((stretches - 1) * (count - 1), AGREED)) * error
    return bias if abs(bias) > chance + ROUNDING * float(np.abs(course).max()) else 0.0


def warm_up(replications: Array) -> WarmUp:
    """Return the warm-up by MSER-5 on the mean course, shape (replication, time).

    One course that settled looks as if it drifted more often than one would like: where the rule refuses, two
    replications or more must agree that the halves differ.
    """
    chosen = mser(averaged_over_replications(replications))
    if chosen.refused and len(replications) > 1 and start_up_bias(replications) == 0.0:
        return replace(chosen, refused=False)
    return chosen


def biased_coverage(bias_errors: float, n: int, confidence: float = 0.95) -> float:
    """Return the coverage of a t interval of n normal means whose bias is so many standard errors."""
    if math.isinf(bias_errors):
        return 0.0
    quantile = float(t_quantile(n - 1, confidence))
    covered = nct.cdf(quantile, n - 1, abs(bias_errors)) - nct.cdf(-quantile, n - 1, abs(bias_errors))
    return float(covered)


def few_replications(count: int) -> str:
    """Return why so few replications support no judgement, "" where they are enough."""
    return "" if count >= FEWEST_REPLICATIONS else f"{count} replications are too few to judge their spread"


def support(replications: ArrayLike, confidence: float = 0.95) -> Support:
    """Judge the interval over replication means from the observations they are means of.

    `replications`: shape (replication, time), after the warm-up that the run applied. A replication
    is supported with FEWEST_EFFECTIVE independent observations, FEWEST_EFFECTIVE_EVEN where they are not
    skewed, and a start-up bias below WORST_BIAS standard errors.
    """
    table = np.asarray(replications, dtype=np.float64)
    count, length = table.shape
    if count < 2:
        raise ValueError("an interval needs two replications")
    error = float(table.mean(axis=1).std(ddof=1)) / math.sqrt(count)
    time = _correlation_time(table)
    bias = start_up_bias(table)
    spread = error > ROUNDING * float(np.abs(table).max())
    bias_errors = 0.0 if bias == 0.0 else abs(bias) / error if spread else math.inf
    effective = length / time
    reasons = (few_replications(count), _too_dependent(effective, table), _too_biased(bias_errors, table))
    coverage = biased_coverage(bias_errors, count, confidence)
    return Support(count, time, effective, bias_errors, coverage, tuple(filter(None, reasons)))


def _too_dependent(effective: float, table: Array) -> str:
    even = len(table) * effective >= FEWEST_FOR_SKEWNESS and abs(_skewness(table)) <= SKEWED
    fewest = FEWEST_EFFECTIVE_EVEN if even else FEWEST_EFFECTIVE
    if effective >= fewest:
        return ""
    worth = math.floor(10.0 * effective) / 10.0
    return (
        f"one replication is worth {worth:.1f} independent observations, fewer than {fewest:.0f}: run longer"
    )


def _skewness(table: Array) -> float:
    """Return the skewness of the observations around the mean course; 0 where replications do not differ."""
    if not _differ(table):
        return 0.0
    centred = table - table.mean(axis=0)
    return float(np.mean(centred**3) / np.mean(centred**2) ** 1.5)


def _too_biased(bias_errors: float, table: Array) -> str:
    if bias_errors <= WORST_BIAS:
        return ""
    if math.isinf(bias_errors):
        size = "in every replication alike"
    elif bias_errors > MANY_ERRORS:
        size = f"by more than {MANY_ERRORS:.0f} standard errors"
    else:
        size = f"by {bias_errors:.1f} standard errors"
    late = mser(averaged_over_replications(table)).refused
    cure = "it lasts beyond half of what is counted, run longer" if late else "longer warm-up"
    return f"the start-up shifts the mean {size}: {cure}"


def _correlation_time(table: Array) -> float:
    """Return the observations that count as one: by autocorrelations, unless the means deny them.

    Series shorter than their memory hide it; the spread between replications does not. It scatters itself, so
    it counts only where it is beyond chance.
    """
    count, length = table.shape
    time = autocorrelation_time(table)
    if not _differ(table):
        return time
    within = float(table.var(axis=0, ddof=1).mean())
    from_means = length * float(table.mean(axis=1).var(ddof=1)) / within
    by_chance = time * float(chi2.ppf(SPREAD_BEYOND_CHANCE, count - 1)) / (count - 1)
    return from_means if from_means > by_chance else time
