"""Whether a run is long enough for the interval it prints: start-up bias and correlated observations."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import nct

from twin.core.material import Array
from twin.stats.intervals import t_quantile
from twin.stats.mser import ROUNDING, averaged_over_replications, mser

FEWEST_REPLICATIONS = 5
"""Below this a t interval depends on the normal shape of the replication means, which nobody can check."""

FEWEST_EFFECTIVE = 20.0
"""Independent observations one replication should be worth; below it the mean of one run is skewed."""

WORST_BIAS = 0.5
"""Start-up bias in standard errors that is let pass; at 0.5 a 95 % interval covers about 93 %."""


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
    count, length = replications.shape
    centred = replications - replications.mean(axis=0)
    size = 1 << (2 * length - 1).bit_length()
    spectrum = np.abs(np.fft.rfft(centred, size, axis=1)) ** 2
    products = np.fft.irfft(spectrum, size, axis=1)[:, :length].sum(axis=0)
    covariance = products / np.arange(length, 0, -1) / max(count - 1, 1)
    if covariance[0] <= 0.0:
        return 1.0
    rho = covariance / covariance[0]
    pairs = rho[: length // 2 * 2].reshape(-1, 2).sum(axis=1)
    positive = int(np.argmax(pairs <= 0.0)) if np.any(pairs <= 0.0) else pairs.size
    return float(max(1.0, 2.0 * np.minimum.accumulate(pairs[:positive]).sum() - 1.0))


def start_up_bias(replications: Array, confidence: float = 0.95) -> float:
    """Return mean over the whole series minus mean after the start-up, shape (replication, time).

    What counts as start-up: the drop that MSER-5 chooses on the mean course, half of it where the
    rule refuses. 0 where the replications do not agree on a shift: dropping a part of a settled series
    moves its mean by chance, by a standard error where half is dropped.
    """
    course = averaged_over_replications(replications)
    chosen = mser(course)
    drop = course.size // 2 if chosen.refused else chosen.drop
    shifts = replications.mean(axis=1) - replications[:, drop:].mean(axis=1)
    error = float(shifts.std(ddof=1)) / math.sqrt(shifts.size)
    chance = float(t_quantile(shifts.size - 1, confidence)) * error
    bias = float(shifts.mean())
    return bias if abs(bias) > chance + ROUNDING * float(np.abs(course).max()) else 0.0


def biased_coverage(bias_errors: float, n: int, confidence: float = 0.95) -> float:
    """Return the coverage of a t interval of n normal means whose bias is so many standard errors."""
    if math.isinf(bias_errors):
        return 0.0
    quantile = float(t_quantile(n - 1, confidence))
    covered = nct.cdf(quantile, n - 1, abs(bias_errors)) - nct.cdf(-quantile, n - 1, abs(bias_errors))
    return float(covered)


def support(replications: ArrayLike, confidence: float = 0.95) -> Support:
    """Judge the interval over replication means from the observations they are means of.

    `replications`: shape (replication, time), after the warm-up that the run applied. A replication
    is supported with FEWEST_EFFECTIVE independent observations and a start-up bias below WORST_BIAS
    standard errors.
    """
    table = np.asarray(replications, dtype=np.float64)
    count, length = table.shape
    if count < 2:
        raise ValueError("an interval needs two replications")
    means = table.mean(axis=1)
    error = float(means.std(ddof=1)) / math.sqrt(count)
    time = max(autocorrelation_time(table), _from_means(table))
    bias = start_up_bias(table)
    bias_errors = 0.0 if bias == 0.0 else abs(bias) / error if error > 0.0 else math.inf
    effective = length / time
    reasons = []
    if count < FEWEST_REPLICATIONS:
        reasons.append(f"{count} replications are too few to judge their spread")
    if effective < FEWEST_EFFECTIVE:
        reasons.append(f"one replication is worth {effective:.0f} independent observations: run longer")
    if bias_errors > WORST_BIAS:
        reasons.append(f"the start-up shifts the mean by {bias_errors:.1f} standard errors: longer warm-up")
    coverage = biased_coverage(bias_errors, count, confidence)
    return Support(count, time, effective, bias_errors, coverage, tuple(reasons))


def _from_means(table: Array) -> float:
    """Return the observations that count as one, from the spread of the replication means.

    Series shorter than their memory hide it; the spread between replications does not.
    """
    within = float(np.mean((table - table.mean(axis=0)) ** 2)) * table.shape[0] / (table.shape[0] - 1)
    between = float(table.mean(axis=1).var(ddof=1))
    return table.shape[1] * between / within if within > 0.0 else 1.0
