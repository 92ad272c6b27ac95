"""Processor time per lot of the floor against plain SimPy, in the same run, interleaved; and how it scales.

Run from the project folder: `python benchmarks/floor_speed.py`. Prints markdown tables.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import plain_simpy

import twin
from twin.floor.run import run

HORIZON_S = 20_000.0
ROUNDS = 5


def line(failures: bool = False, stations: int = plain_simpy.STATIONS) -> twin.Line:
    """Return the line of plain_simpy as a line file."""
    exponential = {"dist": "exponential", "mean": 1.0}
    stop = {
        "name": "stop",
        "clock": "calendar",
        "uptime": {"dist": "exponential", "mean": plain_simpy.UP_S},
        "repair": {"dist": "exponential", "mean": plain_simpy.REPAIR_S},
    }
    blocks: list[dict[str, Any]] = []
    for n in range(stations):
        equipment: dict[str, Any] = {"buffer_before": plain_simpy.PLACES if n else 0, "service": exponential}
        if failures:
            equipment["failure"] = [stop]
        blocks.append({"name": f"s{n + 1}", "kind": "delay", "equipment": equipment})
    source = {"name": "lots", "mode": "saturated"}
    return twin.load_line({"format": 1, "name": "five", "source": [source], "station": blocks})


def floor_shipped(given: twin.Line, horizon_s: float, seed: int) -> int:
    """Run the floor, log kept, and return the lots shipped."""
    return sum(lot.fate == "shipped" for lot in run(given, horizon_s, seed, 0).lots)


def seconds(work: Callable[[], int]) -> tuple[float, int]:
    """Return the processor time of some work and the lots it shipped; other programs do not count."""
    start = time.process_time()
    lots = work()
    return time.process_time() - start, lots


def against_plain(failures: bool) -> tuple[float, float]:
    """Return the median time per lot in microseconds of plain SimPy and of the floor."""
    given = line(failures)
    plain, floor = [], []
    for seed in range(ROUNDS):
        wall, lots = seconds(lambda s=seed: plain_simpy.shipped(HORIZON_S, s, failures))
        plain.append(wall / lots * 1e6)
        wall, lots = seconds(lambda s=seed: floor_shipped(given, HORIZON_S, s))
        floor.append(wall / lots * 1e6)
    return statistics.median(plain), statistics.median(floor)


def scaling() -> None:
    """Print how the time grows with lots, stations and replications."""
    print("\n| what grows | size | processor time, s | time per unit, us |")
    print("|---|---|---|---|")
    given = line()
    for horizon_s in (5_000.0, 20_000.0, 80_000.0):
        wall, lots = seconds(lambda h=horizon_s: floor_shipped(given, h, 1))
        print(f"| lots | {lots} | {wall:.2f} | {wall / lots * 1e6:.1f} |")
    for stations in (2, 5, 10, 20, 40):
        longer = line(stations=stations)
        wall, lots = seconds(lambda x=longer: floor_shipped(x, 10_000.0, 1))
        print(f"| stations | {stations} | {wall:.2f} | {wall / lots / stations * 1e6:.1f} |")
    for replications in (5, 10, 20):
        start = time.process_time()
        twin.simulate(given, horizon=5_000.0, replications=replications, workers=1)
        wall = time.process_time() - start
        each = wall / replications * 1e6
        print(f"| replications, tables and KPIs included | {replications} | {wall:.2f} | {each:.0f} |")


def two_workers() -> None:
    """Print how much faster two workers are than one on 20 replications."""
    given = line()
    wall = {}
    for workers in (1, 2):
        start = time.perf_counter()
        twin.simulate(given, horizon=20_000.0, replications=20, workers=workers)
        wall[workers] = time.perf_counter() - start
    ratio = wall[1] / wall[2]
    print(f"\nTwenty replications: {wall[1]:.1f} s with one worker, {wall[2]:.1f} s with two, {ratio:.2f}.")


def main() -> None:
    print("| line of five stations | plain SimPy, us per lot | floor with log, us per lot | ratio |")
    print("|---|---|---|---|")
    for failures, title in ((False, "no failures"), (True, "failures, calendar clock")):
        plain, floor = against_plain(failures)
        print(f"| {title} | {plain:.1f} | {floor:.1f} | {floor / plain:.2f} |")
    scaling()
    two_workers()


if __name__ == "__main__":
    main()
