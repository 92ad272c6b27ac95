"""Operations: what a machine does for some working time: work, setup, repair, maintenance."""

from __future__ import annotations

from twin.floor.event_queue import FAILURES, EventNotice, EventQueue, Kind
from twin.floor.shift_calendar import AlwaysOn, ShiftCalendar
from twin.floor.state import FloorState, MachineState


class Operations:
    """Plans the end of operations, shifts observed."""

    def __init__(self, queue: EventQueue, state: FloorState, calendar: ShiftCalendar | AlwaysOn) -> None:
        self.queue = queue
        self.state = state
        self.calendar = calendar

    def plan(self, machine: MachineState, seconds: float, kind: Kind, *, fails: bool = False) -> EventNotice:
        """Plan the end, or the breakdown, of what a machine does now."""
        self.state.active += 1
        order = machine.order + FAILURES if fails else machine.order
        end_s = self.calendar.after(self.queue.now_s, seconds)
        return self.queue.plan(end_s, order, kind, machine)

    def interrupt(self, machine: MachineState) -> float:
        """Stop work or setup where it is, and return its seconds; what is left stays on the machine."""
        worked_s = self.calendar.worked(machine.since_s, self.queue.now_s)
        seconds = min(worked_s, machine.left_s)
        machine.planned = None
        machine.left_s -= seconds
        self.state.active -= 1
        return seconds
