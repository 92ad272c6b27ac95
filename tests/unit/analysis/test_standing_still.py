"""A part of a line that stands still for ever is told, with what it waits for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.command_line import twin as typed
from support.flowlines import constant, exponential, failure, line, station

import twin
from twin.analysis.standing_still import Standing, standing_still
from twin.line.api import load_line
from twin.line.toml_text import toml_text

DAY_S = 86_400.0
JOIN: dict[str, Any] = line(
    "join",
    [{"name": "webs", "mode": "saturated"}, {"name": "foils", "mode": "saturated", "lots": 5}],
    [
        station("coat", constant(60)) | {"from": ["webs"]},
        station("cut", constant(50)) | {"from": ["foils"]},
        station("laminate", constant(10), buffer_before=3) | {"from": ["coat", "cut"]},
        station("pack", constant(5)),
    ],
)


def found(document: dict[str, Any], horizon_s: float | None = DAY_S) -> tuple[Standing, ...]:
    one = load_line(document)
    study = twin.simulate(one, horizon_s, replications=1, workers=1)
    end_s = float(study.lots["ended_s"].max()) if horizon_s is None else horizon_s
    return standing_still(study.events, study.lots, one, end_s)


def test_a_join_whose_partner_has_run_out_and_what_is_blocked_behind_it_are_told() -> None:
    coat, laminate = found(JOIN)
    # the fifth web comes at 300 s; three more find a place, the ninth stays on its machine from 540 s on
    assert laminate == Standing("laminate", 480.0, 3, "cut")
    assert coat == Standing("coat", 540.0, 1, "")
    assert laminate.said() == (
        "laminate stands still since 0.00556 d, 3 lots lie there: nothing more comes from cut"
    )


LOTS = {"name": "lots", "mode": "saturated"}
MOVING: list[list[dict[str, Any]]] = [
    [station("a", exponential(60)), station("b", exponential(90), buffer_before=2)],
    [station("a", constant(60)), station("b", constant(1800), failure=[failure(1800, 3600)])],
    [station("a", constant(0.9 * DAY_S))],  # long at work is not standing still
]


@pytest.mark.parametrize("stations", MOVING)
def test_a_line_that_works_or_is_blocked_now_and_then_is_not_told_of(stations: list[dict[str, Any]]) -> None:
    assert found(line("moving", [LOTS], stations)) == ()


def test_a_machine_blocked_for_more_than_half_the_run_is_told() -> None:
    stations = [station("a", constant(60)), station("b", constant(2 * DAY_S), buffer_before=2)]
    (blocked,) = found(line("slow", [LOTS], stations))
    # the first lot is at work at b, two lie before it, the fourth stays on a
    assert blocked == Standing("a", 240.0, 1, "")


def test_time_off_shift_is_no_standstill() -> None:
    week = {"calendar": {"shifts": ["Mon 00:00-06:00"]}}
    one = line("monday", [{"name": "lots", "mode": "saturated"}], [station("a", constant(600))], **week)
    one["station"].append(station("b", constant(660), buffer_before=1))
    assert found(one, 6 * DAY_S) == ()


def test_page_and_terminal_tell_it(tmp_path: Path) -> None:
    (tmp_path / "join.toml").write_text(toml_text(JOIN))
    said = typed("run", "join.toml", "--days", "1", "--warmup", "0", "--replications", "1", cwd=tmp_path)
    sentence = "join: laminate stands still since 0.00556 d, 3 lots lie there: nothing more comes from cut"
    assert sentence in said.stderr
    assert sentence in (tmp_path / "reports" / "join" / "index.html").read_text(encoding="utf-8")
