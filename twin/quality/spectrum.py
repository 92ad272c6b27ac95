"""Cross-web profile and along-web spectrum: which roll shows, and whether the samples can resolve it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from twin.core.material import Array
from twin.stats.intervals import t_quantile

NYQUIST = 2.0
"""Sample spacings a period must span at least; a shorter one shows as another, longer one (folded)."""


@dataclass(frozen=True)
class Profile:
    """Deviation of each lane from its lot's mean, with limits, in the unit of the property."""

    mean: Array
    low: Array
    high: Array
    lots: int


@dataclass(frozen=True)
class Sampling:
    """What equally spaced samples make of a period along the web; lengths in metres.

    `apparent_m`: the period at which it shows; infinite when every sample meets the same phase.
    `turns_seen`: how often the apparent period fits into the length sampled.
    """

    period_m: float
    spacing_m: float
    apparent_m: float
    turns_seen: float

    @property
    def folded(self) -> bool:
        """Return whether the period is too short for the spacing and shows as another one."""
        return self.period_m < NYQUIST * self.spacing_m

    @property
    def hidden(self) -> bool:
        """Return whether less than one apparent turn was sampled: it adds to the lot's mean."""
        return self.turns_seen < 1.0

    @property
    def text(self) -> str:
        """Return one sentence for the page."""
        start = f"A period of {self.period_m:.3g} m sampled every {self.spacing_m:.3g} m"
        if not math.isfinite(self.apparent_m):
            return f"{start} is folded onto the mean: every sample meets the same phase."
        if self.folded:
            return f"{start} is folded: it shows as {self.apparent_m:.3g} m, like a true one of that length."
        if self.hidden:
            return f"{start} is longer than the sampled length and shows as a drift."
        return f"{start} is resolved."


@dataclass(frozen=True)
class Spectrum:
    """Mean square of the course along the web by period; sums to the variance along the web.

    `period_m` falls from the length sampled to two spacings; `low`, `high`: limits over lots.
    """

    period_m: Array
    mean_square: Array
    low: Array
    high: Array


def cross_web_profile(values: ArrayLike, confidence: float = 0.95) -> Profile:
    """Return the mean deviation per lane of values (lot, lane, segment), with t limits over lots.

    NaN = cell missing; segments are compared lane against lane where both are there.
    """
    table = np.asarray(values, dtype=np.float64)
    deviation = np.nanmean(table - np.nanmean(table, axis=1, keepdims=True), axis=2)
    n = np.sum(np.isfinite(deviation), axis=0)
    if np.any(n < 2):
        raise ValueError("a cross-web profile needs two lots in every lane")
    mean = np.nanmean(deviation, axis=0)
    reach = t_quantile(n - 1, confidence) * np.nanstd(deviation, axis=0, ddof=1) / np.sqrt(n)
    return Profile(mean, mean - reach, mean + reach, int(n.min()))


def sampling(period_m: float, spacing_m: float, samples: int) -> Sampling:
    """Say whether a period can be seen in so many samples, and at which period it shows."""
    if period_m <= 0.0 or spacing_m <= 0.0:
        raise ValueError("period and spacing must be above 0 m")
    turns = spacing_m / period_m
    apparent = abs(turns - round(turns))
    # a whole number of turns between samples up to rounding: nothing moves
    fixed = apparent < 1e-12 * max(turns, 1.0)
    apparent_m = math.inf if fixed else spacing_m / apparent
    return Sampling(period_m, spacing_m, apparent_m, 0.0 if fixed else samples * apparent)


def along_web(values: ArrayLike) -> Array:
    """Return the course along the web of each lot, shape (lot, segment), mean 0, from (lot, lane, segment).

    Lane means are taken out first, so that a missing cell does not tilt the course.
    """
    table = np.asarray(values, dtype=np.float64)
    course = np.nanmean(table - np.nanmean(table, axis=2, keepdims=True), axis=1)
    centred: Array = course - np.nanmean(course, axis=1, keepdims=True)
    return centred


def along_spectrum(courses: ArrayLike, spacing_m: float, confidence: float = 0.95) -> Spectrum:
    """Return the spectrum of courses (lot, segment) without gaps, averaged over lots.

    Scaled so that the mean squares add up to the mean square of the course (Parseval).
    """
    table = np.asarray(courses, dtype=np.float64)
    lots, n = table.shape
    if lots < 2 or n < 3 or not np.isfinite(table).all():
        raise ValueError("a spectrum needs two lots of three segments without gaps")
    centred = table - table.mean(axis=1, keepdims=True)
    power = 2.0 * np.abs(np.fft.rfft(centred, axis=1)[:, 1:]) ** 2 / n**2
    if n % 2 == 0:
        power[:, -1] /= 2.0
    mean = power.mean(axis=0)
    reach = float(t_quantile(lots - 1, confidence)) * power.std(axis=0, ddof=1) / math.sqrt(lots)
    periods = n * spacing_m / np.arange(1, n // 2 + 1)
    return Spectrum(periods, mean, np.maximum(mean - reach, 0.0), mean + reach)
