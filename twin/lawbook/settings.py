"""Settings of a machine beyond the range of a law: what they mark on every lot the machine works on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING

from twin.lawbook.ranges import Edge, Setting, beyond
from twin.material import Outside

if TYPE_CHECKING:
    from twin.station import Noise, Params, Visit

_KEPT = 256
_NOWHERE = frozenset[Outside]()


class Settings:
    """The settings of one kind of station that go unchanged into laws.

    Those without noise are looked at once for all visits with the same numbers; the noise of a set-point
    only where it decides. What no noise decides holds until the parameters change.
    """

    def __init__(self, settings: tuple[Setting, ...], set_points: tuple[str, ...]) -> None:
        still = [one for one in settings if one.parameter not in set_points]
        self._moving = [_moving(name, settings) for name in set_points if _edges(name, settings)]
        self._still = [one.parameter for one in still]
        # attributes of a model cost twice as much as its dict
        self._numbers = itemgetter(*self._still) if len(still) > 1 else self._few

        @lru_cache(maxsize=_KEPT)
        def marks(numbers: tuple[float, ...]) -> frozenset[Outside]:
            pairs = zip(still, numbers, strict=True)
            return frozenset(one.edge.mark for one, number in pairs if one.edge.is_left_by(float(number)))

        self._marks = marks
        self._before: tuple[Params | None, Mapping[str, Noise], frozenset[Outside]] = None, {}, _NOWHERE

    def _few(self, numbers: Mapping[str, float]) -> tuple[float, ...]:
        """Return the numbers where there are fewer than two, of which an itemgetter makes no tuple."""
        return tuple(numbers[name] for name in self._still)

    def outside(self, params: Params, visit: Visit) -> frozenset[Outside]:
        """Return the marks of a visit to a machine with these parameters."""
        params_before, noise_before, found = self._before
        if params is params_before and visit.noise is noise_before:
            return found
        found, by_chance = self._marks(self._numbers(params.__dict__)), False
        for name, low, high, edges in self._moving:
            number: float = getattr(params, name)
            least = most = number
            if name in visit.noise:
                reach = visit.noise[name].reach
                least, most = number - reach, number + reach
            if low <= least and most <= high:
                continue
            decided = not any(least < edge.low <= most or least <= edge.high < most for edge in edges)
            by_chance = by_chance or not decided
            value = float(number) if decided else visit.set_point(params, name)
            found = beyond(found, edges, *(value,) * len(edges))
        if not by_chance:
            self._before = params, visit.noise, found
        return found


def _edges(name: str, settings: tuple[Setting, ...]) -> tuple[Edge, ...]:
    """Return the edges of a parameter."""
    return tuple(one.edge for one in settings if one.parameter == name)


def _moving(name: str, settings: tuple[Setting, ...]) -> tuple[str, float, float, tuple[Edge, ...]]:
    """Return a set-point, the range all of its laws share, and their edges."""
    edges = _edges(name, settings)
    return name, max(edge.low for edge in edges), min(edge.high for edge in edges), edges
