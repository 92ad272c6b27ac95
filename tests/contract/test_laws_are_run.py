"""The law that is tested is the law that is run: the lines call every law but those for reference."""

from __future__ import annotations

import inspect
import sys
from functools import cache
from types import CodeType, FrameType

import pytest
from support.kind_blocks import line_with, unshipped

import twin
from twin.laws.registry.book import LAWS
from twin.laws.registry.law import Law
from twin.line.library import lines_folder
from twin.line.model.line import Line
from twin.stations.contract.kinds import kinds, load

ROOM = {
    "room.floor_m2": 600.0,
    "room.reference_kW_m2": 0.6,
    "room.reference_dew_point_C": -40.0,
    "room.load_per_K": 0.02,
}
"""What a line states to have the energy of its dry room worked out."""


def lines() -> list[Line]:
    """Every shipped line, the first with the load of its dry room, and one for each kind that none has."""
    files = [path for path in sorted(lines_folder().glob("*.toml")) if path.stem != "sources"]
    first, *others = map(twin.load_line, files)
    return [first.with_changes(ROOM), *others, *map(line_with, unshipped())]


@cache
def called_by_the_lines() -> frozenset[CodeType]:
    """The code of every function that a replication of three days calls, from floor to KPIs."""
    called: set[CodeType] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            called.add(frame.f_code)

    for line in lines():
        forget_answers()
        sys.setprofile(note)
        try:
            twin.simulate(line, horizon="3 d", replications=1, workers=1)
        finally:
            sys.setprofile(None)
    return frozenset(called)


def forget_answers() -> None:
    """Empty the caches of laws and stations: an answer kept from an earlier test is no call."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("twin.laws.", "twin.stations.")):
            for value in list(vars(module).values()):
                if callable(clear := getattr(value, "cache_clear", None)):
                    clear()


@pytest.mark.parametrize("law", LAWS.values(), ids=lambda law: law.name)
def test_a_law_is_run_or_says_that_it_is_for_reference(law: Law) -> None:
    is_called = inspect.unwrap(law.function).__code__ in called_by_the_lines()
    assert is_called is not law.reference_only


def test_the_lines_have_every_kind_of_station_with_material() -> None:
    used = {plan.kind for line in lines() for plan in line.station}
    assert used == {kind for kind in kinds() if load(kind).works_on_material}
