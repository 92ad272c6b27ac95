"""The bounds of a field: what the format allows a number to be."""

from __future__ import annotations

from math import inf
from typing import NamedTuple

from pydantic.fields import FieldInfo


class Bounds(NamedTuple):
    """The least and the largest number that is allowed; `above`: the least itself is not."""

    low: float = -inf
    high: float = inf
    above: bool = False

    def hold(self, value: float) -> bool:
        """Return whether a number is allowed."""
        return (self.low < value if self.above else self.low <= value) and value <= self.high

    def printed(self) -> str:
        """Return "allowed 0 to 2000", "" without bounds."""
        if self.low > -inf and self.high < inf:
            return f"allowed {self.low:g} to {self.high:g}"
        if self.low > -inf:
            return f"allowed {'above' if self.above else 'from'} {self.low:g}"
        return f"allowed up to {self.high:g}" if self.high < inf else ""


def bounds_of(info: FieldInfo) -> Bounds:
    """Return the bounds of a field of a model."""
    low, high, above = -inf, inf, False
    for item in info.metadata:
        if (least := getattr(item, "ge", None)) is not None:
            low = float(least)
        if (least := getattr(item, "gt", None)) is not None:
            low, above = float(least), True
        most = getattr(item, "le", None)
        if most is None:
            most = getattr(item, "lt", None)
        if most is not None:
            high = float(most)
    return Bounds(low, high, above)
