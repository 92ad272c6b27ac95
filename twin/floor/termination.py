"""Termination: when a run ends, and what stops it: a line that is stuck, time that stands still."""

from __future__ import annotations

from twin.core.errors import ModelStopped
from twin.floor.engine.settling import Settling
from twin.floor.event_queue import MOST_AT_ONCE, EventQueue
from twin.floor.flow.outlook import lacks_for_ever, lots_at
from twin.floor.state import FloorState, StationState
from twin.records.chunk import HandOver
from twin.records.log import Log

STEPS = 10
"""Steps at one instant that a thing on the floor may cause at a station, generously."""
LAST_ROWS = 1000


class Termination:
    """Lets a floor go on until it ends."""

    def __init__(
        self,
        queue: EventQueue,
        state: FloorState,
        settling: Settling,
        log: Log,
        hand_over: HandOver | None,
        *,
        until_empty: bool,
    ) -> None:
        self.queue = queue
        self.state = state
        self.settling = settling
        self.log = log
        self.hand_over = hand_over
        self.until_empty = until_empty
        self.most_steps = MOST_AT_ONCE + STEPS * len(state.stations) * things(state)

    def run(self, horizon_s: float) -> None:
        """Handle every event up to and including the horizon, and settle after each instant.

        Rows are handed over between two instants. Raises ModelStopped on a deadlock and where time stands
        still.
        """
        queue, state, rows, hand_over = self.queue, self.state, self.log.time_s, self.hand_over
        steps, instant_s = 0, queue.now_s
        while True:
            may_end = state.unsettled or not state.active or not state.lots_inside
            if may_end and queue.is_instant_over():
                self.settling.end_instant()
                if self.is_reached():
                    return
            if hand_over is not None and len(rows) >= hand_over.due_at and self.is_settled():
                hand_over.hand_on()
            count = queue.handle_instant(horizon_s)
            if not count:
                return
            steps = count if queue.now_s > instant_s else steps + count
            instant_s = queue.now_s
            if steps >= self.most_steps:
                raise ModelStopped(self.standing_still())

    def is_settled(self) -> bool:
        """Return whether nothing more can happen at this instant."""
        return not self.state.unsettled and self.queue.is_instant_over()

    def is_reached(self) -> bool:
        """Return whether a run without horizon is through. Raises ModelStopped on a deadlock."""
        state = self.state
        if state.lots_inside and state.active:
            return False
        exhausted = all(source.exhausted for source in state.sources)
        if state.lots_inside == 0 and self.until_empty and exhausted:
            return True
        if state.active or not state.on_shift or state.lots_inside == 0:
            return False
        stuck = [station for station in state.stations if lots_at(station) and not self.is_excused(station)]
        if stuck:
            raise ModelStopped(self.explain(stuck))
        return self.until_empty

    def is_excused(self, station: StationState) -> bool:
        """Return whether the lots of a station only wait for partners that can never come."""
        below: StationState | None = station
        while below is not None:
            branches = range(below.branches)
            if below.branches > 1 and any(lacks_for_ever(self.state, below, b) for b in branches):
                return True
            below = below.downstream
        return False

    def standing_still(self) -> str:
        """Return where more steps fell into one instant than all that is on the floor can cause."""
        log = self.log
        moving = {log.keys[row % log.stride][0] for row in log.place[-LAST_ROWS:]}
        names = ", ".join(s.plan.name for s in self.state.stations if s.plan.name in moving)
        return f"time stands still at {self.queue.now_s:g} s: no time is taken at {names}"

    def explain(self, stuck: list[StationState]) -> str:
        """Return who waits for whom."""
        reasons = [reason for station in stuck for reason in waits_before(station)]
        for target in self.state.stations:
            for machine, lot in (pair for waiting in target.waiting for pair in waiting):
                if machine.station in stuck and target not in stuck:
                    reasons.append(
                        f"lot {lot.number} on {machine.station.plan.name} waits for {target.plan.name}"
                    )
        for source in self.state.sources:
            plan = source.plan
            if plan.conwip is not None and source.inside >= plan.conwip:
                reasons.append(f"{plan.name} may not release more than {plan.conwip} lots (conwip)")
        return f"the line is stuck at {self.queue.now_s:g} s: " + "; ".join(dict.fromkeys(reasons))


def waits_before(station: StationState) -> list[str]:
    """Return who waits for a place or a machine of a station."""
    reasons = []
    name = station.plan.name
    for branch, waiting in enumerate(station.waiting):
        for machine, lot in waiting:
            places = f"{len(station.queues[branch])} of {station.capacity} places taken"
            full = places if station.capacity else "no place between"
            reasons.append(f"lot {lot.number} on {machine.station.plan.name} waits for {name} ({full})")
    queued = sum(map(len, station.queues))
    if queued:
        need = f"a batch of {station.batch}" if station.batch > 1 else "a free machine"
        if station.branches > 1 and not all(station.queues[: station.branches]):
            need = "a partner"
        reasons.append(f"{queued} lots before {name} wait for {need}")
    return reasons


def things(state: FloorState) -> int:
    """Return machines, places, children and lots that can be there at one instant, if not without end."""
    count = 0
    for station in state.stations:
        places = station.plan.equipment.buffer_before or 0
        count += len(station.machines) + places + station.batch * station.into
    for source in state.sources:
        plan = source.plan
        count += (plan.conwip or 0) + (plan.lots or 0) + (0 if plan.times is None else len(plan.times))
    return count
