"""Lots sent back to a full buffer: the ring that waits for itself is opened, and nothing else changes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from support.shipped import shipped

import twin
from twin.line.model.line import Line

PLACES = 2
NEVER = {"property": "thickness_um", "at": "calender", "lower": 1e5, "action": "rework", "at_most": 2}


def line_with(to: str = "film", **changes: Any) -> Line:
    """The dry line without breakdowns, in which no roll ever passes the calender."""
    found: dict[str, Any] = {"limit": [NEVER | {"to": to}], "name": "ring"}
    for plan in shipped("dry_sulfide_cathode").station:
        found |= {f"{plan.name}.equipment.{stop}": None for stop in ("failure", "maintenance", "setup")}
    found |= {"film.equipment.buffer_before": PLACES, "calender.equipment.buffer_before": 0}
    return shipped("dry_sulfide_cathode").with_changes(found | changes)


RINGS: list[tuple[str, dict[str, Any]]] = [
    ("film", {}),
    ("film", {"calender.equipment.machines": 2}),
    ("film", {"calender.equipment.buffer_before": 1, "film.equipment.blocking": "before_service"}),
    ("kneader", {}),
    ("kneader", {"film.equipment.buffer_before": 0, "film.equipment.machines": 2}),
    ("calender", {"calender.equipment.buffer_before": 1}),
]


@pytest.mark.parametrize(("to", "changes"), RINGS)
def test_a_ring_of_machines_that_wait_for_each_other_is_opened(to: str, changes: dict[str, Any]) -> None:
    study = twin.simulate(line_with(to, **changes), "20 d", replications=1, workers=1)
    events, lots = study.events, study.lots
    last_s = events.groupby("station", observed=True)["time_s"].max()
    assert last_s[["mixer", "kneader", "film", "calender"]].min() > 0.95 * 20 * 86_400
    ended = lots[lots["fate"] == "scrapped"]
    assert len(ended) > 50
    sent_back = events[events["event"] == "reworked"].groupby("lot").size()
    if to == "film":
        assert (sent_back.reindex(ended["lot"]) == NEVER["at_most"]).all()


def test_after_each_instant_the_places_hold_again() -> None:
    events = twin.simulate(line_with(), "10 d", replications=1, workers=1).events
    here = events[events["station"] == "film"]
    step = (here["event"] == "arrived").astype(int) - (here["event"] == "started").astype(int)
    queued = step.cumsum().groupby(here["time_s"]).last().to_numpy()
    assert queued.max() == PLACES
    assert np.count_nonzero(queued == PLACES) > 100


def test_a_lot_that_can_wait_for_a_place_waits_for_it() -> None:
    """With places to spare behind the target no ring closes: a machine before them moves by itself."""
    roomy = line_with(**{"calender.equipment.buffer_before": 50})
    events = twin.simulate(roomy, "2 d", replications=1, workers=1).events
    here = events[(events["station"] == "calender") & events["event"].isin(["reworked", "left"])]
    held = here.groupby(["lot", (here["event"] == "reworked").groupby(here["lot"]).cumsum()])["time_s"]
    assert (held.max() - held.min()).max() > 0.0
