"""A store or a carrier between two stations takes time and leaves the material as it is."""

from __future__ import annotations

from typing import Any

import numpy as np

from twin.floor.run import run
from twin.line.api import load_line
from twin.line.library import lines_folder
from twin.line.model.line import Line
from twin.records.log import Log

STORE_S = 600.0


def with_store(line: Line, before: str) -> Line:
    """Return the line with a store that takes any number of lots in front of a station."""
    document: Any = line.to_dict()
    stations = document["station"]
    place = next(n for n, station in enumerate(stations) if station["name"] == before)
    equipment = {"machines": 50, "service": STORE_S}
    store = {"name": "store", "kind": "delay", "from": stations[place]["from"], "equipment": equipment}
    stations[place]["from"] = ["store"]
    stations.insert(place, store)
    return load_line(document)


def loading_of_first_lot(log: Log) -> float:
    """Return the mean loading of the first lot behind the film."""
    rows = log.readings
    film, loading = log.reading_stations.index("film"), log.reading_properties.index("loading_mg_cm2")
    here = (np.array(rows.station) == film) & (np.array(rows.property) == loading)
    return float(np.array(rows.mean)[here][0])


def test_a_store_of_a_line_with_material_delays_lots_and_reports_nothing() -> None:
    plain = load_line(lines_folder() / "dry_sulfide_cathode.toml")
    log = run(with_store(plain, "film"), 40_000.0, 1, 0)
    stations = np.array(log.reading_stations)[np.unique(log.readings.station)]
    assert "film" in stations
    assert "store" not in stations
    assert loading_of_first_lot(log) == loading_of_first_lot(run(plain, 40_000.0, 1, 0))
    times = {
        log.keys[place % log.stride]: time
        for time, place in zip(reversed(log.time_s), reversed(log.place), strict=True)
        if log.keys[place % log.stride][:2] == ("store", 1)
    }
    assert times["store", 1, "finished"] - times["store", 1, "started"] == STORE_S
