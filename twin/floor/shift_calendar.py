"""Shift arithmetic: work goes on in the shifts of a repeating week, and stands still between them."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

WEEK_S = 7 * 86_400.0


class AlwaysOn:
    """No shifts: work never stands still."""

    def is_on(self, time_s: float) -> bool:  # noqa: ARG002
        """Return that the plant works."""
        return True

    def worked(self, start_s: float, end_s: float) -> float:
        """Return the seconds between two instants."""
        return end_s - start_s

    def after(self, start_s: float, work_s: float) -> float:
        """Return the instant so many seconds after another."""
        return start_s + work_s

    def next_change(self, time_s: float) -> float:  # noqa: ARG002
        """Return infinity: no shift ever starts or ends."""
        return float("inf")


class ShiftCalendar:
    """Half-open working intervals of the week, in seconds from Monday 00:00, merged and in order."""

    def __init__(self, intervals: tuple[tuple[float, float], ...]) -> None:
        self.starts = [start for start, _ in intervals]
        self.ends = [end for _, end in intervals]
        lengths = [end - start for start, end in intervals]
        self.before = [0.0, *accumulate(lengths)]
        self.per_week = self.before[-1]

    def is_on(self, time_s: float) -> bool:
        """Return whether the plant works at an instant."""
        clock = time_s % WEEK_S
        place = bisect_right(self.starts, clock) - 1
        return place >= 0 and clock < self.ends[place]

    def worked_until(self, time_s: float) -> float:
        """Return the working seconds from 0 to an instant."""
        weeks, clock = divmod(time_s, WEEK_S)
        place = bisect_right(self.starts, clock) - 1
        inside = 0.0 if place < 0 else self.before[place] + min(clock, self.ends[place]) - self.starts[place]
        return weeks * self.per_week + inside

    def worked(self, start_s: float, end_s: float) -> float:
        """Return the working seconds between two instants."""
        return max(0.0, self.worked_until(end_s) - self.worked_until(start_s))

    def after(self, start_s: float, work_s: float) -> float:
        """Return the earliest instant by which so many working seconds have passed since `start_s`."""
        clock = start_s % WEEK_S
        base = start_s - clock
        left = work_s
        place = bisect_right(self.starts, clock) - 1
        if place >= 0 and clock < self.ends[place]:
            room = self.ends[place] - clock
            if left <= room:
                return start_s + left
            left -= room
        if left == 0.0:
            return start_s
        weeks = max(0, int(left // self.per_week) - 1)
        base += weeks * WEEK_S
        left -= weeks * self.per_week
        place += 1
        while True:
            if place == len(self.starts):
                place = 0
                base += WEEK_S
            length = self.ends[place] - self.starts[place]
            if left <= length:
                return base + self.starts[place] + left
            left -= length
            place += 1

    def next_change(self, time_s: float) -> float:
        """Return the next instant after `time_s` at which a shift starts or ends; infinity if always on."""
        if self.per_week >= WEEK_S:
            return float("inf")
        clock = time_s % WEEK_S
        base = time_s - clock
        edges = sorted({edge % WEEK_S for edge in (*self.starts, *self.ends)})
        for edge in edges:
            if edge > clock and self.is_on(edge) != self.is_on(time_s):
                return base + edge
        for edge in edges:
            if self.is_on(edge) != self.is_on(time_s):
                return base + WEEK_S + edge
        return float("inf")
