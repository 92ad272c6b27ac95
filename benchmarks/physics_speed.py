"""Time of a visit: physics station by station, and the whole visit with gauges, readings and log.

Run from the project folder: `python benchmarks/physics_speed.py`. Prints markdown tables. Times are the
least of many rounds; the yardstick, NumPy's `exp` of the cells of one lot, is measured between the rounds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from unittest import mock

import numpy as np

from twin.core.material import Material
from twin.floor.material import lot_physics
from twin.floor.run import run
from twin.line.api import load_line
from twin.line.library import lines_folder
from twin.line.model.line import Line
from twin.records.log import Log
from twin.stations.contract import station as contract
from twin.stations.contract.station import Station
from twin.stations.contract.visit import Params, Visit
from twin.stations.shared import finished_cell

LINES = ("dry_sulfide_cathode", "wet_sulfide_cathode", "dry_gradient_cathode")
HORIZON_S = 30 * 86_400.0
SKIPPED, KEPT = 64, 32
"""Visits left out at the start, where dice are still drawn lot by lot, and visits timed."""
ROUNDS = 30
CELLS = np.full((1, 5, 24), 0.3)


@dataclass
class Visits:
    """Visits to the stations of one kind: how many there were, and some of them to do again."""

    count: int = 0
    kept: list[tuple[Station, Material, Params, Visit]] = field(default_factory=list)
    left: list[Material] = field(default_factory=list)


def recorded(line: Line) -> tuple[dict[str, Visits], Log]:
    """Return the visits of a replication by kind of station, and its log."""
    found: dict[str, Visits] = {}
    plain = contract.process

    def process(station: Station, material: Material, params: Params, visit: Visit) -> Material:
        visits = found.setdefault(station.params.__name__.removesuffix("Params"), Visits())
        visits.count += 1
        done = plain(station, material, params, visit)
        if visits.count > SKIPPED and len(visits.kept) < KEPT:
            visits.kept.append((station, material, params, visit))
            visits.left.append(done)
        return done

    with mock.patch.object(lot_physics, "process", process):
        log = run(line, HORIZON_S, 1, 0)
    return found, log


def least_us(work: Callable[[], object], units: int, rounds: int = ROUNDS) -> float:
    """Return the least processor time per unit of some work."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times) / units * 1e6


def yardstick_us() -> float:
    """Return the time of NumPy's exp of the cells of a lot."""
    return least_us(lambda: [np.exp(CELLS) for _ in range(1000)], 1000, 10)


def finished(log: Log) -> int:
    """Return the number of visits in a log."""
    codes = [code for code, key in enumerate(log.keys) if key[2] == "finished"]
    return int(np.isin(np.array(log.place) % log.stride, codes).sum())


def again(kept: Sequence[tuple[Station, Material, Params, Visit]]) -> None:
    """Do visits again."""
    for station, material, params, visit in kept:
        contract.process(station, material, params, visit)


def measure(name: str) -> tuple[list[str], str]:
    """Return the rows of the stations of a line, and its row of totals."""
    line = load_line(str(lines_folder() / f"{name}.toml"))
    visits, log = recorded(line)
    count, yard = finished(log), yardstick_us()
    rows, total_us = [], 0.0
    for kind, some in visits.items():
        each = least_us(lambda some=some: again(some.kept), len(some.kept))
        total_us += each * some.count
        rows.append(f"| {name} | {kind} | {some.count} | {each:.1f} | {each / yard:.0f} |")
    last = next(reversed(visits.values()))
    each = least_us(lambda: finished_cell.figures_of_lots(last.left), len(last.left))
    total_us += each * last.count
    rows.append(f"| {name} | figures of the cell | {last.count} | {each:.1f} | {each / yard:.0f} |")
    physics, whole = total_us / count, least_us(lambda: run(line, HORIZON_S, 1, 0), count, 5)
    yard = min(yard, yardstick_us())
    ratios = f"{physics / yard:.0f} | {whole / yard:.0f}"
    return rows, f"| {name} | {count} | {yard:.2f} | {physics:.1f} | {whole:.1f} | {ratios} |"


def main() -> None:
    """Print both tables."""
    measured = [measure(name) for name in LINES]
    print("| line | station | visits in 30 days | us per visit | over yardstick |")
    print("|---|---|---|---|---|")
    for rows, _ in measured:
        print("\n".join(rows))
    print("\n| line | visits | yardstick, us | physics, us | whole visit, us | physics, yardsticks | whole |")
    print("|---|---|---|---|---|---|---|")
    for _, total in measured:
        print(total)


if __name__ == "__main__":
    main()
