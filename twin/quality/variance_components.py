"""Where the spread of a property sits: lot to lot, across the web, along the web, cell to cell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import chndtr, ndtr
from scipy.stats import chi2
from scipy.stats import t as student

from twin.core.material import Array
from twin.quality.anova import Component, mls_interval
from twin.stats.intervals import t_quantile


@dataclass(frozen=True)
class Parts:
    """The components of one property, in its squared unit, each with its interval.

    `lane`: mean square of the fixed cross-web profile of a machine; `along`: mean square of the course
    along the web within a lot; `cell`: what is left.
    """

    lot: Component
    lane: Component
    along: Component
    cell: Component
    lots: int

    @property
    def total_variance(self) -> float:
        """Return the sum of the components, those below 0 counted as 0."""
        return sum(max(c.variance, 0.0) for c in (self.lot, self.lane, self.along, self.cell))


@dataclass(frozen=True)
class _Fit:
    """Additive fit of lanes and segments within one lot, by least squares.

    `level` with `level_noise`, `lanes` and `segments` (sum 0) with the mean square that cell noise of
    variance 1 puts into each; `rest`: residual sum of squares on `freedom` degrees.
    """

    level: float
    level_noise: float
    lanes: Array
    segments: Array
    segment_noise: float
    rest: float
    freedom: int


def _effects(lanes: int, segments: int) -> Array:
    """Return the design matrix of level, lanes and segments; the last effect is minus the others."""
    lane = np.vstack([np.eye(lanes - 1), -np.ones((1, lanes - 1))])
    segment = np.vstack([np.eye(segments - 1), -np.ones((1, segments - 1))])
    columns = (
        np.ones((lanes * segments, 1)),
        np.repeat(lane, segments, axis=0),
        np.tile(segment, (lanes, 1)),
    )
    design: Array = np.hstack(columns)
    return design


def _fit(lot: Array, design: Array) -> _Fit | None:
    """Fit one lot of shape (lane, segment); None where too few cells are left to tell lanes from segments."""
    lanes, segments = lot.shape
    good = np.isfinite(lot).ravel()
    x, y = design[good], lot.ravel()[good]
    freedom = int(good.sum()) - design.shape[1]
    if freedom < 1 or np.linalg.matrix_rank(x) < design.shape[1]:
        return None
    inverse = np.linalg.inv(x.T @ x)
    effects = inverse @ (x.T @ y)
    lane, segment = effects[1:lanes], effects[lanes:]
    noise = inverse[lanes:, lanes:]
    # the left-out effect is minus the sum of the others, so its variance is the sum of all entries
    segment_noise = (np.trace(noise) + noise.sum()) / segments
    return _Fit(
        level=float(effects[0]),
        level_noise=float(inverse[0, 0]),
        lanes=np.append(lane, -lane.sum()),
        segments=np.append(segment, -segment.sum()),
        segment_noise=float(segment_noise),
        rest=float(np.sum((y - x @ effects) ** 2)),
        freedom=freedom,
    )


def decompose(values: ArrayLike, machine: ArrayLike | None = None, confidence: float = 0.95) -> Parts:
    """Split values of shape (lot, lane, segment) into their variance components; NaN = cell missing.

    Missing cells must be missing for reasons other than the property itself: cells cut because they were
    out of limits leave a truncated spread. `machine`: which machine made each lot, since each has its own
    cross-web profile; None = one machine. Lots with too few cells are left out. Raises ValueError with
    fewer than three usable lots or on a grid of one lane or segment.
    """
    table = np.asarray(values, dtype=np.float64)
    if table.ndim != 3 or min(table.shape[1:]) < 2:
        raise ValueError("variance components need two lanes and two segments to tell them apart")
    design = _effects(*table.shape[1:])
    found = [_fit(lot, design) for lot in table]
    fits = [fit for fit in found if fit is not None]
    if len(fits) < 3:
        raise ValueError("variance components need three lots with enough cells")
    made_on = np.zeros(len(table), dtype=np.int64) if machine is None else np.asarray(machine)
    made_on = made_on[[fit is not None for fit in found]]
    rest = np.array([fit.rest for fit in fits])
    freedom = np.array([fit.freedom for fit in fits], dtype=np.float64)
    cell = ratio_component(rest, freedom, confidence)
    mean_square = np.array([np.mean(fit.segments**2) for fit in fits])
    segment_noise = float(np.mean([fit.segment_noise for fit in fits]))
    along = mean_component(mean_square, segment_noise, cell, confidence)
    levels = np.array([fit.level for fit in fits])
    noise = float(np.mean([fit.level_noise for fit in fits]))
    lot = lot_component(levels, noise, cell.variance, int(freedom.sum()), confidence)
    profiles = np.array([fit.lanes for fit in fits])
    return Parts(lot, profile_component(profiles, made_on, confidence), along, cell, len(fits))


def lot_component(
    levels: Array, noise: float, cell_variance: float, cell_degrees: int, confidence: float = 0.95
) -> Component:
    """Return the lot-to-lot variance: that of the levels less what `noise` cells' variance puts there."""
    spread, coefficients = float(np.var(levels, ddof=1)), (1.0, -noise)
    degrees = (levels.size - 1, max(cell_degrees, 1))
    low, high = mls_interval(coefficients, (spread, cell_variance), degrees, confidence)
    return Component(spread - noise * cell_variance, low, high)


def mean_component(squares: Array, share: float, noise: Component, confidence: float = 0.95) -> Component:
    """Return the mean over lots of a mean square less a share of a noise, with its interval.

    The t interval of the mean square is taken of its logarithm: mean squares are skewed, their
    logarithms hardly. The noise's own limits widen it, as in the modified large sample method. One mean
    square has no interval.
    """
    n, mean = squares.size, float(squares.mean())
    estimate = mean - share * noise.variance
    if mean <= 0.0:
        return Component(estimate, estimate, estimate)
    if n < 2:
        return Component(estimate, np.nan, np.nan)
    relative = float(squares.std(ddof=1)) / np.sqrt(n) / mean
    reach = float(np.exp(t_quantile(n - 1, confidence) * relative))
    below = np.hypot(mean - mean / reach, share * (noise.high - noise.variance))
    above = np.hypot(mean * reach - mean, share * (noise.variance - noise.low))
    return Component(estimate, estimate - float(below), estimate + float(above))


def ratio_component(sums: Array, degrees: Array, confidence: float = 0.95) -> Component:
    """Return sum of squares over degrees of freedom; the t interval of the logarithm lets lots differ.

    One lot has no interval.
    """
    n, total = sums.size, float(degrees.sum())
    variance = float(sums.sum()) / total
    if variance == 0.0:
        return Component(0.0, 0.0, 0.0)
    if n < 2:
        return Component(variance, np.nan, np.nan)
    relative = float(np.sqrt(np.sum((sums - variance * degrees) ** 2) * n / (n - 1))) / total / variance
    reach = float(np.exp(t_quantile(n - 1, confidence) * relative))
    return Component(variance, variance / reach, variance * reach)


def profile_component(profiles: Array, machine: ArrayLike, confidence: float = 0.95) -> Component:
    """Return the mean square of the cross-web profile, from lane effects of shape (lot, lane).

    The part common to all lots of a machine: products of different lots carry no noise on average. The
    limits invert the noncentral chi-square distribution of the summed squares of the mean profiles.
    """
    _, group = np.unique(np.asarray(machine), return_inverse=True)
    lanes, groups = profiles.shape[1], int(group.max()) + 1
    if lanes < 2:
        return Component(0.0, 0.0, 0.0)
    counts = np.bincount(group).astype(np.float64)
    means = np.array([profiles[group == g].mean(axis=0) for g in range(groups)])
    degrees = (groups * (lanes - 1), (len(profiles) - groups) * (lanes - 1))
    if degrees[1] < 1:
        raise ValueError("a cross-web profile needs two lots of one machine")
    noise = float(np.sum((profiles - means[group]) ** 2)) / degrees[1]
    squares = float(np.sum(counts[:, None] * means**2))
    size = len(profiles) * lanes
    estimate = (squares - degrees[0] * noise) / size
    if noise == 0.0:
        return Component(estimate, estimate, estimate)
    low, high = _noncentrality(squares / noise, degrees, confidence)
    return Component(estimate, low * noise / size, high * noise / size)


def _noncentrality(squares: float, degrees: tuple[int, int], confidence: float) -> tuple[float, float]:
    """Return the limits of the noncentrality of squares over an estimated noise.

    The tails are those of the normal quantile that equals Student's for the noise's degrees of freedom:
    the noise is estimated, but cancels where the profile is large.
    """
    tail = float(ndtr(student.ppf((1.0 - confidence) / 2.0, degrees[1])))

    def limit(share: float) -> float:
        if chi2.cdf(squares, degrees[0]) <= share:
            return 0.0
        upper = 4.0 * squares + 100.0
        return float(brentq(lambda nc: float(chndtr(squares, degrees[0], nc)) - share, 0.0, upper))

    return limit(1.0 - tail), limit(tail)
