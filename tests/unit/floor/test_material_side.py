"""The floor knows of the material what its protocol says: played back, the events are the same."""

from __future__ import annotations

from collections import deque
from typing import Any

import pytest
from support.shipped import shipped

from twin.floor import run as replication
from twin.floor.material.lot_physics import LotPhysics
from twin.floor.material.side import NoMaterial, VisitResult
from twin.floor.state import LotState, MachineState
from twin.line.api import load_line
from twin.records.log import Log

HORIZON_S = 2 * 86_400.0
REWORK = {
    "property": "loading_mg_cm2",
    "at": "calender",
    "lower": 21.7,
    "action": "rework",
    "to": "calender",
    "at_most": 1,
}


class Recording(LotPhysics):
    """The physics, which remembers what it has answered."""

    durations: deque[float]
    results: deque[VisitResult]
    surpluses: deque[list[float]]
    hazards: deque[float]

    def hazard(self, machine: MachineState, lots: list[LotState], name: str) -> float:
        self.hazards.append(super().hazard(machine, lots, name))
        return self.hazards[-1]

    def duration_s(self, machine: MachineState, lots: list[LotState]) -> float:
        self.durations.append(super().duration_s(machine, lots))
        return self.durations[-1]

    def visit(self, machine: MachineState, lot: LotState) -> VisitResult:
        self.results.append(super().visit(machine, lot))
        return self.results[-1]

    def surplus(self, parents: list[LotState]) -> list[tuple[LotState, float]]:
        trimmed = super().surplus(parents)
        shares = {lot.number: share for lot, share in trimmed}
        self.surpluses.append([shares.get(parent.number, 0.0) for parent in parents])
        return trimmed


class Playback(NoMaterial):
    """No physics: answers what a recording has answered, in its order."""

    def __init__(self, recording: type[Recording]) -> None:
        self.recording = recording

    def duration_s(self, machine: MachineState, lots: list[LotState]) -> float:  # noqa: ARG002
        return self.recording.durations.popleft()

    def visit(self, machine: MachineState, lot: LotState) -> VisitResult:  # noqa: ARG002
        return self.recording.results.popleft()

    def hazard(self, machine: MachineState, lots: list[LotState], name: str) -> float:  # noqa: ARG002
        return self.recording.hazards.popleft()

    def surplus(self, parents: list[LotState]) -> list[tuple[LotState, float]]:
        shares = self.recording.surpluses.popleft()
        return [(parent, share) for parent, share in zip(parents, shares, strict=True) if share]


def events(log: Log) -> list[tuple[float, int]]:
    return list(zip(log.time_s, log.place, strict=True))


@pytest.mark.parametrize("name", ["dry_sulfide_cathode", "dry_gradient_cathode"])
def test_answers_of_the_physics_played_back_give_the_same_events(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    document: Any = shipped(name).to_dict()
    document["limit"] = [*document["limit"], REWORK]
    line = load_line(document)
    answers = ("durations", "results", "surpluses", "hazards")
    recording = type("Fresh", (Recording,), {kind: deque() for kind in answers})
    monkeypatch.setattr(replication, "LotPhysics", recording)
    with_physics = replication.run(line, HORIZON_S, 3, 0)
    assert {result.fate for result in recording.results} == {"ok", "rework", "scrap"}
    monkeypatch.setattr(replication, "LotPhysics", lambda *_: Playback(recording))
    played_back = replication.run(line, HORIZON_S, 3, 0)
    assert events(played_back) == events(with_physics)
    assert not played_back.readings.lot
