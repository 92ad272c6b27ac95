"""Which noise is worth tightening first, on the dry and on the wet sulfide line?

Takes the spread of density after the last calender and of energy density at the end apart by its causes and
ranks them by what halving each would gain, on one page per line. Then freezes the first three causes of
density on the running line, with its control, gauges and limits, to see what really goes.
`--quick`: few lots and replications, to see that everything works.
"""

import argparse
from pathlib import Path

import twin
from twin.analysis.noise_freezing import frozen_lines, shares
from twin.analysis.variance_attribution import attribute, origin_label
from twin.line.library import lines_folder
from twin.report.pages.sensitivity import write_variance

LAST_CALENDER = {"dry": "calender", "wet": "calender_2"}
NAMES = ["station", "source", "component"]


def main(quick: bool) -> None:
    """Rank the causes on both lines, check the first three as the line runs, write the pages."""
    rows, days, replications = (16, "3 d", 2) if quick else (256, "30 d", 20)
    for kind, calender in LAST_CALENDER.items():
        line = twin.load_line(lines_folder() / f"{kind}_sulfide_cathode.toml")
        found = [
            *attribute(line, ["density_g_cm3"], at=calender, rows=rows),
            *attribute(line, ["energy_density_Wh_L"], rows=rows),
        ]
        for one in found:
            print(f"{line.name}, {one.figure} after {one.at}: standard deviation {one.sd:.4g}")
            for row in one.origins.head(5).to_dict("records"):
                tell(row, "frozen", f"; halved, the spread falls by {100 * (1 - row['sd_if_halved']):.0f} %")
        causes = [tuple(cause) for cause in found[0].origins[NAMES].to_numpy() if cause[2]][:3]
        result = twin.compare(frozen_lines(line, causes), horizon=days, replications=replications)
        print("frozen on the running line, of the variance of density:")
        for row in shares(result.kpis, line, causes, (calender, "density_g_cm3")).to_dict("records"):
            tell(row, "share", "")
        document = {"format": 1, "lines": [{"name": line.name, "file": line.file}]}
        folder = Path("reports") / "tighten_what" / kind
        print(write_variance(found, line.name, "python scenarios/tighten_what.py", document, folder))


def tell(row: dict, share: str, more: str) -> None:
    """Print one cause with its share and limits in percent."""
    low, high = (row["low"], row["high"]) if share == "share" else (row["frozen_low"], row["frozen_high"])
    limits = f"{100 * row[share]:.0f} % ({100 * low:.0f} to {100 * high:.0f} %)"
    print(f"  {origin_label(*(row[name] for name in NAMES))}: {limits}{more}")


if __name__ == "__main__":
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--quick", action="store_true", help="a small example, in seconds")
    main(options.parse_args().quick)
