"""Outlook: whether a further lot can still come to a station."""

from __future__ import annotations

from twin.floor.state import FloorState, Phase, StationState


def lots_at(station: StationState) -> int:
    """Return the lots at a station: queued, taken, on its machines or waiting on them to leave."""
    lots = sum(map(len, station.queues))
    for machine in station.machines:
        lots += sum(map(len, machine.sets))
        lots += machine.to_leave if machine.phase is Phase.DONE else len(machine.lots)
    return lots


def above(station: StationState, branch: int | None = None) -> list[StationState]:
    """Return the stations from which lots reach a station, or one branch of it."""
    feeding: list[StationState] = []
    ahead = [up for place, up in enumerate(station.upstream) if up is not None and branch in (None, place)]
    while ahead:
        feeder = ahead.pop()
        feeding.append(feeder)
        ahead.extend(up for up in feeder.upstream if up is not None)
    return feeding


def can_supply(station: StationState, branch: int) -> bool:
    """Return whether a lot that does not wait there yet can still come to a branch of a station."""
    source = station.feeds[branch]
    if source is not None:
        return not source.ended
    before = station.upstream[branch]
    if before is None:
        return False
    waiting = sum(machine.station is before for machine, _ in station.waiting[branch])
    on_machines = lots_at(before) - sum(map(len, before.queues))
    if on_machines > waiting:
        return True
    again = before.queues[before.branches :]
    return any(again) or all(
        before.queues[b] or before.waiting[b] or can_supply(before, b) for b in range(before.branches)
    )


def reworks_into(state: FloorState, stations: list[StationState]) -> bool:
    """Return whether a lot further down may still be sent back to one of some stations."""
    for inspecting, target in state.rework_routes:
        if target not in stations:
            continue
        station: StationState | None = target
        while station is not None:
            if lots_at(station) - (sum(map(len, station.queues)) if station in stations else 0):
                return True
            if station is inspecting:
                break
            station = station.downstream
    return False


def may_come(state: FloorState, station: StationState) -> bool:
    """Return whether a lot, or a set of a join, that is not complete yet can still come to a station.

    What a source makes on demand is there already.
    """
    there = [len(station.queues[b]) + len(station.waiting[b]) for b in range(station.branches)]
    calls = [feed is not None and feed.on_demand and not feed.exhausted for feed in station.feeds]
    ready = min((n for n, call in zip(there, calls, strict=True) if not call), default=0)
    further = [call or there[b] > ready or can_supply(station, b) for b, call in enumerate(calls)]
    if all(further) and not all(calls):
        return True
    return reworks_into(state, [*above(station), station])


def lacks_for_ever(state: FloorState, station: StationState, branch: int) -> bool:
    """Return whether a branch of a join has no lot and will never have one."""
    if station.queues[branch] or station.waiting[branch] or can_supply(station, branch):
        return False
    return not reworks_into(state, above(station, branch))
