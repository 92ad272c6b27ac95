"""Events of the flow: arrivals, changes of shift, batches that waited long enough, waits that are over."""

from __future__ import annotations

from twin.floor.engine.settling import Settling
from twin.floor.event_queue import EXPIRIES, SHIFTS, EventNotice, EventQueue, Kind
from twin.floor.flow.longest_wait import LongestWait
from twin.floor.journal import SHIFT_ENDED, SHIFT_STARTED, Journal
from twin.floor.shift_calendar import AlwaysOn, ShiftCalendar
from twin.floor.state import FloorState


class FlowEvents:
    """Handles the events that are not of machines."""

    def __init__(
        self,
        state: FloorState,
        journal: Journal,
        calendar: ShiftCalendar | AlwaysOn,
        settling: Settling,
        longest_wait: LongestWait,
    ) -> None:
        self.state = state
        self.journal = journal
        self.queue: EventQueue = journal.queue
        self.calendar = calendar
        self.settling = settling
        self.longest_wait = longest_wait
        handlers = self.queue.handlers
        handlers[Kind.ARRIVAL].append(self.on_arrival)
        handlers[Kind.SHIFT_CHANGE].append(self.on_shift_change)
        handlers[Kind.BATCH_TIMER].append(self.on_batch_timer)
        handlers[Kind.EXPIRY].append(self.on_expiry)

    def start(self) -> None:
        """Look at every station and source once; plan the first arrivals and the first change of shift."""
        state = self.state
        for station in state.stations:
            state.touch(station)
        for source in state.sources:
            state.touch_source(source)
            if source.arrival is not None:
                self.settling.sources.plan_arrival(source)
        state.on_shift = self.calendar.is_on(0.0)
        if isinstance(self.calendar, ShiftCalendar):
            self.note_shift()
        self.plan_shift_change()

    def on_arrival(self, notice: EventNotice) -> None:
        """Handle the arrival of a lot from outside."""
        self.settling.sources.let_arrive(notice.subject)

    def on_batch_timer(self, notice: EventNotice) -> None:
        """Look at a batch whose oldest lot has waited long enough."""
        self.state.active -= 1
        self.state.touch(notice.subject)

    def on_expiry(self, notice: EventNotice) -> None:
        """Handle the end of waits once nothing else of this instant could still take the lots."""
        due_s: float = notice.subject
        self.settling.settle()
        if self.queue.next_order() < EXPIRIES:
            self.queue.plan(due_s, EXPIRIES, Kind.EXPIRY, due_s)
        else:
            self.longest_wait.expire(due_s)

    def on_shift_change(self, notice: EventNotice) -> None:  # noqa: ARG002
        """Handle the start or the end of a shift."""
        self.state.on_shift = not self.state.on_shift
        self.note_shift()
        for station in self.state.stations:
            self.state.touch(station)
        self.plan_shift_change()

    def note_shift(self) -> None:
        """Write whether the plant works."""
        self.journal.note(self.state.code + (SHIFT_STARTED if self.state.on_shift else SHIFT_ENDED))

    def plan_shift_change(self) -> None:
        """Plan the next change of shift, if there is one."""
        due_s = self.calendar.next_change(self.queue.now_s)
        if due_s < float("inf"):
            self.queue.plan(due_s, SHIFTS, Kind.SHIFT_CHANGE, None)
