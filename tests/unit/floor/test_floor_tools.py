"""The developers' tools for the floor: fingerprints of runs, files that a visit passes."""

from __future__ import annotations

from typing import Any

from support.shipped import shipped

from tools.floor_fingerprints import delay_lines, fingerprint
from tools.visit_profile import profile
from twin.floor.random_streams import RandomStreams

DRY = "dry_sulfide_cathode"


def test_a_fingerprint_is_that_of_one_run_and_of_no_other(monkeypatch: Any) -> None:
    task = {"line": shipped(DRY).to_dict(), "horizon_s": 40_000.0, "seed": 1, "cells": True}
    first = fingerprint(task)
    assert " events, " in first
    assert fingerprint(task) == first
    assert fingerprint(task | {"seed": 2}) != first
    drawn = RandomStreams._drawn
    monkeypatch.setattr(RandomStreams, "_drawn", lambda *given: drawn(*given) * (1.0 + 1e-15))
    assert fingerprint(task) != first


def test_random_lines_are_drawn_again_from_their_seed() -> None:
    assert delay_lines(3, 5) == delay_lines(3, 5)


def test_a_visit_passes_its_station_its_laws_and_a_dozen_files_of_the_floor() -> None:
    calls = profile(DRY, "calender", 5)
    assert calls["stations/calender.py"] == 2  # the visit, and what threatens the web
    assert sum(name.startswith("laws/") for name in calls) > 3
    assert sum(name.startswith("floor/") for name in calls) <= 12
