"""Say when a law is asked beyond its range."""

from __future__ import annotations

from typing import NamedTuple

from twin.core.material import Array, Outside
from twin.laws.registry.law import Law


class Edge(NamedTuple):
    """The range of one argument of a law, and the mark of a lot whose visit leaves it."""

    mark: Outside
    low: float
    high: float

    def is_left_by(self, value: Array | float) -> bool:
        """Return whether a number or any cell lies outside; NaN is within.

        Cells are not looked at for less than zero: no physical quantity with a range from zero goes there.
        """
        if isinstance(value, float):
            return value < self.low or value > self.high
        if value.item(value.argmax()) > self.high:
            return True
        return self.low != 0.0 and bool(value.item(value.argmin()) < self.low)


def edges(law: Law, *arguments: str) -> tuple[Edge, ...]:
    """Return the edges of some arguments of a law. Raises KeyError for a name the law does not have."""
    asked = (law.argument(name) for name in arguments)
    return tuple(Edge(Outside(law.name, argument.name), argument.low, argument.high) for argument in asked)


def beyond(known: frozenset[Outside], edges: tuple[Edge, ...], *values: Array | float) -> frozenset[Outside]:
    """Return the marks of a lot after a visit: those it came with, and one per edge its value leaves."""
    left = []
    for edge, value in zip(edges, values, strict=True):
        _, low, high = edge
        # a plain number within its range, the usual case, is not worth a call
        if not (isinstance(value, float) and low <= value <= high) and edge.is_left_by(value):
            left.append(edge.mark)
    return known.union(left) if left else known
