"""Settings of a machine beyond the range of a law: what they mark on every lot the machine works on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from twin.core.material import Outside
from twin.laws.validity import Edge, Setting, beyond
from twin.stations.contract.visit import Noise, Params, Visit

_KEPT = 256
_NOWHERE = frozenset[Outside]()


class _Moving(NamedTuple):
    """A set-point, where its noise leaves it within all of its edges, and these."""

    name: str
    low: float
    high: float
    edges: tuple[Edge, ...]


class Settings:
    """The settings of one kind of station that go unchanged into laws.

    Most visits ask the same machine again, or one with a set-point corrected: what has been looked at
    is kept. The noise of a set-point is looked at only where it decides.
    """

    def __init__(self, settings: tuple[Setting, ...], set_points: tuple[str, ...]) -> None:
        still = [one for one in settings if one.parameter not in set_points]
        self._still = _getter(tuple(one.parameter for one in still))
        self._edges = {
            name: tuple(one.edge for one in settings if one.parameter == name) for name in set_points
        }

        @lru_cache(maxsize=_KEPT)
        def marks(numbers: tuple[float, ...]) -> frozenset[Outside]:
            pairs = zip(still, numbers, strict=True)
            return frozenset(one.edge.mark for one, number in pairs if one.edge.is_left_by(float(number)))

        self._marks = marks
        self._params: Params | None = None
        self._noise: Mapping[str, Noise] = {}
        self._moving = self._within({})
        self._found = _NOWHERE

    def outside(self, params: Params, visit: Visit) -> frozenset[Outside]:
        """Return the marks of a visit to a machine with these parameters."""
        if params is self._params and visit.noise is self._noise:
            return self._found
        numbers = params.__dict__  # attributes of a model cost twice as much
        if visit.noise is not self._noise:
            self._noise, self._moving = visit.noise, self._within(visit.noise)
        found, by_chance = self._marks(self._still(numbers)), False
        for name, low, high, edges in self._moving:
            if low <= numbers[name] <= high:
                continue
            decided = _decided(float(numbers[name]), visit.noise.get(name), edges)
            by_chance = by_chance or not decided
            value = float(numbers[name]) if decided else visit.set_point(params, name)
            found = beyond(found, edges, *(value,) * len(edges))
        self._params, self._found = None if by_chance else params, found
        return found

    def _within(self, noise: Mapping[str, Noise]) -> list[_Moving]:
        """Return where each set-point may stand without a look at its noise."""
        return [
            _Moving(
                name,
                max(edge.low for edge in edges) + _reach(noise.get(name)),
                min(edge.high for edge in edges) - _reach(noise.get(name)),
                edges,
            )
            for name, edges in self._edges.items()
            if edges
        ]


def _getter(names: tuple[str, ...]) -> Callable[[Mapping[str, float]], tuple[float, ...]]:
    """Return what takes some numbers out of a mapping; of fewer than two an itemgetter makes no tuple."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda numbers: tuple(numbers[name] for name in names)


def _reach(noise: Noise | None) -> float:
    return 0.0 if noise is None else noise.reach


def _decided(number: float, noise: Noise | None, edges: tuple[Edge, ...]) -> bool:
    """Return whether no draw can carry a set-point over an edge."""
    least, most = number - _reach(noise), number + _reach(noise)
    return not any(least < edge.low <= most or least <= edge.high < most for edge in edges)
