"""Joining: one lot of each branch becomes one lot; what the others have more is trimmed."""

from __future__ import annotations

from twin.floor.journal import CELLS_SCRAPPED, CREATED, Journal
from twin.floor.lot_book import LotBook
from twin.floor.material.side import MaterialSide
from twin.floor.state import LotState, MachineState


class Joining:
    """Makes one lot of several on a machine."""

    def __init__(self, journal: Journal, lots: LotBook, material: MaterialSide) -> None:
        self.journal = journal
        self.lots = lots
        self.material = material

    def join(self, machine: MachineState, parents: list[LotState]) -> LotState:
        """Return the lot made of one lot of each branch; its random streams are those of the first branch."""
        first = parents[0]
        roots = tuple(root for parent in parents for root in parent.roots)
        lot = self.lots.open(first.source, first.index, roots, tuple(parents))
        lot.station = machine.station.index
        lot.arrived_s = self.journal.queue.now_s
        lot.free_since_s = min(parent.free_since_s for parent in parents)
        for parent in parents:
            lot.visits.update(parent.visits)
            parent.waits = False
        for parent, share in self.material.surplus(parents):
            self.journal.note_amount(machine.code + CELLS_SCRAPPED, parent, share, "trim")
        self.material.unite(parents, lot)
        for parent in parents:
            self.lots.end(parent, "consumed")
        self.journal.note_amount(machine.station.code + CREATED, lot)
        return lot
