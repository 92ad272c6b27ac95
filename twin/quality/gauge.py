"""Measurement system analysis: gauge repeatability and reproducibility, two ways."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import f as fisher

from twin.core.material import Array
from twin.quality.anova import Component, chi_square_component, mls_interval
from twin.quality.spc_constants import d2_star, range_moments

POOL_ABOVE = 0.25
"""P-value of the interaction above which it is pooled with the equipment (AIAG MSA, 4th edition)."""


@dataclass(frozen=True)
class Gauge:
    """Standard deviations of a measurement system, in the unit of the reading.

    Equipment = repeatability, appraiser = reproducibility (interaction included where it is kept).
    """

    equipment: float
    appraiser: float
    part: float

    @property
    def gauge(self) -> float:
        """Return the standard deviation of the whole measurement (GRR)."""
        return math.hypot(self.equipment, self.appraiser)

    @property
    def total(self) -> float:
        """Return the total standard deviation (TV)."""
        return math.hypot(self.gauge, self.part)

    @property
    def gauge_share(self) -> float:
        """Return GRR over TV as a fraction of standard deviations; AIAG: good to 0.10, bad from 0.30."""
        return self.gauge / self.total

    @property
    def distinct_categories(self) -> int:
        """Return ndc, the groups of parts the gauge can tell apart; AIAG asks for 5."""
        return math.floor(1.41 * self.part / self.gauge)


@dataclass(frozen=True)
class GaugeAnova:
    """The two-way table behind a gauge study: sums of squares, and components with intervals."""

    ss_part: float
    ss_appraiser: float
    ss_interaction: float
    ss_equipment: float
    df: tuple[int, int, int, int]
    p_interaction: float
    equipment: Component
    appraiser: Component
    interaction: Component
    part: Component

    @property
    def ss_total(self) -> float:
        """Return the total sum of squares."""
        return self.ss_part + self.ss_appraiser + self.ss_interaction + self.ss_equipment

    @property
    def summary(self) -> Gauge:
        """Return the standard deviations; the interaction counts with the appraisers."""
        between = max(self.appraiser.variance, 0.0) + max(self.interaction.variance, 0.0)
        return Gauge(self.equipment.sd, math.sqrt(between), self.part.sd)


def _study(readings: ArrayLike) -> Array:
    table = np.asarray(readings, dtype=np.float64)
    if table.ndim != 3 or min(table.shape) < 2 or not np.isfinite(table).all():
        raise ValueError("a gauge study needs readings (appraiser, trial, part), two of each, none missing")
    return table


def average_range(readings: ArrayLike) -> Gauge:
    """Return the AIAG average-and-range study; readings of shape (appraiser, trial, part).

    K1, K2, K3 are rounded to four digits as the manual prints them, so that its tables are met.
    """
    table = _study(readings)
    appraisers, trials, parts = table.shape
    mean_range = float(np.ptp(table, axis=1).mean())
    appraiser_range = float(np.ptp(table.mean(axis=(1, 2))))
    part_range = float(np.ptp(table.mean(axis=(0, 1))))
    k1 = round(1.0 / range_moments(trials)[0], 4)
    k2 = round(1.0 / d2_star(appraisers, 1), 4)
    k3 = round(1.0 / d2_star(parts, 1), 4)
    equipment = mean_range * k1
    appraiser = math.sqrt(max((appraiser_range * k2) ** 2 - equipment**2 / (parts * trials), 0.0))
    return Gauge(equipment, appraiser, part_range * k3)


def anova(readings: ArrayLike, confidence: float = 0.95) -> GaugeAnova:
    """Return the random two-way analysis of a gauge study; readings of shape (appraiser, trial, part).

    Where the interaction is not significant (POOL_ABOVE) it is pooled with the equipment and 0.
    """
    table = _study(readings)
    o, r, p = table.shape
    table = table - table[0, 0, 0]
    grand, cell = table.mean(), table.mean(axis=1)
    by_part, by_appraiser = cell.mean(axis=0) - grand, cell.mean(axis=1) - grand
    ss_part, ss_appraiser = o * r * float(by_part @ by_part), p * r * float(by_appraiser @ by_appraiser)
    rest = cell - grand - by_part[None, :] - by_appraiser[:, None]
    ss_interaction = r * float(np.sum(rest**2))
    ss_equipment = float(np.sum((table - cell[:, None, :]) ** 2))
    df = (p - 1, o - 1, (p - 1) * (o - 1), o * p * (r - 1))
    ratio = (ss_interaction / df[2]) / (ss_equipment / df[3]) if ss_equipment > 0.0 else math.inf
    p_interaction = float(fisher.sf(ratio, df[2], df[3]))
    ms_part, ms_appraiser = ss_part / df[0], ss_appraiser / df[1]
    if p_interaction > POOL_ABOVE:
        error = chi_square_component(ss_interaction + ss_equipment, df[2] + df[3], confidence)
        base, base_df, interaction = error.variance, df[2] + df[3], Component(0.0, 0.0, 0.0)
    else:
        error = chi_square_component(ss_equipment, df[3], confidence)
        base, base_df = ss_interaction / df[2], df[2]
        interaction = _difference(base, base_df, error.variance, df[3], r, confidence)
    return GaugeAnova(
        ss_part=ss_part,
        ss_appraiser=ss_appraiser,
        ss_interaction=ss_interaction,
        ss_equipment=ss_equipment,
        df=df,
        p_interaction=p_interaction,
        equipment=error,
        appraiser=_difference(ms_appraiser, df[1], base, base_df, p * r, confidence),
        interaction=interaction,
        part=_difference(ms_part, df[0], base, base_df, o * r, confidence),
    )


def _difference(
    above: float, df: int, below: float, df_below: int, size: int, confidence: float
) -> Component:
    """Return the component (MS - MS below) / size with its interval."""
    coefficients = (1.0 / size, -1.0 / size)
    low, high = mls_interval(coefficients, (above, below), (df, df_below), confidence)
    return Component((above - below) / size, low, high)
