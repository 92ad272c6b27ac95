"""The lot book: lots come into being and end, each with a row in the log."""

from __future__ import annotations

from twin.floor.journal import Journal
from twin.floor.state import FloorState, LotState, Root, SourceState
from twin.records.log import LotRow


class LotBook:
    """Opens and closes the rows of lots; counts what is left of a source's lots for CONWIP."""

    def __init__(self, state: FloorState, journal: Journal) -> None:
        self.state = state
        self.journal = journal
        self.queue = journal.queue
        self.rows = journal.log.lots
        self.opened = 0

    def open(
        self, source: SourceState, index: int, roots: tuple[Root, ...], parents: tuple[LotState, ...]
    ) -> LotState:
        """Return a new lot."""
        recipe = "" if source.plan.recipe is None else source.plan.recipe.name
        now_s = self.queue.now_s
        self.opened += 1
        row = LotRow(self.opened, tuple(p.number for p in parents), recipe, now_s)
        self.rows.append(row)
        self.state.lots_inside += 1
        return LotState(row.lot, row, source, index, roots, {}, now_s)

    def end(self, lot: LotState, fate: str) -> None:
        """Close a lot: shipped, scrapped or consumed. Roots are the caller's when it was consumed."""
        row = lot.row
        row.fate = fate
        row.ended_s = self.queue.now_s
        row.good_area_m2 = lot.amount(0.0 if fate == "scrapped" else lot.good_share).area_m2
        self.state.lots_inside -= 1
        if fate != "consumed":
            self.end_roots(lot.roots)

    def scrap(self, lot: LotState, code: int, cause: str) -> None:
        """Write a lot off: all its area is lost."""
        self.journal.note_amount(code, lot, lot.good_share, cause)
        self.end(lot, "scrapped")

    def end_roots(self, roots: tuple[Root, ...]) -> None:
        """Count down what is left of a source's lots; CONWIP sources may release the next."""
        for root in roots:
            root.alive -= 1
            if root.alive == 0:
                root.source.inside -= 1
                if root.source.plan.conwip is not None:
                    self.state.touch_source(root.source)

    def close_inside(self) -> None:
        """Enter the good area of the lots that are still inside at the end of a run."""
        for lot in lots_inside(self.state):
            if lot.row.fate == "inside":
                lot.row.good_area_m2 = lot.amount(lot.good_share).area_m2


def lots_inside(state: FloorState) -> list[LotState]:
    """Return the lots on the floor and before it, some of them twice."""
    lots = [lot for station in state.stations for queue in station.queues for lot in queue]
    lots += [lot for source in state.sources for lot in source.outside]
    for station in state.stations:
        lots += [lot for waiting in station.waiting for _, lot in waiting]
        for machine in station.machines:
            lots += [lot for taken in machine.sets for lot in taken]
            lots += machine.lots if machine.planned is not None or machine.down >= 0 else []
    return lots
