"""Splitting: a finished lot becomes several."""

from __future__ import annotations

from twin.floor.journal import CREATED, Journal
from twin.floor.lot_book import LotBook
from twin.floor.material.side import MaterialSide
from twin.floor.state import LotState, StationState


class Splitting:
    """Makes the children of lots."""

    def __init__(self, journal: Journal, lots: LotBook, material: MaterialSide) -> None:
        self.journal = journal
        self.lots = lots
        self.material = material

    def parts(self, station: StationState, lot: LotState) -> list[LotState]:
        """Return the children of a lot; the lot itself is consumed."""
        into = station.into
        children = []
        for place in range(into):
            child = self.lots.open(lot.source, lot.index * into + place, lot.roots, (lot,))
            child.visits = dict(lot.visits)
            child.reworks = dict(lot.reworks)
            self.material.divide(station, lot, child, place)
            self.journal.note_amount(station.code + CREATED, child)
            children.append(child)
        for root in lot.roots:
            root.alive += into - 1
        self.lots.end(lot, "consumed")
        return children
