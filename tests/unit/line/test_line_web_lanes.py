"""Cuts in a line: what is left, what can be parted, joined and sent back, and how many lanes lots have."""

from __future__ import annotations

from typing import Any

import pytest
from support.kind_blocks import block_of, line_with, with_stations
from support.shipped import shipped

from twin.core.errors import LineError
from twin.line.api import load_line
from twin.line.model.web_lanes import lane_counts

LIMIT: dict[str, Any] = {
    "property": "density_g_cm3",
    "at": "hot_press",
    "lower": 3.0,
    "action": "rework",
    "at_most": 1,
}


def found(kind: str, changes: dict[str, Any], behind: str = "calender") -> tuple[str, str, str]:
    """Path, code and message of the one mistake the dry line has with the block of a kind changed."""
    block = block_of(kind)
    for path, value in changes.items():
        table, key = block, path.split(".")
        for part in key[:-1]:
            table = table.setdefault(part, {})
        if value is None:
            del table[key[-1]]
        else:
            table[key[-1]] = value
    with pytest.raises(LineError) as caught:
        with_stations(shipped("dry_sulfide_cathode"), [(block, behind)])
    (problem,) = caught.value.problems
    return problem.path, problem.code, problem.message


def test_a_trim_that_leaves_nothing_is_refused() -> None:
    path, code, message = found("trim", {"params.trim_mm": 300.0})
    assert (path, code) == ("trimmer.params", "nothing-left")
    assert "nothing is left of a web 5 lanes wide" in message


def test_a_trim_takes_no_control() -> None:
    control = {"setpoint": "trim_mm", "property": "thickness_um", "target": 80.0, "gain": 0.1}
    gauge = {"thickness_um": {"repeatability": 0.1}}
    assert found("trim", {"gauge": gauge, "control": control})[:2] == ("trimmer.control", "not-allowed")


def test_a_slit_without_split_is_refused() -> None:
    path, code, _ = found("slit", {"equipment": None})
    assert (path, code) == ("slitter.equipment.split", "missing-key")


def test_a_slit_into_unequal_groups_of_lanes_is_refused() -> None:
    path, code, message = found("slit", {"equipment.split.into": 3})
    assert (path, code) == ("slitter.equipment.split.into", "lanes-not-divisible")
    assert "5 lanes do not make 3 equal groups" in message


@pytest.mark.parametrize("kind", ["trim", "slit"])
def test_rework_does_not_go_back_past_a_cut(kind: str) -> None:
    document: dict[str, Any] = line_with(kind).to_dict()
    document.setdefault("limit", []).append({**LIMIT, "to": "calender"})
    with pytest.raises(LineError) as caught:
        load_line(document)
    (problem,) = caught.value.problems
    assert problem.code == "rework-past-cut"


def test_rework_from_a_slitter_may_go_back_as_the_web_is_still_whole() -> None:
    document: dict[str, Any] = line_with("slit").to_dict()
    document.setdefault("limit", []).append({**LIMIT, "at": "slitter", "to": "calender"})
    load_line(document)


@pytest.mark.parametrize("kind", ["trim", "slit"])
def test_webs_cut_differently_cannot_be_joined(kind: str) -> None:
    gradient = shipped("dry_gradient_cathode")
    join = next(plan for plan in gradient.station if len(plan.inputs) > 1)
    with pytest.raises(LineError) as caught:
        with_stations(gradient, [(block_of(kind), join.inputs[0])])
    (problem,) = caught.value.problems
    assert (problem.path, problem.code) == (f"{join.name}.from", "lanes-differ")


def test_webs_trimmed_alike_can_be_joined() -> None:
    gradient = shipped("dry_gradient_cathode")
    join = next(plan for plan in gradient.station if len(plan.inputs) > 1)
    assert gradient.grid is not None
    knives = [({**block_of("trim"), "name": f"trimmer {branch}"}, branch) for branch in join.inputs]
    counts = lane_counts(with_stations(gradient, knives))
    assert set(counts.values()) == {gradient.grid.lanes}
    assert counts.keys() >= {block["name"] for block, _ in knives}


def test_lanes_are_counted_where_lots_are_worked_on() -> None:
    trimmed = line_with("trim").with_changes({"trimmer.params.trim_mm": 150.0})
    counts = lane_counts(trimmed)
    assert (counts["calender"], counts["trimmer"], counts["ald"], counts["hot_press"]) == (5, 3, 3, 3)
    counts = lane_counts(line_with("slit"))
    assert (counts["slitter"], counts["ald"], counts["hot_press"]) == (5, 1, 1)


def test_a_shipped_line_has_the_lanes_of_its_grid_everywhere() -> None:
    line = shipped("dry_gradient_cathode")
    assert line.grid is not None
    assert lane_counts(line) == dict.fromkeys((plan.name for plan in line.station), line.grid.lanes)
