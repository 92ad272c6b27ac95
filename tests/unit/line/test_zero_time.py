"""Lots without end that take no time: said at once, by the names of the stations."""

from __future__ import annotations

from typing import Any

import pytest

from twin.core.errors import ModelStopped
from twin.floor.run import run
from twin.line.api import load_line
from twin.line.check.zero_time import zero_time_reason
from twin.line.model.line import Line


def line_of(source: dict[str, Any], *equipment: dict[str, Any]) -> Line:
    """A row of delays "a", "b", ... behind a saturated source."""
    stations = [
        {"name": name, "kind": "delay", "equipment": words}
        for name, words in zip("abc", equipment, strict=False)
    ]
    lots = {"name": "lots", "mode": "saturated", **source}
    return load_line({"format": 1, "name": "x", "source": [lots], "station": stations})


NOT_HELD = [
    ({}, ({},), "a"),
    ({}, ({"service": 0}, {"buffer_before": 0}), "a, b"),
    ({"conwip": 3}, ({}, {"service": {"dist": "uniform", "low": 0, "high": 0}}), "a, b"),
    ({}, ({}, {"service": 60}), "a"),  # lots without end pile up before b
    ({}, ({"setup": {"every_lots": 1, "time": 0}},), "a"),
    ({}, ({"batch": {"lots": 3, "wait": "full"}},), "a"),
]


@pytest.mark.parametrize(("source", "equipment", "names"), NOT_HELD)
def test_a_line_on_which_no_time_passes_is_not_run(
    source: dict[str, Any], equipment: tuple[dict[str, Any], ...], names: str
) -> None:
    line = line_of(source, *equipment)
    with pytest.raises(ModelStopped, match=f"time would stand still: .* at {names}; give one of them a serv"):
        run(line, 3600.0, 1, 0)


HELD = [
    ({"lots": 5}, ({},)),
    ({}, ({"service": 60}, {})),
    ({"conwip": 3}, ({}, {"service": 60})),
    ({}, ({}, {"service": 60, "buffer_before": 4})),
    ({}, ({"setup": {"every_lots": 1, "time": 60}},)),
    ({}, ({"maintenance": [{"every_lots": 2, "time": 60}]},)),
]


@pytest.mark.parametrize(("source", "equipment"), HELD)
def test_a_line_that_is_held_up_somewhere_runs(
    source: dict[str, Any], equipment: tuple[dict[str, Any], ...]
) -> None:
    line = line_of(source, *equipment)
    assert zero_time_reason(line) == ""
    assert run(line, 3600.0, 1, 0).end_s == 3600.0


def test_a_standstill_that_shows_only_on_the_floor_names_its_stations() -> None:
    line = line_of({"conwip": 10}, {"service": 0}, {"batch": {"lots": 2, "wait": 60}})
    assert zero_time_reason(line) == ""
    with pytest.raises(ModelStopped, match=r"time stands still at 0 s: no time is taken at a, b$"):
        run(line, 3600.0, 1, 0)


def test_many_lots_in_one_instant_are_no_standstill() -> None:
    log = run(line_of({"lots": 120_000}, {}), None, 1, 0)
    assert (log.end_s, len(log.lots)) == (0.0, 120_000)
