"""Compare every event, reading and lot of many random lines between two states of the code, bit by bit.

    python -m tools.floor_fingerprints record FILE [--delay 400] [--material 60] [--seed 1]
    python -m tools.floor_fingerprints compare FILE

`record` draws random lines (delay stations with all rules of flow mixed; the shipped lines with random
equipment, limits, rework and gauges) and writes them to a file, each with a fingerprint of its run. `compare`
runs the lines of the file again, with the code that is imported now, and lists those whose fingerprint has
changed. Set PYTHONPATH to another checkout to record with its code. Fingerprints hold on one computer only:
other libraries round otherwise.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from dataclasses import fields
from hashlib import blake2b
from pathlib import Path
from typing import Any

import hypothesis
import numpy as np

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from support.strategies import Words, lines

from twin.core.errors import LineError, ModelStopped
from twin.floor.run import run
from twin.line.api import load_line
from twin.line.library import lines_folder
from twin.records.log import Log, LotRow

SHIPPED = ("dry_sulfide_cathode", "wet_sulfide_cathode", "dry_gradient_cathode")
DAY_S = 86_400.0
Task = dict[str, Any]
"""A line as a dict, its `horizon_s` (None: until empty), `seed` and whether `cells` are kept."""


def fingerprint(task: Task) -> str:
    """Return a hash of all a run has written, or why it stopped."""
    try:
        log = run(load_line(task["line"]), task["horizon_s"], task["seed"], 0, cells=task["cells"])
    except ModelStopped as stopped:
        return f"stopped: {stopped}"
    except Exception as error:  # whatever the other code does, this one has to do as well
        return f"error: {type(error).__name__}: {error}"
    return f"{hash_of(log)} {len(log.time_s)} events, {len(log.readings.lot)} readings, {len(log.lots)} lots"


def hash_of(log: Log) -> str:
    """Return a hash of every column of the log."""
    digest = blake2b(digest_size=16)
    for table in (log, log.readings, log.cells):
        for name in sorted(getattr(table, "__dataclass_fields__", ())):
            value = getattr(table, name)
            if name in ("readings", "cells") and table is log:
                continue
            if name == "lots":
                value = [[v + 0.0 if isinstance(v, int) else v for v in vars_of(row)] for row in value]
            digest.update(name.encode())
            digest.update(value.tobytes() if hasattr(value, "tobytes") else repr(value).encode())
    return digest.hexdigest()


def vars_of(row: LotRow) -> list[Any]:
    """Return the values of a lot's row."""
    return [getattr(row, entry.name) for entry in fields(row)]


def delay_lines(count: int, seed: int) -> list[dict[str, Any]]:
    """Return random lines of delay stations."""
    drawn: list[dict[str, Any]] = []

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(lines(Words()))
    def draw(line: dict[str, Any]) -> None:
        drawn.append(line)

    draw()
    return drawn


class MaterialLines:
    """Random changes of flow and limits of the shipped lines."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.documents = {}
        self.levels: dict[str, dict[tuple[str, str], tuple[float, float]]] = {}
        for name in SHIPPED:
            line = load_line(lines_folder() / f"{name}.toml")
            self.documents[name] = line.to_dict()
            self.levels[name] = levels_of(run(line, DAY_S, 1, 0))

    def one_in(self, count: int) -> bool:
        return self.rng.randrange(count) == 0

    def draw(self) -> dict[str, Any]:
        """Return a valid line."""
        while True:
            document = self.changed(self.rng.choice(SHIPPED))
            try:
                load_line(document)
            except LineError:
                continue
            return document

    def changed(self, name: str) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(json.dumps(self.documents[name]))
        document["crew"] = [{"name": "maintenance", "size": self.rng.randint(1, 2)}]
        for source in document["source"]:
            self.change_source(source)
        for station in document["station"]:
            if self.one_in(2):
                self.change_equipment(station["equipment"])
        if self.one_in(2):
            self.add_delay(document["station"])
        if self.one_in(4):
            document["calendar"] = {"shifts": ["Mon-Sun 00:00-05:00", "Mon-Sun 07:00-19:30"]}
        if self.one_in(2):
            limits = [self.limit(name, document) for _ in range(self.rng.randint(1, 4))]
            document["limit"] = [*document.get("limit", []), *limits]
        return document

    def change_source(self, source: dict[str, Any]) -> None:
        if self.one_in(3):
            source["conwip"] = self.rng.randint(1, 6)
        if self.one_in(3):
            source["lots"] = self.rng.randint(1, 12)
        if self.one_in(3):
            source["mode"] = "arrivals"
            source["interval"] = {"dist": "exponential", "mean": self.rng.choice([2000.0, 6000.0])}

    def change_equipment(self, equipment: dict[str, Any]) -> None:
        choice, one_in = self.rng.choice, self.one_in
        if one_in(2):
            equipment["machines"] = self.rng.randint(1, 3)
        if one_in(2):
            equipment["buffer_before"] = choice([0, 1, 3, 6])
        if one_in(3):
            equipment["blocking"] = "before_service"
        if one_in(3):
            equipment["service"] = choice([0.0, 600.0, {"dist": "exponential", "mean": 900.0}])
        if one_in(3):
            equipment["setup"] = {"every_lots": self.rng.randint(1, 3), "time": choice([0.0, 480.0])}
        if one_in(3):
            equipment["batch"] = {"lots": self.rng.randint(2, 3), "wait": choice(["full", 0, 1200])}
        if one_in(3):
            equipment["split"] = {"into": self.rng.randint(2, 3)}
        if one_in(3):
            equipment["max_wait"] = choice([0, 600, 3600])
        if one_in(2):
            equipment["failure"] = [self.failure(n) for n in range(self.rng.randint(1, 2))]
            equipment.pop("maintenance", None)
        if one_in(3):
            equipment["maintenance"] = [self.maintenance()]

    def failure(self, number: int) -> dict[str, Any]:
        failure = {
            "name": f"stop {number + 1}",
            "clock": self.rng.choice(["operating", "calendar"]),
            "uptime": {"dist": "exponential", "mean": 6000.0},
            "repair": self.rng.choice([0.0, 900.0, {"dist": "exponential", "mean": 1800.0}]),
            "then": self.rng.choice(["resume", "restart", "scrap"]),
        }
        return failure | ({"crew": "maintenance"} if self.one_in(2) else {})

    def maintenance(self) -> dict[str, Any]:
        planned: dict[str, Any] = {"time": self.rng.choice([0.0, 1200.0])}
        if self.one_in(2):
            planned["every_lots"] = self.rng.randint(1, 4)
        else:
            planned |= {"every": 9000.0, "clock": self.rng.choice(["operating", "calendar"])}
        if self.one_in(2):
            planned["after_repair"] = "restart"
        return planned | ({"crew": "maintenance"} if self.one_in(2) else {})

    def add_delay(self, stations: list[dict[str, Any]]) -> None:
        """Put a store or a carrier behind some station."""
        before = self.rng.choice(stations[:-1])
        after = next(station for station in stations if before["name"] in station["from"])
        after["from"] = ["store" if name == before["name"] else name for name in after["from"]]
        equipment: dict[str, Any] = {"service": self.rng.choice([0.0, 1800.0])}
        self.change_equipment(equipment)
        store = {"name": "store", "kind": "delay", "from": [before["name"]], "equipment": equipment}
        stations.insert(stations.index(after), store)

    def limit(self, name: str, document: dict[str, Any]) -> dict[str, Any]:
        at, quantity = self.rng.choice(sorted(self.levels[name]))
        mean, sd = self.levels[name][at, quantity]
        action = self.rng.choice(["scrap_cells", "scrap_lot", "rework", "flag"])
        width = self.rng.choice([0.3, 1.0, 2.0]) * sd
        limit = {"property": quantity, "at": at, "lower": mean - width, "action": action}
        if self.one_in(2):
            limit["upper"] = mean + width
        if action == "rework":
            names = [station["name"] for station in document["station"]]
            limit |= {"to": self.rng.choice(names[: names.index(at) + 1]), "at_most": self.rng.randint(1, 3)}
        if self.one_in(3):
            limit["judged_on"] = "measured"
        return limit


def levels_of(log: Log) -> dict[tuple[str, str], tuple[float, float]]:
    """Return mean and spread of every property behind every station."""
    rows = log.readings
    station, quantity = np.array(rows.station), np.array(rows.property)
    mean, sd = np.array(rows.mean), np.array(rows.sd_within)
    levels = {}
    for place, at in enumerate(log.reading_stations):
        for number, name in enumerate(log.reading_properties):
            here = (station == place) & (quantity == number)
            if here.any():
                spread = float(np.nanmean(sd[here])) + float(np.std(mean[here]))
                levels[at, name] = (float(np.nanmean(mean[here])), spread)
    return levels


def tasks(delay: int, material: int, seed: int) -> list[Task]:
    """Return random lines and the shipped ones, each with a horizon and a seed."""
    found: list[Task] = []
    for number, line in enumerate(delay_lines(delay, seed)):
        finite = all("lots" in source or source["mode"] == "table" for source in line["source"])
        horizon_s = None if finite and number % 2 else 200.0
        found.append({"line": line, "horizon_s": horizon_s, "seed": number, "cells": False})
    draw = MaterialLines(seed).draw
    for number in range(material):
        found.append({"line": draw(), "horizon_s": 0.7 * DAY_S, "seed": number, "cells": number % 3 == 0})
    for name in SHIPPED:
        line = load_line(lines_folder() / f"{name}.toml").to_dict()
        found.append({"line": line, "horizon_s": 3.0 * DAY_S, "seed": 5, "cells": name == SHIPPED[0]})
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("action", choices=["record", "compare"])
    parser.add_argument("file", type=Path)
    parser.add_argument("--delay", type=int, default=400, help="random lines of delay stations")
    parser.add_argument("--material", type=int, default=60, help="shipped lines with random changes")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.action == "record":
        drawn = tasks(given.delay, given.material, given.seed)
        for task in drawn:
            task["fingerprint"] = fingerprint(task)
        given.file.write_text(json.dumps(drawn), encoding="utf-8")
        print(f"{len(drawn)} lines recorded in {given.file}")
        return 0
    recorded = json.loads(given.file.read_text(encoding="utf-8"))
    changed = 0
    for number, task in enumerate(recorded):
        now = fingerprint(task)
        if now != task["fingerprint"]:
            changed += 1
            print(f"line {number} ({task['line']['name']}):\n  was {task['fingerprint']}\n  is  {now}")
    print(f"{changed} of {len(recorded)} lines have changed")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
