"""Dispatch: when a free machine takes lots, and which ones."""

from __future__ import annotations

from twin.floor.event_queue import TIMERS, Kind
from twin.floor.flow.outlook import may_come
from twin.floor.flow.sources import Sources
from twin.floor.flow.transfer import Transfer
from twin.floor.state import FloorState, LotState, MachineState, Phase, SourceState, StationState


class Dispatch:
    """Decides what a free machine takes: lots, batches, sets of a join, reservations."""

    def __init__(self, state: FloorState, transfer: Transfer, sources: Sources) -> None:
        self.queue = transfer.queue
        self.state = state
        self.transfer = transfer
        self.sources = sources

    def take(self, station: StationState, machine: MachineState) -> bool:
        """Let a free machine take what it can start with; False where it cannot."""
        if station.branches == 1 and station.batch == 1:
            source = station.feeds[0]
            calls = source is not None and self.calls(source, machine)
            if not (station.queues[0] or station.waiting[0] or calls):
                return False
            number = 1
        else:
            number = self.startable(station, machine)
            if number == 0:
                return False
        if station.reserves and not self.reserve(station, machine, number * station.into):
            return False
        machine.sets = [self.next_set(station) for _ in range(number)]
        machine.phase = Phase.HOLD
        station.wait_until_s = -1.0
        return True

    def calls(self, source: SourceState, machine: MachineState) -> bool:
        """Return whether a machine may call the next lot of a source into being."""
        return source.on_demand and not source.exhausted and machine.down < 0

    def available(self, station: StationState, branch: int, machine: MachineState) -> int:
        """Return how many lots a branch could give now."""
        lots = len(station.queues[branch]) + len(station.waiting[branch])
        source = station.feeds[branch] if branch < station.branches else None
        if source is not None and self.calls(source, machine):
            lots += source.limit - source.created
        return lots

    def startable(self, station: StationState, machine: MachineState) -> int:
        """Return how many lots (or sets of a join) a machine starts with now; 0 = it waits."""
        ready = min(self.available(station, branch, machine) for branch in range(station.branches))
        if len(station.queues) > station.branches:
            ready += self.available(station, station.branches, machine)
        if ready >= station.batch:
            return station.batch
        if ready == 0:
            return 0
        if not may_come(self.state, station):
            return ready
        batch = station.plan.equipment.batch
        if batch is None or batch.wait is None:
            return 0
        due_s = self.oldest_s(station) + batch.wait
        if due_s <= self.queue.now_s:
            return ready
        if station.wait_until_s != due_s:
            station.wait_until_s = due_s
            self.state.active += 1
            self.queue.plan(due_s, TIMERS + station.index, Kind.BATCH_TIMER, station)
        return 0

    def oldest_s(self, station: StationState) -> float:
        """Return since when the oldest lot of a station waits."""
        queued = [queue[0].arrived_s for queue in station.queues if queue]
        blocked = [waiting[0][1].free_since_s for waiting in station.waiting if waiting]
        return min(queued or blocked)

    def reserve(self, station: StationState, machine: MachineState, places: int) -> bool:
        """Reserve places downstream for a machine; False where there are not enough."""
        after, branch = station.downstream, station.branch_downstream
        if after is None:
            return True
        if len(after.queues[branch]) + after.reserved[branch] + places > after.capacity:
            return False
        after.reserved[branch] += places
        machine.reserved = places
        return True

    def next_set(self, station: StationState) -> list[LotState]:
        """Take the next lot, or one lot of each branch; own lots of a join that came back count as sets."""
        if station.branches == 1:
            return [self.next_of(station, 0)]
        queues, waiting = station.queues, station.waiting
        again = queues[station.branches] or [lot for _, lot in waiting[station.branches]]
        branches = range(station.branches)
        if again:
            heads = [queues[b][0].arrived_s if queues[b] else self.queue.now_s for b in branches]
            complete = all(queues[b] or waiting[b] or station.feeds[b] is not None for b in branches)
            if not complete or again[0].arrived_s <= max(heads):
                return [self.next_of(station, station.branches)]
        return [self.next_of(station, branch) for branch in branches]

    def next_of(self, station: StationState, branch: int) -> LotState:
        """Take the next lot of a branch: from the queue, from a machine upstream, or a new one."""
        queue = station.queues[branch]
        if queue:
            return queue.popleft()
        waiting = station.waiting[branch]
        if waiting:
            machine, lot = waiting.popleft()
            self.transfer.hand_over(machine, lot, station)
            return lot
        source = station.feeds[branch]
        if source is None:
            raise RuntimeError(f"{station.plan.name}: nothing to take in branch {branch}")
        return self.sources.create(source)
