"""Joining: one lot of each branch becomes one lot; what the others have more is trimmed."""

from __future__ import annotations

from twin.floor.floor import CELLS_SCRAPPED, CREATED, Floor
from twin.floor.state import LotState, MachineState


def join(floor: Floor, machine: MachineState, parents: list[LotState]) -> LotState:
    """Return the lot made of one lot of each branch; the dice follow the first branch."""
    first = parents[0]
    roots = tuple(root for parent in parents for root in parent.roots)
    lot = floor.new_lot(first.source, first.index, roots, tuple(parents))
    lot.bay = machine.bay.index
    lot.arrived_s = floor.now
    lot.free_since_s = min(parent.free_since_s for parent in parents)
    for parent in parents:
        lot.visits.update(parent.visits)
        parent.waits = False
    if floor.process is not None:
        smallest = min(parent.row.area_m2 for parent in parents)
        for parent in parents:
            surplus = 1.0 - smallest / parent.row.area_m2
            if surplus > 0.0:
                floor.note_amount(machine.code + CELLS_SCRAPPED, parent, surplus, "trim")
        floor.process.unite(parents, lot)
    for parent in parents:
        floor.end_lot(parent, "consumed")
    floor.note_amount(machine.bay.code + CREATED, lot)
    return lot
