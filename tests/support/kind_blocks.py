"""Kinds that stand in no shipped line, by the `[[station]]` block in the text at the top of their file."""

from __future__ import annotations

import re
import sys
import tomllib
from functools import cache
from typing import Any

from support.shipped import LINES, shipped

from twin.line.api import load_line
from twin.line.model.line import Line
from twin.stations.contract.kinds import kinds, load

_BLOCK = re.compile(r"^```toml\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def block_of(kind: str) -> dict[str, Any]:
    """The block of a kind, read."""
    text = _BLOCK.search(sys.modules[load(kind).transform.__module__].__doc__ or "")
    assert text, f"twin/stations/{kind}.py: no line has the kind, so its text has to hold a [[station]] block"
    table: dict[str, Any] = tomllib.loads(text[1])["station"][0]
    assert table["kind"] == kind
    return table


def with_stations(line: Line, added: list[tuple[dict[str, Any], str]]) -> Line:
    """The line with more stations, each behind another."""
    document: dict[str, Any] = line.to_dict()
    stations = document["station"]
    for block, behind in added:
        for station in stations:
            station["from"] = [block["name"] if name == behind else name for name in station["from"]]
        place = next(number for number, station in enumerate(stations) if station["name"] == behind)
        stations.insert(place + 1, {**block, "from": [behind]})
    names = " and ".join(block["name"] for block, _ in added)
    return load_line(document | {"name": f"{line.name} with {names}"})


@cache
def unshipped() -> tuple[str, ...]:
    """The kinds with material that stand in no shipped line."""
    in_lines = {plan.kind for name in LINES for plan in shipped(name).station}
    return tuple(kind for kind in kinds() if load(kind).works_on_material and kind not in in_lines)


@cache
def line_with(kind: str, behind: str = "calender") -> Line:
    """The dry line with the block of a kind behind one of its stations."""
    return with_stations(shipped("dry_sulfide_cathode"), [(block_of(kind), behind)])
