"""One lot at a station without the clock: created, joined, worked on and split as the floor would do it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from twin.floor.material.lot_physics import LotPhysics
from twin.floor.state import LotState, MachineState, StationState
from twin.records.log import LotRow
from twin.stations.contract.station import process

AtWork = Callable[[MachineState, LotState], None]
"""Is told which machine takes which lot, before the physics."""


def created(physics: LotPhysics, station: StationState, branch: int) -> LotState:
    """Return the first lot of the source that feeds a branch of a station.

    Raises ValueError where the branch has no source.
    """
    source = station.feeds[branch]
    if source is None:
        raise ValueError(f"{station.plan.name}: branch {branch} has neither station nor source")
    lot = LotState(0, LotRow(0, (), "", 0.0), source, 0, (), {}, 0.0)
    physics.create(lot)
    return lot


def sent_on(
    physics: LotPhysics, station: StationState, parents: Sequence[LotState], at_work: AtWork
) -> LotState:
    """Return the lot a station sends on: of the lots that come, one a branch; the first child of a split."""
    lot = parents[0]
    if len(parents) > 1:
        lot = _empty(lot)
        physics.unite(list(parents), lot)
    machine, before = station.machines[0], lot.material
    if before is not None and machine.params is not None:
        at_work(machine, lot)
        conditions = physics.visit_of(machine, lot, before, 0)
        after = process(physics.stations[station.index].kind, before, machine.params, conditions)
        lot.material = physics.form_web(before, after, lot)
    if station.into == 1:
        return lot
    child = _empty(lot)
    physics.divide(station, lot, child, 0)
    return child


def _empty(lot: LotState) -> LotState:
    """Return a new lot from the same source that carries nothing yet."""
    return LotState(0, LotRow(0, (), lot.row.recipe, 0.0), lot.source, 0, (), {}, 0.0)
