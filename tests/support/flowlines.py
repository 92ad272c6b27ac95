"""Line files of delay stations as dictionaries, the shapes the flow oracles need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Line = dict[str, Any]
Dist = dict[str, Any]


def exponential(mean: float) -> Dist:
    return {"dist": "exponential", "mean": mean}


def constant(value: float) -> Dist:
    return {"dist": "constant", "value": value}


def erlang(mean: float, phases: int) -> Dist:
    return {"dist": "gamma", "mean": mean, "shape": phases}


def table(values: Sequence[float]) -> Dist:
    return {"dist": "table", "values": list(values)}


def failure(up: float, repair: float, clock: str = "operating", **more: Any) -> dict[str, Any]:
    """A failure block with exponential times."""
    return {"name": "stop", "clock": clock, "uptime": exponential(up), "repair": exponential(repair), **more}


def station(name: str, service: Dist, **equipment: Any) -> dict[str, Any]:
    """A delay station; equipment keys as in a line file, None = left out."""
    given = {key: value for key, value in equipment.items() if value is not None}
    return {"name": name, "kind": "delay", "equipment": {"service": service, **given}}


def line(name: str, sources: list[dict[str, Any]], stations: list[dict[str, Any]], **more: Any) -> Line:
    return {"format": 1, "name": name, "source": sources, "station": stations, **more}


def serial(
    services: Sequence[Dist],
    places: Sequence[int],
    blocking: str = "after_service",
    lots: int | None = None,
    times: Sequence[float] | None = None,
) -> Line:
    """One machine per station, `places` between neighbours; saturated, or released at `times`."""
    source: dict[str, Any] = {"name": "lots", "mode": "saturated"}
    if times is not None:
        source |= {"mode": "table", "times": {"values": list(times)}}
    if lots is not None and times is None:
        source["lots"] = lots
    before = [0 if times is None else None, *places]
    last = len(services) - 1
    stations = [
        station(f"s{j + 1}", s, buffer_before=before[j], blocking=blocking if j < last else None)
        for j, s in enumerate(services)
    ]
    return line("serial", [source], stations)


def queue(interval: Dist, service: Dist, **equipment: Any) -> Line:
    """Arrivals to one station with an unlimited buffer."""
    source = {"name": "lots", "mode": "arrivals", "interval": interval}
    return line("queue", [source], [station("server", service, **equipment)])
