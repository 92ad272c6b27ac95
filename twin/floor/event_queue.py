"""The clock: SimPy's environment with instants given as they are, and an order within an instant."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any

from simpy import Environment
from simpy.events import Event

if TYPE_CHECKING:
    from twin.floor.floor import Floor

ORDERS = 1 << 20
"""Room for machines within one class of events."""
ENDS = 0
FAILURES = ORDERS
ARRIVALS = 2 * ORDERS
SHIFTS = 3 * ORDERS
TIMERS = 4 * ORDERS
"""Classes of events at one instant, in their order; hand-overs follow when these are through."""
EXPIRIES = 5 * ORDERS
"""Waits that ran out: judged after the hand-overs of the instant."""


class Tick(Event):
    """One planned instant: what it is about, and who handles it."""

    _ok = True
    _value = None

    env: Agenda

    def __init__(self, env: Agenda, handlers: list[Handler], subject: Any, detail: int) -> None:
        self.env = env
        self.callbacks = handlers
        self.subject = subject
        self.detail = detail


Handler = Callable[[Tick], None]


class Agenda(Environment):
    """SimPy's environment; `plan` takes an absolute instant, so sums of times stay exact."""

    floor: Floor

    def step(self) -> None:
        """Handle the next event; all of them are ticks, which cannot fail."""
        self._now, _, _, tick = heappop(self._queue)
        handlers, tick.callbacks = tick.callbacks, None  # type: ignore[assignment]
        for handler in handlers:
            handler(tick)

    def plan(self, time_s: float, order: int, handlers: list[Handler], subject: Any, detail: int = 0) -> Tick:
        """Put an instant on the agenda; `order` decides among events of the same instant."""
        tick = Tick(self, handlers, subject, detail)
        heappush(self._queue, (time_s, order, next(self._eid), tick))  # type: ignore[misc]
        return tick

    def next_order(self) -> int:
        """Return the order of the next event of this instant; past all classes where there is none."""
        if self._queue and self._queue[0][0] <= self._now:
            return int(self._queue[0][1])
        return EXPIRIES + ORDERS

    def is_last(self) -> bool:
        """Return whether nothing more is planned for this instant."""
        queue = self._queue
        return not queue or queue[0][0] > self._now
