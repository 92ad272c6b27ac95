"""Settings of a machine beyond the range of a law: what they mark on every lot the machine works on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from twin.core.material import Outside
from twin.laws.registry.book import LAWS
from twin.laws.registry.validity import Edge, beyond, edges
from twin.stations.contract.fields import laws_of, set_points_of
from twin.stations.contract.visit import Noise, Params, Visit

_KEPT = 256
_NO_MARKS = frozenset[Outside]()


class Setting(NamedTuple):
    """A parameter of a machine that goes unchanged into a law, and the range of that argument."""

    parameter: str
    edge: Edge


def settings_of(params: type[Params]) -> tuple[Setting, ...]:
    """Return the parameters that go unchanged into laws, with the ranges of the arguments they become.

    Raises KeyError for a law or an argument that does not exist.
    """
    return tuple(
        Setting(name, edge)
        for name in params.model_fields
        for law, argument in laws_of(params, name).items()
        for edge in edges(LAWS[law], argument)
    )


class _SafeBand(NamedTuple):
    """Where a set-point may stand so that its noise cannot carry it over any of its edges."""

    name: str
    low: float
    high: float
    edges: tuple[Edge, ...]


class SettingRanges:
    """The settings of one kind of station that go unchanged into laws, ready to be checked at every visit.

    Most visits are to a machine set as before, or with one set-point corrected: marks are kept. The noise
    of a set-point is drawn only where it decides.
    """

    def __init__(self, params: type[Params]) -> None:
        self.settings = settings_of(params)
        set_points = set_points_of(params)
        constant = [setting for setting in self.settings if setting.parameter not in set_points]
        self._constant_values = _getter(tuple(setting.parameter for setting in constant))
        self._edges = {
            name: tuple(setting.edge for setting in self.settings if setting.parameter == name)
            for name in set_points
        }

        @lru_cache(maxsize=_KEPT)
        def marks_of(values: tuple[float | None, ...]) -> frozenset[Outside]:
            pairs = zip(constant, values, strict=True)
            return frozenset(
                setting.edge.mark
                for setting, value in pairs
                if value is not None and setting.edge.is_left_by(float(value))
            )

        self._marks_of = marks_of
        self._params: Params | None = None
        self._noise: Mapping[str, Noise] = {}
        self._safe_bands = self._bands_for({})
        self._marks = _NO_MARKS

    def outside(self, params: Params, visit: Visit) -> frozenset[Outside]:
        """Return the marks of a visit to a machine with these parameters."""
        if params is self._params and visit.noise is self._noise:
            return self._marks
        values = params.__dict__  # attributes of a model cost twice as much
        if visit.noise is not self._noise:
            self._noise, self._safe_bands = visit.noise, self._bands_for(visit.noise)
        marks, by_chance = self._marks_of(self._constant_values(values)), False
        for name, low, high, edges_of_name in self._safe_bands:
            if low <= values[name] <= high:
                continue
            decided = _is_decided(float(values[name]), visit.noise.get(name), edges_of_name)
            by_chance = by_chance or not decided
            value = float(values[name]) if decided else visit.set_point(params, name)
            marks = beyond(marks, edges_of_name, *(value,) * len(edges_of_name))
        self._params, self._marks = None if by_chance else params, marks
        return marks

    def _bands_for(self, noise: Mapping[str, Noise]) -> list[_SafeBand]:
        """Return where each set-point may stand without a look at its noise."""
        return [
            _SafeBand(
                name,
                max(edge.low for edge in edges_of_name) + _reach(noise.get(name)),
                min(edge.high for edge in edges_of_name) - _reach(noise.get(name)),
                edges_of_name,
            )
            for name, edges_of_name in self._edges.items()
            if edges_of_name
        ]


def _getter(names: tuple[str, ...]) -> Callable[[Mapping[str, float]], tuple[float | None, ...]]:
    """Return what takes some values out of a mapping; of fewer than two an itemgetter makes no tuple."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: tuple(values[name] for name in names)


def _reach(noise: Noise | None) -> float:
    return 0.0 if noise is None else noise.reach


def _is_decided(value: float, noise: Noise | None, edges_of_name: tuple[Edge, ...]) -> bool:
    """Return whether no draw can carry a set-point over an edge."""
    least, most = value - _reach(noise), value + _reach(noise)
    return not any(least < edge.low <= most or least <= edge.high < most for edge in edges_of_name)
