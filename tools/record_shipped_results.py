"""Write anew what the shipped lines give, after a wanted change: `python -m tools.record_shipped_results`.

Two records: what a lot of each line ends in (`tests/data/shipped_results.json`) and the KPIs of short runs
(`tests/data/shipped_kpis.csv`). CHANGELOG.md must name the digest of the second, so that no number of a
shipped line changes without a line that says so; the digest is printed.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import pandas as pd

import twin
from twin.line.library import lines_folder

ROOT = Path(__file__).resolve().parents[1]
KPIS = ROOT / "tests" / "data" / "shipped_kpis.csv"
LINES = ("dry_sulfide_cathode", "wet_sulfide_cathode", "dry_gradient_cathode")
_DIGITS = "%.11g"


def shipped_kpis() -> pd.DataFrame:
    """Return the KPIs of two replications of three days of each shipped line, the first day left out."""
    studies = [
        twin.simulate(
            twin.load_line(lines_folder() / f"{name}.toml"), "3 d", "1 d", replications=2, seed=1, workers=1
        )
        for name in LINES
    ]
    columns = ["line", "replication", "station", "property", "kpi", "value", "unit"]
    return pd.concat([study.kpis for study in studies], ignore_index=True)[columns]


def digest() -> str:
    """Return the first twelve characters of the SHA-256 of the recorded KPIs."""
    return hashlib.sha256(KPIS.read_bytes()).hexdigest()[:12]


def main() -> None:
    """Write both records and print the digest."""
    sys.path.insert(0, str(ROOT / "tests"))
    from support.recorded import RECORD, fresh

    record = {name: {key: float(f"{value:.12g}") for key, value in fresh(name).items()} for name in LINES}
    RECORD.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    shipped_kpis().to_csv(KPIS, index=False, float_format=_DIGITS, lineterminator="\n")
    sys.stdout.write(f"KPIs of the shipped lines: {digest()}\n")


if __name__ == "__main__":
    main()
