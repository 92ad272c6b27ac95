"""One replication on its way: clock, state, dice, log, and what every rule needs of them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from twin.floor.event_queue import EXPIRIES, FAILURES, Agenda, Handler, Tick
from twin.floor.random_streams import Dice, Times
from twin.floor.shift_calendar import ShiftCalendar
from twin.floor.state import BayState, FloorState, LotState, MachineState, Root, SourceState
from twin.line.model.line import Line
from twin.records.log import CODE, Log, LotRow

if TYPE_CHECKING:
    from twin.floor.clocks import Clocks
    from twin.floor.dispatch import Taking
    from twin.floor.engine import Rules
    from twin.floor.failures import Downtime
    from twin.floor.lot_physics import Process
    from twin.floor.setup_maintenance import Upkeep
    from twin.floor.sources import Supply
    from twin.floor.transfer import Transfer
    from twin.floor.work import Work

CREATED = CODE["created"]
ARRIVED = CODE["arrived"]
STARTED = CODE["started"]
FINISHED = CODE["finished"]
LEFT = CODE["left"]
FAILED = CODE["failed"]
REPAIR_STARTED = CODE["repair_started"]
REPAIRED = CODE["repaired"]
SETUP_STARTED = CODE["setup_started"]
SETUP_ENDED = CODE["setup_ended"]
MAINTENANCE_STARTED = CODE["maintenance_started"]
MAINTENANCE_ENDED = CODE["maintenance_ended"]
MAINTENANCE_DUE = CODE["maintenance_due"]
SCRAPPED = CODE["scrapped"]
SHIPPED = CODE["shipped"]
CELLS_SCRAPPED = CODE["cells_scrapped"]
REWORKED = CODE["reworked"]


class Floor:
    """The one object the rules of flow share."""

    supply: Supply
    transfer: Transfer
    taking: Taking
    work: Work
    clocks: Clocks
    downtime: Downtime
    upkeep: Upkeep
    rules: Rules

    def __init__(self, line: Line, state: FloorState, dice: Dice, log: Log, process: Process | None) -> None:
        self.line = line
        self.state = state
        self.dice = dice
        self.log = log
        self.process = process
        self.agenda = Agenda()
        self.agenda.floor = self
        calendar = line.calendar
        self.calendar = None if calendar is None else ShiftCalendar(calendar.intervals)
        self.revisits = any(limit.action == "rework" for limit in line.limit)
        self.rework_targets: list[BayState] = []
        self.endless = True
        self.dirty = 0
        self.first_bay_bit = len(state.sources)
        self.batch_bays = [bay for bay in state.bays if bay.batch > 1]
        self.expiring: dict[float, list[tuple[LotState, float]]] = {}
        self._times: dict[tuple[object, ...], Times] = {}
        self.stride = log.stride
        self.note_time = log.time_s.append
        self.note_place = log.place.append

    @property
    def now(self) -> float:
        """Return the present instant in seconds."""
        return self.agenda._now

    def note(self, code: int, lot: int) -> None:
        """Write one event row."""
        self.note_time(self.agenda._now)
        self.note_place(lot * self.stride + code)

    def note_amount(self, code: int, lot: LotState, share: float = 1.0, cause: str = "") -> None:
        """Write one event row with the area and mass it is about, and its cause."""
        log = self.log
        row = len(log.time_s)
        self.note(code, lot.number)
        if cause:
            log.cause[row] = cause
        if lot.material is not None:
            log.amount_row.append(row)
            log.area_m2.append(lot.row.area_m2 * share)
            log.mass_kg.append(lot.row.mass_kg * share)

    def touch(self, bay: BayState) -> None:
        """Remember to look at a station when the instant settles."""
        self.dirty |= 1 << (self.first_bay_bit + bay.index)

    def touch_source(self, source: SourceState) -> None:
        """Remember to look at a source when the instant settles."""
        self.dirty |= 1 << (self.first_bay_bit - 1 - source.index)

    def touch_feeders(self, bay: BayState) -> None:
        """Remember to look at those who wait for a place before a station: reserving machines, sources."""
        for upstream in bay.upstream:
            if upstream is not None and upstream.reserves:
                self.touch(upstream)
        for source in bay.feeds:
            if source is not None and not source.on_demand:
                self.touch_source(source)

    def work_end(self, seconds: float) -> float:
        """Return the instant at which work started now is through, shifts observed."""
        if self.calendar is None:
            return self.agenda._now + seconds
        return self.calendar.after(self.agenda._now, seconds)

    def worked_since(self, since_s: float) -> float:
        """Return the working seconds from an instant to now."""
        if self.calendar is None:
            return self.agenda._now - since_s
        return self.calendar.worked(since_s, self.agenda._now)

    def times(self, *address: object) -> Times:
        """Return the times kept under an address of equipment: failures, repairs, setups, maintenance."""
        return self._times[address]

    def keep_times(self, times: Times, *address: object) -> None:
        """Keep times under an address."""
        self._times[address] = times

    def plan_expiry(self, lot: LotState, due_s: float, handlers: list[Handler]) -> None:
        """Plan the end of a lot's patience; one event per instant, after everything else in it."""
        waiting = self.expiring.get(due_s)
        if waiting is None:
            self.expiring[due_s] = [(lot, lot.arrived_s)]
            self.agenda.plan(due_s, EXPIRIES, handlers, due_s)
            self.state.active += 1
        else:
            waiting.append((lot, lot.arrived_s))

    def plan_operation(
        self, machine: MachineState, seconds: float, handlers: list[Handler], *, fails: bool = False
    ) -> Tick:
        """Plan the end, or the breakdown, of what a machine does now."""
        self.state.active += 1
        order = machine.order + FAILURES if fails else machine.order
        return self.agenda.plan(self.work_end(seconds), order, handlers, machine)

    def new_lot(
        self, source: SourceState, index: int, roots: tuple[Root, ...], parents: tuple[LotState, ...]
    ) -> LotState:
        """Enter a new lot into the book."""
        lots = self.log.lots
        recipe = "" if source.plan.recipe is None else source.plan.recipe.name
        row = LotRow(len(lots) + 1, tuple(p.number for p in parents), recipe, self.agenda._now)
        lots.append(row)
        self.state.lots_inside += 1
        return LotState(row.lot, row, source, index, roots, {}, self.agenda._now)

    def end_lot(self, lot: LotState, fate: str) -> None:
        """Close a lot: shipped, scrapped or consumed. Roots are the caller's when it was consumed."""
        row = lot.row
        row.fate = fate
        row.ended_s = self.agenda._now
        if self.process is not None and lot.material is not None:
            self.process.close(lot, fate)
        self.state.lots_inside -= 1
        if fate != "consumed":
            self.end_roots(lot.roots)

    def scrap(self, lot: LotState, code: int, cause: str) -> None:
        """Write a lot off: all its area is lost."""
        self.note_amount(code, lot, 1.0 if self.process is None else self.process.good_share(lot), cause)
        self.end_lot(lot, "scrapped")

    def end_roots(self, roots: tuple[Root, ...]) -> None:
        """Count down what is left of a source's lots; CONWIP sources may release the next."""
        for root in roots:
            root.alive -= 1
            if root.alive == 0:
                root.source.inside -= 1
                if root.source.plan.conwip is not None:
                    self.touch_source(root.source)

    @cached_property
    def names(self) -> dict[str, BayState]:
        """Return the stations by name."""
        return {bay.plan.name: bay for bay in self.state.bays}
