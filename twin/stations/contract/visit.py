"""What a machine works with: the parameters of its kind, their noise, and what the floor knows of a visit."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

import numpy as np
from pydantic import BaseModel, ConfigDict

from twin.core.material import Array
from twin.laws.nip import run_out_um


class Params(BaseModel):
    """Set-points and constants of one kind of machine; frozen, every field bounded, unit in the name."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True)
class Noise:
    """Standard deviations of a set-point, in its unit."""

    lot: float = 0.0
    lane: float = 0.0
    run_out: float = 0.0
    cell: float = 0.0

    @cached_property
    def reach(self) -> float:
        """Return how far no draw goes from the set-point."""
        return _REACH * (self.lot + self.lane + self.run_out + self.cell)


_REACH = 10.0
"""Standard deviations no draw goes beyond."""


@cache
def bounds_of(kind: type[Params], name: str) -> tuple[float, float]:
    """Return the bounds of a parameter; -inf or inf where there is none."""
    low, high = -math.inf, math.inf
    for bound in kind.model_fields[name].metadata:
        low = getattr(bound, "ge", getattr(bound, "gt", low))
        high = getattr(bound, "le", getattr(bound, "lt", high))
    return float(low), float(high)


def clamped(
    kind: type[Params], name: str, value: float, varied: Array | float, noise: Noise
) -> Array | float:
    """Return a set-point with its noise, clamped to the bounds of its parameter as a machine would."""
    low, high = bounds_of(kind, name)
    if low <= value - noise.reach and value + noise.reach <= high:
        return varied
    if isinstance(varied, float):
        return min(max(varied, low), high)
    return np.minimum(np.maximum(varied, low), high)


@dataclass(frozen=True)
class InLineControl:
    """A gauge behind a tool that corrects it while the web runs, until what it sees is on target.

    `dead_m`: web between tool and gauge; `length_m`: web until 1/e of a lasting error is left; `error_frac`:
    standard deviation of what the gauge itself errs from lot to lot, over the target.
    """

    target: float
    dead_m: float
    length_m: float
    error_frac: float


NormalDraw = Callable[[str, int], Array]
"""(purpose, n) -> n standard normals; the same purpose in the same visit gives the same numbers."""


@dataclass(frozen=True)
class Visit:
    """What the floor knows and physics may need about one visit of a lot to a machine.

    `waited_s`: time since the last station finished the lot; `water_ppmv`: moisture of the room it
    waited in; `wear_h`: working hours since each wear was last restored; `lane_profile`: one
    standard cross-web profile per noisy set-point (root mean square 1, mean 0); `in_line`: what holds
    the property of the web that the kind can hold while it runs.
    """

    shape: tuple[int, int, int]
    normal: NormalDraw
    waited_s: float = 0.0
    water_ppmv: float = 0.0
    wear_h: Mapping[str, float] = field(default_factory=dict)
    noise: Mapping[str, Noise] = field(default_factory=dict)
    lane_profile: Mapping[str, Array] = field(default_factory=dict)
    period_segments: float = 0.0
    in_line: InLineControl | None = None

    def set_point(self, params: Params, name: str) -> Array | float:
        """Return the set-point with this visit's noise, shape (lane, segment).

        A float where it is the same all over the lot.
        """
        value: float = getattr(params, name)
        noise = self.noise.get(name)
        if noise is None:
            return value
        _, lanes, segments = self.shape
        of_lot, of_turn = self.normal(name, 2).tolist()
        varied: Array | float = value + noise.lot * of_lot
        if noise.lane:
            varied = (noise.lane * self.lane_profile[name] + varied)[:, None]
        if noise.run_out:
            # of_turn is normal; its distribution function makes the turn at which the roll starts uniform
            start = 0.5 * (1.0 + math.erf(of_turn / math.sqrt(2.0)))
            turned = (1.0 / self.period_segments) * _places(segments) + start
            varied = varied + run_out_um(turned, noise.run_out)
        if noise.cell:
            cells = self.normal(purpose_of_cells(name), lanes * segments).reshape(lanes, segments)
            varied = varied + noise.cell * cells
        elif noise.lane and not noise.run_out:
            # cells of their own: each sum with a column would cost three times as much
            across, varied = varied, np.empty((lanes, segments))
            varied[...] = across
        return clamped(type(params), name, value, varied, noise)


def purpose_of_cells(name: str) -> str:
    """Return the purpose under which the cells of a set-point are drawn; lot and run-out have its name."""
    return f"{name} cells"


@cache
def _places(segments: int) -> Array:
    """Return 0, 1, 2, ... along the web."""
    places = np.arange(segments, dtype=np.float64)
    places.flags.writeable = False
    return places
