"""What does run-to-run control do to the evenness of the electrode, on the dry and on the wet sulfide line?

Runs each line as it is and with every controller switched off, under the same dice, and prints the spread and
the mean of the controlled properties with the difference that control makes.
`--quick`: a short run with few replications, to see that everything works.
"""

import argparse

import twin
from twin.line.library import lines_folder
from twin.stats.intervals import paired_interval


def main(quick: bool) -> None:
    """Compare both lines with and without control, print the controlled properties, write the pages."""
    days, replications = ("6 d", 3) if quick else ("30 d", 20)
    for kind in ("dry", "wet"):
        line = twin.load_line(lines_folder() / f"{kind}_sulfide_cathode.toml")
        pair = [line, without_control(line)]
        result = twin.compare(pair, horizon=days, warmup="3 d", replications=replications)
        for plan in (plan for plan in line.station if plan.control is not None):
            print(f"{line.name}: {plan.control.property} at {plan.name}, target {plan.control.target:g}")
            for kpi in ("sd_total", "sd_lot", "mean"):
                tell(result, [one.name for one in pair], (plan.name, plan.control.property, kpi))
        print(twin.write_report(result, f"reports/control_on_off/{kind}"))


def without_control(line):
    """Return the line with all controllers taken off."""
    document = line.to_dict()
    for station in document["station"]:
        station.pop("control", None)
    return twin.load_line(document | {"name": f"{line.name} without control"})


def tell(result, names, figure):
    """Print a figure with and without control, and the difference with its interval."""
    rows = result.kpis[["station", "property", "kpi"]].astype(str).eq(list(figure)).all(axis=1)
    table = result.kpis[rows].pivot_table(index="replication", columns="line", values="value", observed=True)
    on, off = (table[name].to_numpy() for name in names)
    change = paired_interval(off, on)
    limits = f"{change.mean:+.4g} ({change.low:+.4g} to {change.high:+.4g})"
    print(f"  {figure[2]}: on {on.mean():.4g}, off {off.mean():.4g}, off minus on {limits}")


if __name__ == "__main__":
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--quick", action="store_true", help="a small example, in seconds")
    main(options.parse_args().quick)
