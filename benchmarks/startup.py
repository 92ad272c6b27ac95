"""Median wall time of `import twin` and `twin --help`, each in a fresh process.

Run from the project folder: `python benchmarks/startup.py`.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 15
TWIN = str(Path(sys.executable).with_name("twin"))
COMMANDS = {
    "empty Python": [sys.executable, "-c", "pass"],
    "`import twin`": [sys.executable, "-c", "import twin"],
    "`twin --help`": [TWIN, "--help"],
}


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    walls: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, command in COMMANDS.items():
            walls[name].append(seconds(command))
    empty = statistics.median(walls["empty Python"])
    print("| command | wall, s | above an empty Python, s |")
    print("|---|---|---|")
    for name, values in walls.items():
        print(f"| {name} | {statistics.median(values):.3f} | {statistics.median(values) - empty:.3f} |")


if __name__ == "__main__":
    main()
