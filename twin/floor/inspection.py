"""Judging: what the gauge sees, what the control corrects, what the limits decide."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from twin.core.arrays import mean
from twin.core.material import Array
from twin.floor.floor import CELLS_SCRAPPED, Floor
from twin.floor.state import BayState, Good, LotState, MachineState
from twin.line.model.line import Gauge, Limit
from twin.stations.contract.visit import Params, Visit, bounds_of

Cells = Mapping[str, Array]
"""Values by property, each of shape (lane, segment)."""


def measure(gauges: Mapping[str, Gauge], visit: Visit, true: Cells) -> dict[str, Array]:
    """Return what the gauges see; a value stands for the segments up to the next one measured."""
    seen = {}
    for name, gauge in gauges.items():
        step = gauge.every_segments
        value = true[name][:, ::step] + gauge.bias
        if gauge.repeatability:
            noise = visit.normal(f"gauge {name}", value.size).reshape(value.shape)
            value = value + gauge.repeatability * noise
        seen[name] = value if step == 1 else np.repeat(value, step, axis=1)[:, : true[name].shape[1]]
    return seen


def mean_of_good(lot: LotState, values: Array) -> float:
    """Return the mean over the cells of a lot that are not cut."""
    return mean(values if lot.good is None else values[lot.good])


def steer(bay: BayState, machine: MachineState, lot: LotState, measured: Cells) -> None:
    """Correct a set-point from the mean the gauge saw; the parameter's bounds hold."""
    control = bay.plan.control
    if control is None or machine.params is None:
        return
    error = control.target - mean_of_good(lot, measured[control.property])
    value = getattr(machine.params, control.setpoint) + control.gain * error
    held = within_bounds(machine.params, control.setpoint, value)
    machine.params = machine.params.model_copy(update={control.setpoint: held})


def within_bounds(params: Params, name: str, value: float) -> float:
    """Return a set-point held within the bounds of its parameter."""
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


def judge(
    floor: Floor,
    machine: MachineState,
    lot: LotState,
    limits: list[tuple[int, Limit]],
    seen: tuple[Cells, Cells],
) -> str:
    """Apply the limits of a station in file order to (true, measured) values; returns the verdict."""
    verdict = "ok"
    for number, limit in limits:
        values = seen[limit.judged_on == "measured"][limit.property]
        if limit.action == "scrap_cells":
            if cut(floor, machine, lot, limit, values):
                verdict = "scrap_cells"
                if lot.good is not None and not lot.good.any():
                    lot.cause = limit.property
                    return "scrap_lot"
            continue
        if not is_outside(limit, mean_of_good(lot, values)):
            continue
        lot.cause = limit.property
        if limit.action == "flag":
            verdict = "flag" if verdict == "ok" else verdict
        elif limit.action == "rework" and lot.reworks.get(number, 0) < (limit.at_most or 0):
            lot.reworks[number] = lot.reworks.get(number, 0) + 1
            lot.back_to = limit.to or ""
            return "rework"
        else:
            return "scrap_lot"
    return verdict


def cut(floor: Floor, machine: MachineState, lot: LotState, limit: Limit, values: Array) -> bool:
    """Cut the cells outside a limit out of a lot; returns whether there were any."""
    outside = outside_of(limit, values)
    lost = outside if lot.good is None else outside & lot.good
    if not lost.any():
        return False
    lot.good = ~outside if lot.good is None else lot.good & ~outside
    floor.note_amount(machine.code + CELLS_SCRAPPED, lot, float(lost.mean()), limit.property)
    return True
