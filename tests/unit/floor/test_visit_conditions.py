"""What the floor tells the physics of a visit: the turn of the roll, the wear of the machine."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pytest
from support.shipped import shipped

from twin.core.material import Material
from twin.floor import run as replication
from twin.floor.material.lot_physics import LotPhysics
from twin.floor.state import LotState, MachineState
from twin.line.api import load_line
from twin.stations.contract.visit import Visit

DAY_S = 86_400.0
Seen = list[tuple[float, str, Material, Visit]]
"""(time in s, station, web before the visit, what the physics may know)."""


def seen_visits(document: Any, horizon_s: float, monkeypatch: pytest.MonkeyPatch) -> Seen:
    """Run a line and return its visits in the order of their ends."""
    seen: Seen = []

    class Watched(LotPhysics):
        def visit_of(self, machine: MachineState, lot: LotState, material: Material, visit: int) -> Visit:
            conditions = super().visit_of(machine, lot, material, visit)
            seen.append((lot.free_since_s, machine.station.plan.name, material, conditions))
            return conditions

    monkeypatch.setattr(replication, "LotPhysics", Watched)
    replication.run(load_line(document), horizon_s, 1, 0)
    return seen


def calender_of(document: Any) -> Any:
    """Return the block of the calender."""
    return next(block for block in document["station"] if block["name"] == "calender")


@pytest.mark.parametrize("width_m", [0.3, 0.6])
def test_run_out_repeats_with_every_turn_of_the_roll_along_the_length_of_the_web(
    width_m: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    document: Any = shipped("dry_sulfide_cathode").to_dict()
    calender_of(document)["params"] |= {"web_width_m": width_m, "roll_diameter_mm": 500.0}
    visits = [row for row in seen_visits(document, DAY_S, monkeypatch) if row[1] == "calender"]
    assert visits
    for _, _, web, conditions in visits:
        length_m = web.area_m2 / width_m
        turns = length_m / (math.pi * 0.5)
        assert turns > 1.0
        assert web.shape[2] / conditions.period_segments == pytest.approx(turns, rel=1e-12)


def test_without_run_out_the_period_is_the_whole_lot(monkeypatch: pytest.MonkeyPatch) -> None:
    document: Any = shipped("dry_sulfide_cathode").to_dict()
    calender_of(document)["noise"] = {}
    visits = [row for row in seen_visits(document, DAY_S, monkeypatch) if row[1] in ("mixer", "calender")]
    assert {name for _, name, _, _ in visits} == {"mixer", "calender"}
    assert all(conditions.period_segments == web.shape[2] for _, _, web, conditions in visits)


def test_wear_grows_with_work_before_and_after_an_interruption_and_not_while_down(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document: Any = shipped("dry_sulfide_cathode").to_dict()
    stop = {"name": "stop", "clock": "calendar", "uptime": 1000.0, "repair": 1300.0}
    care = {"every": "200 h", "time": "1 h", "restores": ["roll_wear"]}
    calender_of(document)["equipment"] = {"service": 700.0, "failure": [stop], "maintenance": [care]}
    visits = [row for row in seen_visits(document, DAY_S, monkeypatch) if row[1] == "calender"]
    # each visit is 700 s of work, however often the calendar clock has stopped it
    wear_s = [conditions.wear_h["roll_wear"] * 3600.0 for _, _, _, conditions in visits]
    assert len(visits) > 10
    gaps = [after[0] - before[0] for before, after in pairwise(visits)]
    assert max(gaps) >= 2000.0
    assert wear_s == pytest.approx([700.0 * (number + 1) for number in range(len(visits))])
