"""Settings of a machine beyond the range of a law: what they mark on every lot the machine works on."""

from __future__ import annotations

from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING

from twin.material import Outside

if TYPE_CHECKING:
    from twin.lawbook.ranges import Setting
    from twin.station import Params, Visit

_KEPT = 256


class Settings:
    """The settings of one kind of station that go unchanged into laws.

    Those without noise are looked at once for all visits with the same numbers; a set-point only where its
    noise can carry it out of the range.
    """

    def __init__(self, settings: tuple[Setting, ...], set_points: tuple[str, ...]) -> None:
        still = [one for one in settings if one.parameter not in set_points]
        self._moving = tuple((one.parameter, one.edge) for one in settings if one.parameter in set_points)
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
        for name, edge in self._moving:
            number: float = getattr(params, name)
            noise = visit.noise.get(name)
            reach = 0.0 if noise is None else noise.reach
            if edge.low <= number - reach and number + reach <= edge.high:
                continue
            if edge.is_left_by(visit.set_point(params, name)):
                found |= {edge.mark}
        return found
