"""Settings of a machine beyond the range of a law: what they mark on every lot the machine works on."""

from __future__ import annotations

from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING

from twin.lawbook.ranges import Edge, Setting
from twin.material import Outside

if TYPE_CHECKING:
    from twin.station import Params, Visit

_KEPT = 256


class Settings:
    """The settings of one kind of station that go unchanged into laws.

    Those without noise are looked at once for all visits with the same numbers; a set-point only where its
    noise can carry it out of a range.
    """

    def __init__(self, settings: tuple[Setting, ...], set_points: tuple[str, ...]) -> None:
        still = [one for one in settings if one.parameter not in set_points]
        self._moving = [_moving(name, settings) for name in set_points if _edges(name, settings)]
        # of fewer than two names an attrgetter makes no tuple
        self._numbers = attrgetter("__class__", "__class__", *(one.parameter for one in still))

        @lru_cache(maxsize=_KEPT)
        def marks(numbers: tuple[float, ...]) -> frozenset[Outside]:
            pairs = zip(still, numbers[2:], strict=True)
            return frozenset(one.edge.mark for one, number in pairs if one.edge.is_left_by(float(number)))

        self._marks = marks

    def outside(self, params: Params, visit: Visit) -> frozenset[Outside]:
        """Return the marks of a visit to a machine with these parameters."""
        found = self._marks(self._numbers(params))
        for name, low, high, edges in self._moving:
            number: float = getattr(params, name)
            noise = visit.noise.get(name)
            reach = 0.0 if noise is None else noise.reach
            if low > number - reach or number + reach > high:
                found = found.union(_left(edges, number, reach, params, visit, name))
        return found


def _edges(name: str, settings: tuple[Setting, ...]) -> list[Edge]:
    """Return the edges of a parameter."""
    return [one.edge for one in settings if one.parameter == name]


def _moving(name: str, settings: tuple[Setting, ...]) -> tuple[str, float, float, list[Edge]]:
    """Return a set-point, the range all of its laws share, and their edges."""
    edges = _edges(name, settings)
    return name, max(edge.low for edge in edges), min(edge.high for edge in edges), edges


def _left(
    edges: list[Edge], number: float, reach: float, params: Params, visit: Visit, name: str
) -> list[Outside]:
    """Return the marks of a set-point; its noise is looked at only where it decides."""
    least, most = number - reach, number + reach
    found = []
    for edge in edges:
        if edge.low <= least and most <= edge.high:
            continue
        if most < edge.low or least > edge.high or edge.is_left_by(visit.set_point(params, name)):
            found.append(edge.mark)
    return found
