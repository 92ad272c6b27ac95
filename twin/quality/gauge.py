"""Measurement system analysis: gauge repeatability and reproducibility of a crossed study, two ways."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import f as fisher

from twin.core.material import Array
from twin.quality.spc_constants import d2_star, range_moments
from twin.quality.variance_components import Component, mls_interval

POOL_ABOVE = 0.25
"""P-value of the interaction above which it is pooled with the equipment (AIAG MSA, 4th edition)."""

GOOD_BELOW, BAD_ABOVE = 0.10, 0.30
"""Share of the gauge in a standard deviation up to which AIAG accepts it, and beyond which it does not."""

ENOUGH_CATEGORIES = 5
"""Distinct categories a gauge must tell apart (AIAG MSA, 4th edition)."""


@dataclass(frozen=True)
class GaugeSpread:
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
        """Return GRR over TV as a fraction of standard deviations."""
        return self.gauge / self.total

    @property
    def distinct_categories(self) -> int:
        """Return ndc, the groups of parts the gauge can tell apart."""
        return math.floor(1.41 * self.part / self.gauge)

    def share_of_tolerance(self, tolerance: float) -> float:
        """Return six standard deviations of the measurement over the width of the specification."""
        return 6.0 * self.gauge / tolerance


def verdict(share: float) -> str:
    """Return what AIAG says of a gauge that makes this share of a spread or of a tolerance."""
    if share < GOOD_BELOW:
        return "acceptable"
    if share <= BAD_ABOVE:
        return "may be acceptable for some applications"
    return "not acceptable"


@dataclass(frozen=True)
class SumsOfSquares:
    """The two-way table with repeats: sums of squares and their degrees of freedom."""

    part: float
    appraiser: float
    interaction: float
    equipment: float
    degrees: tuple[int, int, int, int]

    @property
    def total(self) -> float:
        """Return the total sum of squares."""
        return self.part + self.appraiser + self.interaction + self.equipment

    @property
    def p_interaction(self) -> float:
        """Return the chance of so large an interaction where there is none."""
        if self.equipment == 0.0:
            return 0.0
        _, _, df, df_equipment = self.degrees
        ratio = (self.interaction / df) / (self.equipment / df_equipment)
        return float(fisher.sf(ratio, df, df_equipment))


@dataclass(frozen=True)
class GaugeAnova:
    """The random two-way analysis of a gauge study: variance components with intervals.

    `pooled`: the interaction is not significant, counts as repeatability and is 0. `reproducibility`, `gauge`
    and `total` are sums of the components, those below 0 counted as 0.
    """

    squares: SumsOfSquares
    pooled: bool
    equipment: Component
    appraiser: Component
    interaction: Component
    part: Component
    reproducibility: Component
    gauge: Component
    total: Component

    @property
    def summary(self) -> GaugeSpread:
        """Return the standard deviations; the interaction counts with the appraisers."""
        return GaugeSpread(self.equipment.sd, self.reproducibility.sd, self.part.sd)


def _study(readings: ArrayLike) -> Array:
    table = np.asarray(readings, dtype=np.float64)
    if table.ndim != 3 or min(table.shape) < 2 or not np.isfinite(table).all():
        raise ValueError("a gauge study needs readings (appraiser, trial, part), two of each, none missing")
    return table


def average_range(readings: ArrayLike) -> GaugeSpread:
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
    return GaugeSpread(equipment, appraiser, part_range * k3)


def sums_of_squares(readings: ArrayLike) -> SumsOfSquares:
    """Return the two-way table of readings of shape (appraiser, trial, part)."""
    table = _study(readings)
    o, r, p = table.shape
    table = table - table[0, 0, 0]
    grand, cell = table.mean(), table.mean(axis=1)
    by_part, by_appraiser = cell.mean(axis=0) - grand, cell.mean(axis=1) - grand
    rest = cell - grand - by_part[None, :] - by_appraiser[:, None]
    return SumsOfSquares(
        part=o * r * float(by_part @ by_part),
        appraiser=p * r * float(by_appraiser @ by_appraiser),
        interaction=r * float(np.sum(rest**2)),
        equipment=float(np.sum((table - cell[:, None, :]) ** 2)),
        degrees=(p - 1, o - 1, (p - 1) * (o - 1), o * p * (r - 1)),
    )


def anova(readings: ArrayLike, confidence: float = 0.95) -> GaugeAnova:
    """Return the random two-way analysis of a gauge study; readings of shape (appraiser, trial, part).

    Where the interaction is not significant (POOL_ABOVE) it is pooled with the equipment and 0.
    """
    o, r, p = _study(readings).shape
    squares = sums_of_squares(readings)
    pooled = squares.p_interaction > POOL_ABOVE
    sums = [squares.part, squares.appraiser, squares.interaction, squares.equipment]
    degrees = list(squares.degrees)
    if pooled:
        sums[2:], degrees[2:] = [sums[2] + sums[3]], [degrees[2] + degrees[3]]
    rows = np.zeros((4, len(sums)))
    rows[0, -1] = 1.0
    rows[1, 1:3] = np.array([1.0, -1.0]) / (p * r)
    rows[3, [0, 2]] = np.array([1.0, -1.0]) / (o * r)
    if not pooled:
        rows[2, 2:] = np.array([1.0, -1.0]) / r
    means = np.array(sums) / np.array(degrees)
    equipment, appraiser, interaction, part = (_component(row, means, degrees, confidence) for row in rows)
    sizes = np.maximum([c.variance for c in (equipment, appraiser, interaction, part)], 0.0)

    def together(components: slice) -> Component:
        limits = _component(rows[components].sum(axis=0), means, degrees, confidence)
        return Component(float(sizes[components].sum()), limits.low, limits.high)

    return GaugeAnova(
        squares,
        pooled,
        equipment,
        appraiser,
        interaction,
        part,
        reproducibility=together(slice(1, 3)),
        gauge=together(slice(0, 3)),
        total=together(slice(0, 4)),
    )


def _component(coefficients: Array, means: Array, degrees: list[int], confidence: float) -> Component:
    """Return a sum of mean squares with its interval."""
    part = coefficients != 0.0
    if not part.any():
        return Component(0.0, 0.0, 0.0)
    c, ms = coefficients[part].tolist(), means[part].tolist()
    df = [count for count, used in zip(degrees, part, strict=True) if used]
    return Component(float(coefficients @ means), *mls_interval(c, ms, df, confidence))
