"""Median processor time of `import twin` and `twin --help`, each in a fresh process.

Run from the project folder: `python benchmarks/startup.py`.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
from pathlib import Path

ROUNDS = 15
TWIN = str(Path(sys.executable).with_name("twin"))
COMMANDS = {
    "empty Python": [sys.executable, "-c", "pass"],
    "`import twin`": [sys.executable, "-c", "import twin"],
    "`twin --help`": [TWIN, "--help"],
}


def seconds(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, command in COMMANDS.items():
            times[name].append(seconds(command))
    empty = statistics.median(times["empty Python"])
    print("| command | processor time, s | above an empty Python, s |")
    print("|---|---|---|")
    for name, values in times.items():
        print(f"| {name} | {statistics.median(values):.3f} | {statistics.median(values) - empty:.3f} |")


if __name__ == "__main__":
    main()
