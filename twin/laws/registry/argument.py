"""The arguments of a law, read from the signature of its function."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

from twin.core.material import Array
from twin.core.units import unit_of

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
        numbers = np.asarray(values, dtype=np.float64)
        return np.asarray(
            (numbers > self.least if self.above else numbers >= self.least) & (numbers <= self.most)
        )

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
class Range:
    """The range of an argument in which its law holds: that of the data, widened by a factor of two at most.

    Stands in the signature: `time_s: Annotated[Array | float, Range(0.0, 3600.0, "Time.", "t", 60.0)]`.

    `symbol`: the argument in the equation of the docstring. `typical`: left out where the function has a
    default, which then is the typical value. `physical`: what is refused beyond doubt; left out, it follows
    from name, unit and range.
    """

    low: float
    high: float
    doc: str
    symbol: str
    typical: float | None = None
    physical: Physical | None = None


@dataclass(frozen=True)
class From:
    """Says that another function works out an argument; who tests the law states the arguments of that one.

    The simulator, which calls both, keeps what the first returns.
    """

    function: Callable[..., object]
    symbol: str


@dataclass(frozen=True)
class Argument:
    """One argument of a law and the range in which the law holds.

    `typical` None: left out, the function has its own answer, and `doc` says which.
    """

    name: str
    typical: float | None
    low: float
    high: float
    doc: str
    physical: Physical | None = None
    symbol: str = ""

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
    sign. A range that stays away from 0 is that of a divisor or a scale, which 0 is not.
    """
    if argument.unit == "°C":
        return Physical(ABSOLUTE_ZERO_C, HOTTEST_C, above=True)
    if argument.unit == "fraction" and argument.low >= 0.0:
        return Physical(0.0, max(1.0, argument.high))
    if argument.low < 0.0 or argument.unit == "1/K" or argument.name.endswith("exponent"):
        return Physical()
    return Physical(0.0, above=argument.low > 0.0)


@cache
def hints_of(function: Callable[..., object]) -> Mapping[str, Any]:
    """Return the annotations of the parameters of a function."""
    hints = get_type_hints(inspect.unwrap(function), include_extras=True)
    return {name: hints[name] for name in inspect.signature(function).parameters}


def derived_from(hint: Any) -> From | None:
    """Return how an argument is worked out; None where it is stated."""
    return next((mark for mark in get_args(hint)[1:] if isinstance(mark, From)), None)


def arguments_of(function: Callable[..., object]) -> tuple[Argument, ...]:
    """Return what has to be stated to ask a function: its arguments, or those of what works them out."""
    arguments: dict[str, Argument] = {}
    defaults = inspect.signature(function).parameters
    for name, hint in hints_of(function).items():
        derived = derived_from(hint)
        if derived is not None:
            stated = arguments_of(derived.function)
        else:
            stated = (_stated(function, name, hint, defaults[name].default),)
        for argument in stated:
            arguments.setdefault(argument.name, argument)
    return tuple(arguments.values())


def _stated(function: Callable[..., object], name: str, hint: Any, default: object) -> Argument:
    """Return one argument. Raises TypeError where its range is missing, or its typical value stated twice."""
    where = f"{function.__name__}: {name}"
    ranges = [mark for mark in get_args(hint)[1:] if isinstance(mark, Range)]
    if get_origin(hint) is not Annotated or len(ranges) != 1:
        raise TypeError(f"{where} has no Range")
    bound = ranges[0]
    if default is inspect.Parameter.empty:
        if bound.typical is None:
            raise TypeError(f"{where} has neither a default nor a typical value")
        typical: float | None = bound.typical
    else:
        if bound.typical is not None:
            raise TypeError(f"{where} has a default and a typical value")
        if default is not None and not isinstance(default, float):
            raise TypeError(f"{where} has a default that is no number")
        typical = default
    return Argument(name, typical, bound.low, bound.high, bound.doc, bound.physical, bound.symbol)
