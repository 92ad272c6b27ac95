"""Taking: when a free machine takes lots, and which ones."""

from __future__ import annotations

from twin.floor.event_queue import TIMERS, Handler, Tick
from twin.floor.floor import Floor
from twin.floor.state import BayState, LotState, MachineState, Phase, SourceState
from twin.floor.termination import may_come


class Taking:
    """Decides what a free machine starts with: lots, batches, sets of a join, reservations."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.agenda = floor.agenda
        self.on_timer_: list[Handler] = [self.on_timer]
        self.forced: set[int] = set()

    def take(self, bay: BayState, machine: MachineState) -> bool:
        """Let a free machine take what it can start with; False where it cannot."""
        if bay.branches == 1 and bay.batch == 1:
            source = bay.feeds[0]
            queue = bay.queues[0]
            if not (queue or bay.waiting[0] or (source is not None and self.calls(source, machine))):
                return False
            number = 1
        else:
            number = self.startable(bay, machine)
            if number == 0:
                return False
        if bay.reserves and not self.reserve(bay, machine, number * bay.into):
            return False
        machine.sets = [self.next_set(bay) for _ in range(number)]
        machine.phase = Phase.HOLD
        bay.wait_until_s = -1.0
        if machine.down < 0:
            self.floor.work.begin(machine)
        return True

    def calls(self, source: SourceState, machine: MachineState) -> bool:
        """Return whether a machine may call the next lot of a source into being."""
        return source.on_demand and not source.exhausted and machine.down < 0

    def available(self, bay: BayState, branch: int, machine: MachineState) -> int:
        """Return how many lots a branch could give now."""
        found = len(bay.queues[branch]) + len(bay.waiting[branch])
        source = bay.feeds[branch] if branch < bay.branches else None
        if source is not None and self.calls(source, machine):
            found += source.limit - source.created
        return found

    def startable(self, bay: BayState, machine: MachineState) -> int:
        """Return how many lots (or sets of a join) a machine starts with now; 0 = it waits."""
        ready = min(self.available(bay, branch, machine) for branch in range(bay.branches))
        if len(bay.queues) > bay.branches:
            ready += self.available(bay, bay.branches, machine)
        if ready >= bay.batch:
            return bay.batch
        if ready == 0:
            return 0
        if bay.index in self.forced or not may_come(self.floor, bay):
            return ready
        batch = bay.plan.equipment.batch
        if batch is None or batch.wait is None:
            return 0
        due = self.oldest_s(bay) + batch.wait
        if due <= self.agenda._now:
            return ready
        if bay.wait_until_s != due:
            bay.wait_until_s = due
            self.floor.state.active += 1
            self.agenda.plan(due, TIMERS + bay.index, self.on_timer_, bay)
        return 0

    def oldest_s(self, bay: BayState) -> float:
        """Return since when the oldest lot of a station waits."""
        queued = [queue[0].arrived_s for queue in bay.queues if queue]
        held = [waiting[0][1].free_since_s for waiting in bay.waiting if waiting]
        return min(queued or held)

    def on_timer(self, tick: Tick) -> None:
        """Look at a batch whose oldest lot has waited long enough."""
        self.floor.state.active -= 1
        self.floor.touch(tick.subject)

    def reserve(self, bay: BayState, machine: MachineState, places: int) -> bool:
        """Reserve places downstream for a machine; False where there are not enough."""
        after, branch = bay.downstream, bay.branch_downstream
        if after is None:
            return True
        if len(after.queues[branch]) + after.reserved[branch] + places > after.capacity:
            return False
        after.reserved[branch] += places
        machine.reserved = places
        return True

    def next_set(self, bay: BayState) -> list[LotState]:
        """Take the next lot, or one lot of each branch; own lots of a join that came back count as sets."""
        if bay.branches == 1:
            return [self.next_of(bay, 0)]
        again = bay.queues[bay.branches] or [lot for _, lot in bay.waiting[bay.branches]]
        branches = range(bay.branches)
        if again:
            heads = [bay.queues[b][0].arrived_s if bay.queues[b] else self.agenda._now for b in branches]
            complete = all(bay.queues[b] or bay.waiting[b] or bay.feeds[b] is not None for b in branches)
            if not complete or again[0].arrived_s <= max(heads):
                return [self.next_of(bay, bay.branches)]
        return [self.next_of(bay, branch) for branch in branches]

    def next_of(self, bay: BayState, branch: int) -> LotState:
        """Take the next lot of a branch: from the queue, from a machine upstream, or a new one."""
        queue = bay.queues[branch]
        if queue:
            return queue.popleft()
        waiting = bay.waiting[branch]
        if waiting:
            machine, lot = waiting.popleft()
            self.floor.transfer.hand_over(machine, lot, bay)
            return lot
        source = bay.feeds[branch]
        if source is None:
            raise RuntimeError(f"{bay.plan.name}: nothing to take in branch {branch}")
        return self.floor.supply.create(source)
