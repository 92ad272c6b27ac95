"""Ending: whether a further lot can come, whether the line is empty, who waits for whom if stuck."""

from __future__ import annotations

from twin.core.errors import ModelStopped
from twin.floor.floor import Floor
from twin.floor.rework_ring import open_ring
from twin.floor.state import BayState, Phase

LOOK_EVERY = 20_000
"""After every so many steps: has time gone on since?"""
STEPS = 10
"""Steps at one instant that a thing on the floor may cause at a station, generously."""
LAST_ROWS = 1000


def lots_at(bay: BayState) -> int:
    """Return the lots at a station: queued, taken, on its machines or waiting on them to leave."""
    inside = sum(map(len, bay.queues))
    for machine in bay.machines:
        inside += sum(map(len, machine.sets))
        inside += machine.to_leave if machine.phase is Phase.DONE else len(machine.lots)
    return inside


def above(bay: BayState, branch: int | None = None) -> list[BayState]:
    """Return the stations from which lots reach a station, or one branch of it."""
    found: list[BayState] = []
    ahead = [up for place, up in enumerate(bay.upstream) if up is not None and branch in (None, place)]
    while ahead:
        station = ahead.pop()
        found.append(station)
        ahead.extend(up for up in station.upstream if up is not None)
    return found


def can_supply(floor: Floor, bay: BayState, branch: int) -> bool:
    """Return whether a lot that does not wait there yet can still come to a branch of a station."""
    source = bay.feeds[branch]
    if source is not None:
        return not source.dry
    before = bay.upstream[branch]
    if before is None:
        return False
    held = sum(machine.bay is before for machine, _ in bay.waiting[branch])
    on_machines = lots_at(before) - sum(map(len, before.queues))
    if on_machines > held:
        return True
    again = before.queues[before.branches :]
    return any(again) or all(
        before.queues[b] or before.waiting[b] or can_supply(floor, before, b) for b in range(before.branches)
    )


def reworks_into(floor: Floor, stations: list[BayState]) -> bool:
    """Return whether a lot further down may still be sent back to one of some stations."""
    names = {station.plan.name for station in stations}
    for limit in floor.line.limit:
        if limit.action != "rework" or limit.to not in names:
            continue
        judge: BayState | None = floor.names[limit.to]
        while judge is not None:
            busy = lots_at(judge) - (sum(map(len, judge.queues)) if judge in stations else 0)
            if busy:
                return True
            if judge.plan.name == limit.at:
                break
            judge = judge.downstream
    return False


def may_come(floor: Floor, bay: BayState) -> bool:
    """Return whether a lot, or a set of a join, that is not complete yet can still come to a station.

    What a source makes on demand is there already.
    """
    there = [len(bay.queues[b]) + len(bay.waiting[b]) for b in range(bay.branches)]
    calls = [feed is not None and feed.on_demand and not feed.exhausted for feed in bay.feeds]
    ready = min((n for n, call in zip(there, calls, strict=True) if not call), default=0)
    further = [call or there[b] > ready or can_supply(floor, bay, b) for b, call in enumerate(calls)]
    if all(further) and not all(calls):
        return True
    return reworks_into(floor, [*above(bay), bay])


def settled(floor: Floor) -> bool:
    """Settle the instant; False when a run without horizon is through.

    Raises ModelStopped on a deadlock.
    """
    state = floor.state
    if floor.dirty:
        floor.rules.settle()
    while floor.rework_targets and open_ring(floor):
        floor.rules.settle()
    for bay in floor.batch_bays:
        if any(bay.queues) and not may_come(floor, bay):
            floor.touch(bay)
    if floor.dirty:
        floor.rules.settle()
    if state.lots_inside and state.active:
        return True
    if state.lots_inside == 0 and not floor.endless and all(source.exhausted for source in state.sources):
        return False
    if state.active or not state.on_shift or state.lots_inside == 0:
        return True
    stuck = [bay for bay in state.bays if lots_at(bay) and not excused(floor, bay)]
    if stuck:
        raise ModelStopped(explain(floor, stuck))
    return floor.endless


def check_progress(floor: Floor, steps: int) -> None:
    """Raise ModelStopped where more steps fell into one instant than all that is on the floor can cause."""
    if steps < LOOK_EVERY + STEPS * len(floor.state.bays) * _things(floor):
        return
    moving = {floor.log.keys[row % floor.stride][0] for row in floor.log.place[-LAST_ROWS:]}
    names = ", ".join(bay.plan.name for bay in floor.state.bays if bay.plan.name in moving)
    raise ModelStopped(f"time stands still at {floor.now:g} s: no time is taken at {names}")


def _things(floor: Floor) -> int:
    """Return machines, places, children and lots that can be there at one instant, if not without end."""
    found = 0
    for bay in floor.state.bays:
        equipment = bay.plan.equipment
        found += len(bay.machines) + (equipment.buffer_before or 0) + bay.batch * bay.into
    for source in floor.state.sources:
        plan = source.plan
        found += (plan.conwip or 0) + (plan.lots or 0) + (0 if plan.times is None else len(plan.times))
    return found


def excused(floor: Floor, bay: BayState) -> bool:
    """Return whether the lots of a station only wait for partners that can never come."""
    station: BayState | None = bay
    while station is not None:
        if station.branches > 1 and any(lacks_for_ever(floor, station, b) for b in range(station.branches)):
            return True
        station = station.downstream
    return False


def lacks_for_ever(floor: Floor, bay: BayState, branch: int) -> bool:
    """Return whether a branch of a join has no lot and will never have one."""
    if bay.queues[branch] or bay.waiting[branch] or can_supply(floor, bay, branch):
        return False
    return not reworks_into(floor, above(bay, branch))


def explain(floor: Floor, stuck: list[BayState]) -> str:
    """Return who waits for whom."""
    parts = []
    for bay in stuck:
        name = bay.plan.name
        for branch, waiting in enumerate(bay.waiting):
            for machine, lot in waiting:
                taken = f"{len(bay.queues[branch])} of {bay.capacity} places taken"
                full = taken if bay.capacity else "no place between"
                parts.append(f"lot {lot.number} on {machine.bay.plan.name} waits for {name} ({full})")
        queued = sum(map(len, bay.queues))
        if queued:
            need = f"a batch of {bay.batch}" if bay.batch > 1 else "a free machine"
            if bay.branches > 1 and not all(bay.queues[: bay.branches]):
                need = "a partner"
            parts.append(f"{queued} lots before {name} wait for {need}")
    for target in floor.state.bays:
        for machine, lot in (pair for waiting in target.waiting for pair in waiting):
            if machine.bay in stuck and target not in stuck:
                parts.append(f"lot {lot.number} on {machine.bay.plan.name} waits for {target.plan.name}")
    for source in floor.state.sources:
        if source.plan.conwip is not None and source.inside >= source.plan.conwip:
            parts.append(f"{source.plan.name} may not release more than {source.plan.conwip} lots (conwip)")
    return f"the line is stuck at {floor.now:g} s: " + "; ".join(dict.fromkeys(parts))
