"""Crews: people who repair and maintain, asked in order."""

from __future__ import annotations

from collections.abc import Mapping

from twin.floor.state import CrewState, MachineState


class Crews:
    """Gives crews to machines, first come, first served; a machine that names none needs none."""

    def __init__(self, crews: Mapping[str, CrewState]) -> None:
        self.crews = crews

    def request(self, name: str | None, machine: MachineState) -> bool:
        """Return whether somebody comes at once; else the machine is in the queue of its crew."""
        if name is None:
            return True
        crew = self.crews[name]
        if crew.free == 0:
            crew.requests.append(machine)
            return False
        crew.free -= 1
        return True

    def release(self, name: str | None) -> MachineState | None:
        """Free one of a crew; returns the machine that is served next, if one waits."""
        if name is None:
            return None
        crew = self.crews[name]
        if crew.requests:
            return crew.requests.popleft()
        crew.free += 1
        return None
