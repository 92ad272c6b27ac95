"""Peak memory of long runs of the shipped dry line, each in a fresh process.

Run from the project folder: `python benchmarks/memory.py`.
"""

from __future__ import annotations

import resource
import subprocess
import sys

DAYS = (30, 120, 365)


def measure(days: int) -> None:
    """Simulate the dry line once and print the peak memory in MB."""
    import twin
    from twin.line.library import lines_folder

    line = twin.load_line(lines_folder() / "dry_sulfide_cathode.toml")
    twin.simulate(line, horizon=f"{days} d", replications=1, workers=1, keep="none")
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def main() -> None:
    print("| days simulated | peak memory, MB |")
    print("|---|---|")
    for days in DAYS:
        done = subprocess.run(
            [sys.executable, __file__, str(days)], check=True, capture_output=True, text=True
        )
        print(f"| {days} | {done.stdout.strip()} |")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(int(sys.argv[1]))
    else:
        main()
