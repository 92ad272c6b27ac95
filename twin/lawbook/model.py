"""What a law is to somebody who wants to use or to test it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from twin.material import Array
from twin.units import unit_of

ErrorKind = Literal["decades", "relative", "absolute"]


@dataclass(frozen=True)
class Argument:
    """One argument of a law and the range in which the law holds.

    The range is that of the data, widened by a factor of two at most.

    `typical` None: left out, the function has its own answer, and `doc` says which.
    """

    name: str
    typical: float | None
    low: float
    high: float
    doc: str

    @property
    def unit(self) -> str:
        """Return the printed unit, "" for a bare number."""
        return unit_of(self.name)


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
