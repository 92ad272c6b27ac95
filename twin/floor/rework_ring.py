"""Rework rings: a lot sent back to a full buffer that only that lot's own machine could make room in.

The lot waits on its machine for a place, the machine waits for the lot, those before it wait for the machine,
and the first of them holds the places full. A plant would not stand still for ever: the lot changes places
with the next one. Until that one is taken the buffer holds a lot more than it has places.
"""

from __future__ import annotations

from twin.floor.floor import Floor
from twin.floor.state import BayState, MachineState, Phase


def targets(floor: Floor) -> list[BayState]:
    """Return the stations with bounded buffers to which lots are sent back."""
    back = {limit.to for limit in floor.line.limit if limit.action == "rework"}
    bounded = [bay for bay in floor.state.bays if bay.plan.equipment.buffer_before is not None]
    return [bay for bay in bounded if bay.plan.name in back]


def open_ring(floor: Floor) -> bool:
    """Let one lot into a full buffer where nothing else could ever make room; whether there was one."""
    for bay in floor.rework_targets:
        for branch, waiting in enumerate(bay.waiting):
            sent_back = next((pair for pair in waiting if pair[0].bay.downstream is not bay), None)
            if sent_back is not None and bay.index in _standing(floor):
                waiting.remove(sent_back)
                machine, lot = sent_back
                bay.queues[branch].append(lot)
                floor.transfer.hand_over(machine, lot, bay)
                floor.touch(bay)
                return True
    return False


def _standing(floor: Floor) -> set[int]:
    """Return the stations of which every machine waits for another of them: none will ever move by itself."""
    awaited: dict[int, list[BayState]] = {}
    for bay in floor.state.bays:
        for waiting in bay.waiting:
            for machine, _ in waiting:
                awaited.setdefault(id(machine), []).append(bay)
    standing = {bay.index for bay in floor.state.bays}
    while True:
        moving = {
            index
            for index in standing
            if not all(
                _waits(machine, awaited.get(id(machine), []), standing)
                for machine in floor.state.bays[index].machines
            )
        }
        if not moving:
            return standing
        standing -= moving


def _waits(machine: MachineState, targets: list[BayState], standing: set[int]) -> bool:
    """Return whether a machine cannot go on before one of some stations has moved."""
    bay, after = machine.bay, machine.bay.downstream
    if machine.phase is Phase.DONE:
        return any(target.index in standing for target in targets)
    reserves = machine.phase is Phase.IDLE and machine.down < 0 and bay.reserves and after is not None
    return reserves and any(bay.queues) and after is not None and after.index in standing
