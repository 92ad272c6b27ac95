"""Lanes of a web: the strips along it that the grid tells apart, and what cutting leaves of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

_THINNEST = 1e-12
"""Share of a lane below which a strip is the rounding of a cut along an edge of the lane."""


@dataclass(frozen=True)
class Lanes:
    """The lanes of a lot, numbered across the web as it was formed, and how wide each still is.

    A lane is a strip of its own: a cut along the web narrows it and leaves what is on it as it was.
    `first`: number of the first lane, from 1. `widths`: in whole lanes, 1 = as wide as it was formed.
    """

    first: int
    widths: tuple[float, ...]

    @property
    def count(self) -> int:
        """Return the number of lanes."""
        return len(self.widths)

    @cached_property
    def width(self) -> float:
        """Return the width of the web in whole lanes."""
        return sum(self.widths)

    @cached_property
    def are_equal(self) -> bool:
        """Return whether all lanes are equally wide."""
        return min(self.widths) == max(self.widths)

    def within(self, other: Lanes) -> slice:
        """Return where these lanes stand among those of the web they were cut from."""
        start = self.first - other.first
        return slice(start, start + self.count)

    def trimmed(self, by: float) -> Lanes:
        """Return what is left when a strip `by` whole lanes wide is cut off at either edge.

        A lane within the strip is cut away, the one the knife runs through is narrower after it. Raises
        ValueError where nothing is left.
        """
        if 2.0 * by > self.width - _THINNEST:
            raise ValueError(f"nothing is left of a web {self.width:g} lanes wide")
        left = _without_edge(self.widths, by)
        both = _without_edge(left[::-1], by)[::-1]
        return Lanes(self.first + self.count - len(left), both)

    def groups(self, count: int) -> tuple[Lanes, ...]:
        """Return the lanes in groups of equally many neighbours. Raises ValueError where that cannot be."""
        if count < 1 or self.count % count:
            raise ValueError(f"{self.count} lanes do not make {count} equal groups")
        each = self.count // count
        return tuple(
            Lanes(self.first + start, self.widths[start : start + each])
            for start in range(0, self.count, each)
        )

    def share_of(self, cells: NDArray[np.bool_]) -> float:
        """Return the share of the area that lies in some cells, given as (lane, segment)."""
        if self.are_equal:
            return float(np.count_nonzero(cells) / cells.size)
        per_lane = np.count_nonzero(cells, axis=1)
        weighted = sum(n * width for n, width in zip(per_lane.tolist(), self.widths, strict=True))
        return float(weighted / (cells.shape[1] * self.width))


def whole_lanes(count: int) -> Lanes:
    """Return the lanes of a web as it is formed."""
    return Lanes(1, (1.0,) * count)


def _without_edge(widths: tuple[float, ...], by: float) -> tuple[float, ...]:
    """Return the widths of the lanes that are left when a strip is cut off before the first."""
    for place, width in enumerate(widths):
        if by < width - _THINNEST:
            return (width - by, *widths[place + 1 :]) if by > _THINNEST else widths[place:]
        by -= width
    return ()
