"""Which of the two sulfide lines makes the more even electrode, by how much, and where does the spread sit?

Simulates both lines under the same dice. Prints the density tolerance behind the last calender, read as three
standard deviations of a cell, its difference between the lines, where its variance sits, and the five causes
that make it. The page shows the rest.
`--quick`: a short run with few replications, to see that everything works.
"""

import argparse

import twin
from twin.analysis.variance_attribution import attribute, origin_label
from twin.line.library import lines_folder
from twin.quality.line_components import components
from twin.stats.intervals import paired_interval

LAST_CALENDER = {"dry": "calender", "wet": "calender_2"}
DENSITY = "density_g_cm3"


def main(quick: bool) -> None:
    """Compare, print tolerance, components and causes of density, write the page."""
    lines = [twin.load_line(lines_folder() / f"{kind}_sulfide_cathode.toml") for kind in LAST_CALENDER]
    days, replications, rows = ("6 d", 3, 16) if quick else ("30 d", 20, 256)
    result = twin.compare(lines, horizon=days, warmup="3 d", replications=replications)
    summary = result.summary[(result.summary["property"] == DENSITY) & (result.summary["kpi"] == "sd_total")]
    for line, study, calender in zip(lines, result.studies, LAST_CALENDER.values(), strict=True):
        row = summary[(summary["line"] == line.name) & (summary["station"] == calender)].iloc[0]
        middle, low, high = (3 * row[name] for name in ("mean", "ci_low", "ci_high"))
        print(f"{line.name}: density after {calender} +- {middle:.4f} ({low:.4f} to {high:.4f}) g/cm3")
        parts = components(study.readings, study.lots, line)
        for part in parts[(parts["station"] == calender) & (parts["property"] == DENSITY)].itertuples():
            print(f"  {part.component}: sd {part.sd:.4f} ({part.sd_low:.4f} to {part.sd_high:.4f}) g/cm3")
        (causes,) = attribute(line, [DENSITY], at=calender, rows=rows)
        for row in causes.origins.head(5).itertuples():
            cause = origin_label(row.station, row.source, row.component)
            limits = f"{100 * row.frozen_low:.0f} to {100 * row.frozen_high:.0f} %"
            print(f"  made by {cause}: {100 * row.frozen:.0f} % ({limits})")
    dry, wet = (sd_by_replication(result, *pair) for pair in zip(lines, LAST_CALENDER.values(), strict=True))
    found = paired_interval(3 * wet, 3 * dry)
    print(f"wet minus dry: {found.mean:+.4f} ({found.low:+.4f} to {found.high:+.4f}) g/cm3")
    print(twin.write_report(result, "reports/variance_dry_vs_wet"))


def sd_by_replication(result, line, station):
    """Return the standard deviation of density after a station, by replication."""
    rows = result.kpis[(result.kpis["line"] == line.name) & (result.kpis["station"] == station)]
    rows = rows[(rows["property"] == DENSITY) & (rows["kpi"] == "sd_total")]
    return rows.set_index("replication")["value"].sort_index()


if __name__ == "__main__":
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--quick", action="store_true", help="a small example, in seconds")
    main(options.parse_args().quick)
