"""Distributions of times: what a line file may say and how values are drawn."""

from dataclasses import dataclass, field

import numpy as np
from scipy.special import gamma as gamma_function

from twin.core.material import Array

PARAMETERS: dict[str, tuple[str, ...]] = {
    "constant": ("value",),
    "exponential": ("mean",),
    "lognormal": ("mean", "cv"),
    "gamma": ("mean", "shape"),
    "weibull": ("scale", "shape"),
    "uniform": ("low", "high"),
    "triangular": ("low", "mode", "high"),
    "table": ("values",),
}
"""Kind of distribution -> the keys it takes; times in seconds, `cv` and `shape` plain numbers."""


@dataclass(frozen=True)
class Distribution:
    """A distribution of times in seconds; `values` in order for a table, else empty.

    >>> Distribution("lognormal", {"mean": 3600.0, "cv": 0.5}).mean_s
    3600.0
    """

    dist: str
    parameters: dict[str, float] = field(default_factory=dict)
    values: tuple[float, ...] = ()

    @property
    def constant_s(self) -> float | None:
        """Return the one value a constant takes, None for the others."""
        return self.parameters["value"] if self.dist == "constant" else None

    @property
    def always_takes_time(self) -> bool:
        """Return whether no value is 0 s: none in a table, none but by a chance of 0 elsewhere."""
        if self.dist == "table":
            return min(self.values) > 0.0
        return self.parameters.get("value", self.parameters.get("high", 1.0)) > 0.0

    @property
    def mean_s(self) -> float:
        """Return the mean in seconds."""
        p = self.parameters
        if self.dist == "constant":
            return p["value"]
        if self.dist in ("exponential", "lognormal", "gamma"):
            return p["mean"]
        if self.dist == "weibull":
            return float(p["scale"] * gamma_function(1.0 + 1.0 / p["shape"]))
        if self.dist == "uniform":
            return (p["low"] + p["high"]) / 2.0
        if self.dist == "triangular":
            return (p["low"] + p["mode"] + p["high"]) / 3.0
        return float(np.mean(self.values))

    def draw(self, generator: np.random.Generator, n: int) -> Array:
        """Return the next n values in seconds; the same stream whatever the block size. Not for tables."""
        p = self.parameters
        if self.dist == "constant":
            return np.full(n, p["value"])
        if self.dist == "exponential":
            return generator.standard_exponential(n) * p["mean"]
        if self.dist == "lognormal":
            sigma = np.sqrt(np.log1p(p["cv"] ** 2))
            return np.asarray(np.exp(generator.standard_normal(n) * sigma - sigma**2 / 2.0) * p["mean"])
        if self.dist == "gamma":
            return generator.standard_gamma(p["shape"], n) * (p["mean"] / p["shape"])
        if self.dist == "weibull":
            return generator.weibull(p["shape"], n) * p["scale"]
        if self.dist == "uniform":
            return p["low"] + generator.random(n) * (p["high"] - p["low"])
        if self.dist == "triangular":
            u = generator.random(n)
            low, mode, high = p["low"], p["mode"], p["high"]
            width = high - low
            if width == 0.0:
                return np.full(n, low)
            left = low + np.sqrt(u * width * (mode - low))
            right = high - np.sqrt((1.0 - u) * width * (high - mode))
            return np.where(u < (mode - low) / width, left, right)
        raise ValueError(f"a {self.dist} is not drawn but read")
