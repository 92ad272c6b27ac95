"""Lanes along a line: how many lanes of the web the lots of each station have."""

from __future__ import annotations

from twin.core.lanes import Lanes, whole_lanes
from twin.line.model.line import Line, StationPlan
from twin.stations.contract.kinds import load

Webs = frozenset[Lanes]
"""The lanes of the lots at one place; behind a slit lots differ in them."""


def webs_worked_on(plan: StationPlan, arriving: Webs) -> Webs:
    """Return the lanes of lots once a station has worked on them. Raises ValueError where nothing is left."""
    lanes_left = load(plan.kind).lanes_left
    if lanes_left is None:
        return arriving
    return frozenset(lanes_left(lanes, plan.params) for lanes in arriving)


def webs_leaving(plan: StationPlan, worked_on: Webs) -> Webs:
    """Return the lanes of the lots that leave a station. Raises ValueError where `split` does not fit."""
    lanes_of_parts = load(plan.kind).lanes_of_parts
    if lanes_of_parts is None:
        return worked_on
    into = 1 if plan.equipment.split is None else plan.equipment.split.into
    return frozenset(part for lanes in worked_on for part in lanes_of_parts(lanes, into))


def lane_counts(line: Line) -> dict[str, int]:
    """Return how many lanes the lots have once each station has worked on them; nothing without a grid."""
    if line.grid is None:
        return {}
    whole = frozenset({whole_lanes(line.grid.lanes)})
    leaving = {source.name: whole for source in line.source}
    counts = {}
    for plan in line.in_flow_order():
        worked_on = webs_worked_on(plan, leaving[plan.inputs[0]])
        counts[plan.name] = next(iter(worked_on)).count
        leaving[plan.name] = webs_leaving(plan, worked_on)
    return counts
