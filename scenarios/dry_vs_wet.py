"""Which line makes the better sulfide cathode: the dry one or the wet one, by how much and why?

Simulates the two shipped lines under the same dice and writes reports/dry_vs_wet, as `twin compare` does.
`--quick`: a short run with few replications, to see that everything works.
"""

import argparse

import twin
from twin.line.library import lines_folder

QUESTIONS = {
    "good_area_m2_per_h": "good area",
    "yield": "yield",
    "energy_kWh_per_m2": "energy",
    "flow_time_s": "flow time",
}


def main(quick: bool) -> None:
    """Compare, print four figures, write the page."""
    lines = [twin.load_line(lines_folder() / f"{kind}_sulfide_cathode.toml") for kind in ("dry", "wet")]
    days, replications = ("6 d", 3) if quick else ("30 d", 20)
    result = twin.compare(lines, horizon=days, warmup="3 d", replications=replications)
    table = result.differences[result.differences["station"] == ""].set_index("kpi")
    for kpi, name in QUESTIONS.items():
        row = table.loc[kpi]
        print(f"{name}: {row['line']} minus {row['reference']}", end=" ")
        print(f"{row['mean']:+.4g} ({row['ci_low']:+.4g} to {row['ci_high']:+.4g}) {row['unit']}")
    print(twin.write_report(result, "reports/dry_vs_wet"))


if __name__ == "__main__":
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--quick", action="store_true", help="a small example, in seconds")
    main(options.parse_args().quick)
