"""What a law is to somebody who wants to use or to test it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from twin.core.material import Array
from twin.core.units import unit_of

ErrorKind = Literal["decades", "relative", "absolute"]

ABSOLUTE_ZERO_C = -273.15
HOTTEST_C = 3000.0
"""Above it nothing here is a solid any more: a hotter roll is a slip of the pen."""


@dataclass(frozen=True)
class Physical:
    """What an argument can be at all, far beyond the range of the law; `above` leaves `least` itself out."""

    least: float = -math.inf
    most: float = math.inf
    above: bool = False

    def allows(self, values: Array | float) -> NDArray[np.bool_]:
        """Return for every number whether it makes sense; NaN does not."""
        found = np.asarray(values, dtype=np.float64)
        return np.asarray((found > self.least if self.above else found >= self.least) & (found <= self.most))

    @property
    def words(self) -> str:
        """Return what is allowed: "above 0", "0 to 1", "any number"."""
        if self.least == -math.inf:
            return "any number" if self.most == math.inf else f"at most {self.most:g}"
        if self.most == math.inf:
            return f"above {self.least:g}" if self.above else f"at least {self.least:g}"
        return (
            f"above {self.least:g}, at most {self.most:g}"
            if self.above
            else f"{self.least:g} to {self.most:g}"
        )


@dataclass(frozen=True)
class Argument:
    """One argument of a law and the range in which the law holds.

    The range is that of the data, widened by a factor of two at most.

    `typical` None: left out, the function has its own answer, and `doc` says which.

    `physical`: what is refused beyond doubt; left out, it follows from name, unit and range.
    """

    name: str
    typical: float | None
    low: float
    high: float
    doc: str
    physical: Physical | None = None

    @property
    def unit(self) -> str:
        """Return the printed unit, "" for a bare number."""
        return unit_of(self.name)

    @property
    def bounds(self) -> Physical:
        """Return what the argument can be at all."""
        return self.physical or _physical(self)


def _physical(argument: Argument) -> Physical:
    """Return bounds from name, unit and range.

    Shares run from 0 to 1, temperatures from absolute zero; exponents and changes per kelvin have either
    sign. A range that stays away from 0 is that of a divisor or a scale, which 0 is not; a load may be 0.
    """
    if argument.unit == "°C":
        return Physical(ABSOLUTE_ZERO_C, HOTTEST_C, above=True)
    if argument.unit == "fraction" and argument.low >= 0.0:
        return Physical(0.0, max(1.0, argument.high), above=argument.name in _DIVIDED_BY)
    if argument.low < 0.0 or argument.unit == "1/K" or argument.name.endswith("exponent"):
        return Physical()
    return Physical(0.0, above=argument.low > 0.0 and argument.name not in _LOADS)


_DIVIDED_BY = frozenset({"solids_frac"})
"""Shares of which there must be some."""

_LOADS = frozenset({"pressure_MPa", "highest_pressure_MPa"})
"""What is put on and may be left off, though a law may have no finite answer then."""


@dataclass(frozen=True)
class Target:
    """How well a law is meant to meet test points: root mean square error in a stated measure."""

    error: ErrorKind
    rmse: float


@dataclass(frozen=True)
class Law:
    """A function of arrays with its name, unit, arguments, reference and the accuracy asked of it."""

    name: str
    unit: str
    function: Callable[..., Array | float]
    arguments: tuple[Argument, ...]
    source: str
    title: str
    target: Target | None = None

    def argument(self, name: str) -> Argument:
        """Return an argument by name. Raises KeyError for a name it does not have."""
        found = next((a for a in self.arguments if a.name == name), None)
        if found is None:
            raise KeyError(f"{self.name} has no argument {name!r}")
        return found
