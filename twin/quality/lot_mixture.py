"""All cells of a property at a station as a mixture: each lot a normal density of its own."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import ndtr

from twin.core.material import Array
from twin.line.model.line import Line

Ends = tuple[float | None, float | None]
"""Lower and upper limit, None where there is none."""


class LotMixture(NamedTuple):
    """Mean, standard deviation and cell count of each lot, shape (lot,)."""

    means: Array
    sds: Array
    weights: Array

    @property
    def mean(self) -> float:
        """Return the mean over all cells."""
        return float(np.average(self.means, weights=self.weights))

    @property
    def sd(self) -> float:
        """Return the standard deviation over all cells, lot to lot included."""
        spread = np.average((self.means - self.mean) ** 2, weights=self.weights)
        return float(np.sqrt(spread + np.average(self.sds**2, weights=self.weights)))

    @property
    def is_even(self) -> bool:
        """Say whether all cells are alike but for rounding."""
        return self.sd <= 1e-9 * max(1e-12, abs(self.mean))

    def density(self, x: Array, narrowest: float) -> Array:
        """Return the density at some values; a lot narrower than a pen stroke counts as that wide."""
        sds = np.maximum(self.sds, narrowest)
        share = self.weights / self.weights.sum()
        z = (x[:, None] - self.means) / sds
        return np.asarray((np.exp(-0.5 * z * z) / (sds * np.sqrt(2.0 * np.pi))) @ share)

    def shares(self, edges: Array) -> Array:
        """Return the percentage of all cells between neighbouring edges."""
        spread = np.maximum(self.sds, 1e-12 * abs(self.mean))[:, None]
        below = 100.0 * self.weights / self.weights.sum() @ ndtr((edges - self.means[:, None]) / spread)
        return np.asarray(np.diff(below))

    def normal_shares(self, edges: Array) -> Array:
        """Return the percentages that one normal density of the same mean and spread would give."""
        return np.asarray(100.0 * np.diff(ndtr((edges - self.mean) / self.sd)))


def mixture_at(
    readings: pd.DataFrame, station: str, name: str, window_s: tuple[float, float]
) -> LotMixture | None:
    """Return the lots read at a station within (start, end], last visits only; None where there is none."""
    here = (readings["station"].astype(str) == station) & (readings["property"].astype(str) == name)
    here &= (readings["time_s"] > window_s[0]) & (readings["time_s"] <= window_s[1])
    rows = readings[here].sort_values(["lot", "visit"]).drop_duplicates("lot", keep="last")
    rows = rows[np.isfinite(rows["mean"]) & (rows["cells"] > 0)]
    means, sds, weights = (rows[column].to_numpy(dtype=float) for column in ("mean", "sd_within", "cells"))
    return LotMixture(means, np.nan_to_num(sds), weights) if len(means) else None


def reach(mixtures: list[LotMixture], limits: Ends) -> tuple[float, float]:
    """Return the range that holds all lots to 4 standard deviations, and the limits near them."""
    low = float(min(np.min(lots.means - 4 * lots.sds) for lots in mixtures))
    high = float(max(np.max(lots.means + 4 * lots.sds) for lots in mixtures))
    width = max(high - low, 1e-6 * max(abs(high), 1e-12))
    near = [edge for edge in limits if edge is not None and low - 1.5 * width < edge < high + 1.5 * width]
    low, high = min([low, *near]), max([high, *near])
    margin = 0.06 * max(high - low, width)
    return low - margin, high + margin


def bins(mixture: LotMixture, limits: Ends, count: int, reach_sd: float) -> Array:
    """Return the edges of evenly wide bins: the mixture to so many standard deviations, and near limits."""
    low, high = mixture.mean - reach_sd * mixture.sd, mixture.mean + reach_sd * mixture.sd
    near = near_limits(mixture, limits, reach_sd)
    low, high = min([low, *near]), max([high, *near])
    margin = 0.03 * (high - low)
    return np.linspace(low - margin, high + margin, count + 1)


def near_limits(mixture: LotMixture, limits: Ends, reach_sd: float) -> list[float]:
    """Return the limits that lie near enough to the cells to be drawn with them."""
    low, high = mixture.mean - reach_sd * mixture.sd, mixture.mean + reach_sd * mixture.sd
    wide = 2.0 * (high - low)
    return [edge for edge in limits if edge is not None and low - wide < edge < high + wide]


def where_judged(line: Line, readings: pd.DataFrame, stations: list[str], name: str) -> str:
    """Return the station with a limit on a property, else the last that sets it, "" for none."""
    here = set(readings.loc[readings["property"].astype(str) == name, "station"].astype(str))
    limited = [limit.at for limit in line.limit if limit.property == name and limit.at in here]
    return next(iter([*limited[-1:], *(station for station in reversed(stations) if station in here)]), "")


def limits_at(line: Line, name: str, station: str) -> Ends | None:
    """Return the narrowest limits of a property at a station, None where it has none."""
    here = [limit for limit in line.limit if (limit.property, limit.at) == (name, station)]
    lower = [limit.lower for limit in here if limit.lower is not None]
    upper = [limit.upper for limit in here if limit.upper is not None]
    return (max(lower) if lower else None, min(upper) if upper else None) if here else None
