"""Rework rings: a lot sent back to a full buffer that only that lot's own machine could make room in.

The lot waits on its machine for a place, the machine waits for the lot, those before it wait for the machine,
and the first of them holds the places full. A plant would not stand still for ever: the lot changes places
with the next one. Until that one is taken the buffer holds a lot more than it has places.
"""

from __future__ import annotations

from twin.floor.flow.transfer import Transfer
from twin.floor.state import FloorState, MachineState, Phase, StationState


class ReworkRings:
    """Opens rings, of which there can be one at each bounded buffer to which lots are sent back."""

    def __init__(self, state: FloorState, transfer: Transfer) -> None:
        self.state = state
        self.transfer = transfer
        targets = [target for _, target in state.rework_routes]
        bounded = [s for s in state.stations if s.plan.equipment.buffer_before is not None]
        self.targets = [station for station in bounded if station in targets]

    def open_one(self) -> bool:
        """Let one lot into a full buffer where nothing else could ever make room; whether there was one."""
        for station in self.targets:
            for branch, waiting in enumerate(station.waiting):
                sent_back = next(
                    (pair for pair in waiting if pair[0].station.downstream is not station), None
                )
                if sent_back is not None and station.index in self.standing():
                    waiting.remove(sent_back)
                    machine, lot = sent_back
                    station.queues[branch].append(lot)
                    self.transfer.hand_over(machine, lot, station)
                    self.state.touch(station)
                    return True
        return False

    def standing(self) -> set[int]:
        """Return the stations of which every machine waits for another of them: none ever moves by itself."""
        awaited: dict[int, list[StationState]] = {}
        for station in self.state.stations:
            for waiting in station.waiting:
                for machine, _ in waiting:
                    awaited.setdefault(id(machine), []).append(station)
        standing = {station.index for station in self.state.stations}
        while True:
            moving = {
                index
                for index in standing
                if not all(
                    _waits(machine, awaited.get(id(machine), []), standing)
                    for machine in self.state.stations[index].machines
                )
            }
            if not moving:
                return standing
            standing -= moving


def _waits(machine: MachineState, targets: list[StationState], standing: set[int]) -> bool:
    """Return whether a machine cannot go on before one of some stations has moved."""
    station, after = machine.station, machine.station.downstream
    if machine.phase is Phase.DONE:
        return any(target.index in standing for target in targets)
    reserves = machine.phase is Phase.IDLE and machine.down < 0 and station.reserves and after is not None
    return reserves and any(station.queues) and after is not None and after.index in standing
