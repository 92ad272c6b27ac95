"""Processor time and peak memory of large runs, each in a fresh process, with and without their rows kept.

Run from the project folder: `python benchmarks/load.py`, or with the names of some cases.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from twin.line.model.line import Line


class Case(NamedTuple):
    """A run: what it is, its horizon ("" = until empty), and of what its line is made."""

    title: str
    horizon: str
    stations: int = 0
    lots: int = 0
    lanes: int = 0
    segments: int = 0


CASES = {
    "30_days": Case("dry line, 30 days", "30 d"),
    "120_days": Case("dry line, 120 days", "120 d"),
    "365_days": Case("dry line, 365 days", "365 d"),
    "lots_1e5": Case("100,000 lots through 2 stations", "", 2, 100_000),
    "lots_1e6": Case("1,000,000 lots through 2 stations", "", 2, 1_000_000),
    "stations_1000": Case("1,000 lots through 1,000 stations", "", 1_000, 1_000),
    "fine_grid": Case("dry line, 2 days, grid 100 x 1,000", "2 d", lanes=100, segments=1_000),
}


def line_of(case: Case) -> Line:
    """Return delay stations in series, or the shipped dry line."""
    import twin
    from twin.line.library import lines_folder

    if case.stations:
        service = {"dist": "exponential", "mean": "1 s"}
        equipment = {"service": service, "buffer_before": 5}
        stations = [{"name": f"s{n}", "kind": "delay", "equipment": equipment} for n in range(case.stations)]
        source = {"name": "jobs", "mode": "saturated", "lots": case.lots}
        return twin.load_line({"format": 1, "name": "large", "source": [source], "station": stations})
    line = twin.load_line(lines_folder() / "dry_sulfide_cathode.toml")
    grid = {"grid.lanes": case.lanes, "grid.segments": case.segments}
    return line.with_changes(grid) if case.lanes else line


def measure(name: str, keep: str) -> None:
    """Simulate one replication and print processor seconds and peak memory in MB."""
    import twin

    case = CASES[name]
    line = line_of(case)
    begun = time.process_time()
    twin.simulate(line, case.horizon or None, replications=1, workers=1, keep=keep, force=True)
    spent_s = time.process_time() - begun
    print(f"{spent_s:.1f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}")


def main(names: list[str]) -> None:
    print("| run | processor time, s | peak memory, MB | with rows kept, s | MB |")
    print("|---|---|---|---|---|")
    for name in names:
        cells = []
        for keep in ("none", "first"):
            command = [sys.executable, __file__, name, keep]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            cells += done.stdout.split()
        print(f"| {CASES[name].title} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[2] in ("none", "first"):
        measure(*sys.argv[1:])
    else:
        main(sys.argv[1:] or list(CASES))
