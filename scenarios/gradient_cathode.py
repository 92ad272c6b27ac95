"""What does a gradient cathode gain over a uniform one, and what does it cost?

The gradient electrode has more electrolyte on the separator side than inside, two films joined in one pass of
the calender; the uniform one is that of the shipped dry line. Same machines, noise and limits from there on.
`--quick`: a short run with few replications, to see that everything works.
"""

import argparse

import twin
from twin.line.library import lines_folder

FIGURES = ("arc_resistance_ohm_cm2", "area_resistance_ohm_cm2", "energy_density_Wh_L", "retention_frac")


def main(quick: bool) -> None:
    """Compare, print the cell figures of both electrodes, write the page."""
    uniform, gradient = (
        twin.load_line(lines_folder() / name)
        for name in ("dry_sulfide_cathode.toml", "dry_gradient_cathode.toml")
    )
    days, replications = ("6 d", 3) if quick else ("30 d", 20)
    result = twin.compare([uniform, gradient], horizon=days, warmup="3 d", replications=replications)
    means = result.summary[(result.summary["kpi"] == "mean") & (result.summary["station"] == "hot_press")]
    for name in FIGURES:
        rows = means[means["property"] == name].set_index("line")
        before, after = rows.loc[uniform.name], rows.loc[gradient.name]
        change = 100.0 * (after["mean"] / before["mean"] - 1.0)
        print(f"{name}: {before['mean']:.4g} uniform, {after['mean']:.4g} gradient ({change:+.1f} %)")
    print(twin.write_report(result, "reports/gradient_cathode"))


if __name__ == "__main__":
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--quick", action="store_true", help="a small example, in seconds")
    main(options.parse_args().quick)
