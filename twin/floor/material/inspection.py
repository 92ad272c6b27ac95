"""Inspection: what the gauge sees, what the control corrects, what the limits decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from twin.core.arrays import mean
from twin.core.material import Array
from twin.floor.state import Good, LotState, MachineState
from twin.line.model.line import Control, Gauge, Limit
from twin.stations.contract.visit import Params, Visit, bounds_of

Cells = Mapping[str, Array]
"""Values by property, each of shape (lane, segment)."""


class Verdict(NamedTuple):
    """What the limits of a station decide about a lot.

    `name`: one of the verdicts of the readings. `cause`: the property it is scrapped or sent back for,
    `target`: the station it is sent back to. `cut`: (share, property) of the cells cut out by each limit.
    """

    name: str
    cause: str = ""
    target: str = ""
    cut: tuple[tuple[float, str], ...] = ()


def measure(gauges: Mapping[str, Gauge], visit: Visit, true: Cells) -> dict[str, Array]:
    """Return what the gauges see; a value stands for the segments up to the next one measured."""
    measured = {}
    for name, gauge in gauges.items():
        step = gauge.every_segments
        value = true[name][:, ::step] + gauge.bias
        if gauge.repeatability:
            noise = visit.normal(f"gauge {name}", value.size).reshape(value.shape)
            value = value + gauge.repeatability * noise
        measured[name] = value if step == 1 else np.repeat(value, step, axis=1)[:, : true[name].shape[1]]
    return measured


def mean_of_good(lot: LotState, values: Array) -> float:
    """Return the mean over the cells of a lot that are not cut."""
    return mean(values if lot.good is None else values[lot.good])


def steer(machine: MachineState, lot: LotState, measured: Cells) -> str:
    """Correct a set-point from the mean the gauge saw, within its guard and the parameter's bounds.

    Returns which bound holds it back, "" where none does.
    """
    control = machine.station.plan.control
    if control is None or machine.params is None:
        return ""
    step = control.gain * (control.target - mean_of_good(lot, measured[control.property]))
    if control.largest_step is not None:
        step = min(max(step, -control.largest_step), control.largest_step)
    now: float = getattr(machine.params, control.setpoint)
    value, (low, high) = now + step, guarded(control, machine.params, now)
    corrected = min(max(value, low), high)
    machine.params = machine.params.model_copy(update={control.setpoint: corrected})
    return "" if low <= value <= high else f"{control.setpoint} at {corrected:g}"


def guarded(control: Control, params: Params, now: float) -> tuple[float, float]:
    """Return between what a control may set its set-point; from beyond its guard it may only come back."""
    low, high = bounds_of(type(params), control.setpoint)
    return (
        low if control.setpoint_lower is None else max(low, min(control.setpoint_lower, now)),
        high if control.setpoint_upper is None else min(high, max(control.setpoint_upper, now)),
    )


def within_bounds(params: Params, name: str, value: float) -> float:
    """Return a set-point kept within the bounds of its parameter."""
    low, high = bounds_of(type(params), name)
    return min(max(value, low), high)


def is_outside(limit: Limit, value: float) -> bool:
    """Return whether a number is outside a limit; NaN is not."""
    below = limit.lower is not None and value < limit.lower
    return below or (limit.upper is not None and value > limit.upper)


def outside_of(limit: Limit, values: Array) -> Good:
    """Return which values are outside a limit."""
    outside = np.zeros(values.shape, dtype=bool)
    if limit.lower is not None:
        outside |= values < limit.lower
    if limit.upper is not None:
        outside |= values > limit.upper
    return outside


def inspect(lot: LotState, limits: list[tuple[int, Limit]], true: Cells, measured: Cells) -> Verdict:
    """Apply the limits of a station, each with its number in the file, in their order.

    Cuts cells out of the lot and counts its reworks.
    """
    name, cut = "ok", []
    for number, limit in limits:
        values = (measured if limit.judged_on == "measured" else true)[limit.property]
        if limit.action == "scrap_cells":
            share = cut_cells(lot, limit, values)
            if share:
                name = "scrap_cells"
                cut.append((share, limit.property))
                if not lot.good_share:
                    return Verdict("scrap_lot", limit.property, cut=tuple(cut))
            continue
        if not is_outside(limit, mean_of_good(lot, values)):
            continue
        if limit.action == "flag":
            name = "flag" if name == "ok" else name
        elif limit.action == "rework" and lot.reworks.get(number, 0) < (limit.at_most or 0):
            lot.reworks[number] = lot.reworks.get(number, 0) + 1
            return Verdict("rework", limit.property, limit.to or "", tuple(cut))
        else:
            return Verdict("scrap_lot", limit.property, cut=tuple(cut))
    return Verdict(name, cut=tuple(cut))


def cut_cells(lot: LotState, limit: Limit, values: Array) -> float:
    """Cut the cells outside a limit out of a lot; returns their share of its cells."""
    outside = outside_of(limit, values)
    lost = outside if lot.good is None else outside & lot.good
    if not lost.any():
        return 0.0
    lot.keep(~outside if lot.good is None else lot.good & ~outside)
    return lot.share_of(lost)
