"""Change operators at random, one at a time, and see whether the default tests notice.

    python -m tools.mutants [--seed 1] [--count 30] [--minutes 10] [--folder twin/stats ...]
    python -m tools.mutants --file twin/stats/mser.py --count 100 --minutes 60

Draws a sample of operator mutants, as many from each folder; the same seed draws the same sample of the
same code. Each is put into a copy of the project, never into the checkout, and the default tests that run
through the mutated function run until one fails, in stages: the units of its folder and the examples, the
recorded KPIs of the shipped lines, identities, all units, theory and contracts and the rest of the
shipped lines, the command and the docs. Which tests run through which functions is recorded once, a stage
as it is first needed, in `build/test_reach.json`; `--stages 2` leaves it at the first two, `--seconds 20`
at the quickest tests of each stage: both can only lower the score. Prints a row per mutant, the score by
folder with its interval, and the survivors. Results are kept in `build/mutants.jsonl` and not judged
again while the mutated file stays the same; `--again` judges those that have survived once more, after
new tests. Mutants that change nothing anybody could see stand in `tools/equivalent_mutants.toml` with the
reason and are not drawn.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sys
import tempfile
import time
import tomllib
from collections import Counter
from hashlib import blake2b
from math import inf
from pathlib import Path

from scipy.stats import binomtest

from tools.mutation import Mutant, mutants_of
from tools.mutation_runs import STAGES, Judged, OutOfTime, ProjectCopy

PROJECT = Path(__file__).resolve().parents[1]
FOLDERS = ("twin/floor", "twin/stats", "twin/kpi", "twin/laws", "twin/stations")
EQUIVALENT = Path(__file__).with_name("equivalent_mutants.toml")
RESULTS = PROJECT / "build" / "mutants.jsonl"
GOOD_SCORE = 0.9
ALL_STAGES = 1 + len(STAGES)


def equivalents() -> dict[tuple[str, str], str]:
    """Return the reason of each equivalent mutant by file and mutated line."""
    entries = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8")).get("equivalent", [])
    return {(entry["file"], entry["text"]): entry["reason"] for entry in entries}


def folder_mutants(project: Path, folder: str) -> list[Mutant]:
    """Return all mutants of the Python files below a folder, or of one file."""
    place = project / folder
    files = [place] if place.is_file() else sorted(place.rglob("*.py"))
    names = [file.relative_to(project).as_posix() for file in files]
    return [
        mutant for name in names for mutant in mutants_of(name, (project / name).read_text(encoding="utf-8"))
    ]


def sample(project: Path, folders: list[str], count: int, seed: int) -> list[Mutant]:
    """Draw mutants of folders without the equivalent ones, in turn one of each folder."""
    known = equivalents()
    shuffled = []
    for folder in folders:
        mutants = [m for m in folder_mutants(project, folder) if (m.file, m.new) not in known]
        random.Random(f"{seed} {folder}").shuffle(mutants)
        shuffled.append(mutants)
    longest = max(map(len, shuffled))
    in_turn = [mutants[n] for n in range(longest) for mutants in shuffled if n < len(mutants)]
    return in_turn[:count]


class Kept:
    """Results on disk, one line each, under the mutant and the text of its file."""

    def __init__(self, path: Path, project: Path) -> None:
        self.path = path
        self.project = project
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        self.results: dict[str, dict[str, str]] = {row["key"]: row for row in map(json.loads, lines)}
        self.texts: dict[str, str] = {}

    def key(self, mutant: Mutant) -> str:
        """Return the mark of a mutant: another one when its file has changed since it was last judged."""
        if mutant.file not in self.texts:
            text = (self.project / mutant.file).read_bytes()
            self.texts[mutant.file] = blake2b(text, digest_size=8).hexdigest()
        return f"{mutant.file} {mutant.start} {mutant.put} {self.texts[mutant.file]}"

    def find(self, mutant: Mutant, stages: int, *, again: bool = False) -> Judged | None:
        """Return what is known of a mutant; with `again` only that it was killed."""
        row = self.results.get(self.key(mutant))
        if row is None or (again and row["fate"] != "killed"):
            return None
        stages_held = int(row["stages"])
        if row["fate"] == "survived" and stages_held < stages:
            return None
        return Judged(mutant, row["fate"], row["by"], float(row["seconds"]), stages_held)

    def add(self, judged: Judged) -> None:
        """Write a result at the end."""
        row = {
            "key": self.key(judged.mutant),
            "mutant": str(judged.mutant),
            "fate": judged.fate,
            "by": judged.by,
            "seconds": f"{judged.seconds:.1f}",
            "stages": str(judged.stages),
        }
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")


def judge_all(
    mutants: list[Mutant],
    kept: Kept,
    minutes: float,
    stages: int = ALL_STAGES,
    most_s: float = inf,
    *,
    again: bool = False,
) -> list[Judged]:
    """Judge mutants until the time is over; prints each."""
    deadline_s = time.monotonic() + 60.0 * minutes
    results: list[Judged] = []
    for mutant in mutants:
        kept.key(mutant)  # files may change while others are judged
    with tempfile.TemporaryDirectory(prefix="mutants-") as place:
        copy: ProjectCopy | None = None
        for mutant in mutants:
            judged = kept.find(mutant, stages, again=again)
            if judged is None:
                copy = copy or ProjectCopy(kept.project, Path(place), deadline_s)
                try:
                    judged = copy.judge(mutant, stages, most_s)
                except OutOfTime:
                    print(f"time is over: {len(mutants) - len(results)} of {len(mutants)} are not judged")
                    break
                kept.add(judged)
            results.append(judged)
            print(f"{judged.fate:8} {judged.seconds:6.1f} s  {mutant}", flush=True)
    return results


def folder_of(mutant: Mutant) -> str:
    """Return the folder of the package a mutant lies in."""
    return "/".join(mutant.file.split("/")[:2])


def score(results: list[Judged]) -> float:
    """Return the share of mutants the tests notice; one that never ends is noticed."""
    return sum(judged.fate != "survived" for judged in results) / len(results)


def score_limits(results: list[Judged]) -> tuple[float, float]:
    """Return the 95 % limits of the score of all mutants (Wilson, J. Am. Stat. Assoc. 22 (1927) 209)."""
    noticed = sum(judged.fate != "survived" for judged in results)
    limits = binomtest(noticed, len(results)).proportion_ci(method="wilson")
    return float(limits.low), float(limits.high)


def print_scores(results: list[Judged]) -> None:
    """Print the survivors, and the numbers and the score by folder and in all.

    `record`: of those killed, how many only the recorded KPIs of the shipped lines have noticed.
    """
    survivors = sorted(str(judged.mutant) for judged in results if judged.fate == "survived")
    print("\nsurvivors:", *(survivors or ["none"]), sep="\n  ")
    heads = " ".join(f"{name:>8}" for name in ("killed", "record", "timeout", "survived", "score"))
    print(f"\n{'folder':16} {heads} {'95 % limits':>14}")
    folders = sorted({folder_of(judged.mutant) for judged in results})
    for folder in (*folders, ""):
        rows = [judged for judged in results if folder in ("", folder_of(judged.mutant))]
        fates = Counter(judged.fate for judged in rows)
        fates["record"] = sum(judged.by.startswith("tests/golden") for judged in rows)
        numbers = " ".join(f"{fates[name]:8}" for name in ("killed", "record", "timeout", "survived"))
        low, high = score_limits(rows)
        print(f"{folder or 'all':16} {numbers} {score(rows):8.1%} {low:6.0%} - {high:4.0%}")


def main() -> int:
    """Judge a sample; returns 0 where the score reaches 90 %."""
    parser = argparse.ArgumentParser(description="change operators at random, see whether tests notice")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=30, help="mutants to draw (default 30)")
    parser.add_argument("--minutes", type=float, default=10.0, help="stop after so long (default 10)")
    parser.add_argument("--folder", "--file", dest="folders", nargs="+", default=list(FOLDERS))
    parser.add_argument("--stages", type=int, default=ALL_STAGES, help="stages of tests (default all)")
    parser.add_argument("--seconds", type=float, default=inf, help="of tests of each stage (default all)")
    parser.add_argument("--again", action="store_true", help="judge known survivors once more")
    parser.add_argument("--list", action="store_true", help="only list the sample")
    given = parser.parse_args()
    mutants = sample(PROJECT, given.folders, given.count, given.seed)
    if given.list:
        print(*mutants, sep="\n")
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # ends the tests and removes the copy
    results = judge_all(
        mutants, Kept(RESULTS, PROJECT), given.minutes, given.stages, given.seconds, again=given.again
    )
    if not results:
        return 1
    print_scores(results)
    return 0 if score(results) >= GOOD_SCORE else 1


if __name__ == "__main__":
    sys.exit(main())
