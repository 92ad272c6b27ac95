"""The event queue: SimPy's environment with instants given as they are, and an order within an instant."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from heapq import heappop, heappush
from typing import Any

from simpy import Environment
from simpy.events import Event

ORDERS = 1 << 20
"""Room for machines within one class of events."""
ENDS = 0
FAILURES = ORDERS
ARRIVALS = 2 * ORDERS
SHIFTS = 3 * ORDERS
TIMERS = 4 * ORDERS
"""Classes of events at one instant, in their order; hand-overs follow when these are through."""
EXPIRIES = 5 * ORDERS
"""Waits that ran out: decided after the hand-overs of the instant."""
MOST_AT_ONCE = 20_000
"""Events handled at one instant before somebody looks whether time still goes on."""


class Kind(IntEnum):
    """What a planned event is about; who handles it is decided once, by the engine."""

    WORK_END = 0
    SETUP_END = 1
    REPAIR_END = 2
    MAINTENANCE_END = 3
    FAILURE = 4
    MAINTENANCE_DUE = 5
    ARRIVAL = 6
    SHIFT_CHANGE = 7
    BATCH_TIMER = 8
    EXPIRY = 9


class EventNotice(Event):
    """One planned event: its kind and what it is about."""

    _ok = True
    _value = None

    env: EventQueue

    def __init__(self, queue: EventQueue, kind: Kind, subject: Any, detail: int) -> None:
        self.env = queue
        self.callbacks = queue.handlers[kind]
        self.subject = subject
        self.detail = detail


Handler = Callable[[EventNotice], None]


class EventQueue(Environment):
    """SimPy's environment; `plan` takes an absolute instant, so sums of times stay exact."""

    def __init__(self) -> None:
        super().__init__()
        self.now_s = 0.0
        self.is_alone = False
        self.handlers: list[list[Handler]] = [[] for _ in Kind]

    def plan(self, time_s: float, order: int, kind: Kind, subject: Any, detail: int = 0) -> EventNotice:
        """Plan an event at an instant; `order` decides among events of the same instant."""
        notice = EventNotice(self, kind, subject, detail)
        heappush(self._queue, (time_s, order, next(self._eid), notice))  # type: ignore[misc]
        return notice

    def plan_again(self, notice: EventNotice, time_s: float, order: int) -> None:
        """Plan an event that was handled once more, for another instant."""
        heappush(self._queue, (time_s, order, next(self._eid), notice))  # type: ignore[misc]

    def handle_instant(self, horizon_s: float) -> int:
        """Go to the next instant and handle its events, those planned for it meanwhile included.

        Returns how many there were, 0 where none is planned until the horizon; at most `MOST_AT_ONCE`, so a
        loop without end can be seen from outside. `is_alone`: nothing else is planned for this instant.
        """
        planned = self._queue
        if not planned or planned[0][0] > horizon_s:
            return 0
        self._now = self.now_s = now = planned[0][0]
        count = 0
        while count < MOST_AT_ONCE:
            notice = heappop(planned)[3]
            self.is_alone = not planned or planned[0][0] > now
            for handler in notice.callbacks:
                handler(notice)
            count += 1
            if not planned or planned[0][0] > now:
                break
        return count

    def next_order(self) -> int:
        """Return the order of the next event of this instant; past all classes where there is none."""
        return EXPIRIES + ORDERS if self.is_instant_over() else int(self._queue[0][1])

    def is_instant_over(self) -> bool:
        """Return whether nothing more is planned for this instant."""
        planned = self._queue
        return not planned or planned[0][0] > self.now_s

    def close(self) -> None:
        """Forget what is planned and who would handle it: nobody waits for Python's collector of cycles."""
        self._queue.clear()
        for handlers in self.handlers:
            handlers.clear()
