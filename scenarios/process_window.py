"""How far can the set-points of calender and hot press be moved before the electrode leaves its limits?

Maps calender temperature x line load, and hot-press temperature x pressure, to density, cracked particles,
contact and resistance of the shipped dry line; its limits are contours, today's set-points are marked.
Writes reports/process_window. `--quick`: fewer points.
"""

import argparse

import twin
from twin.analysis.process_window import axis, window
from twin.line.library import lines_folder
from twin.report.pages.process_window import sentences, write_windows

CALENDER = (("line_load_N_mm", 50.0, 650.0), ("roll_temperature_C", 20.0, 140.0))
HOT_PRESS = (("pressure_MPa", 10.0, 400.0), ("temperature_C", 20.0, 200.0))


def main(quick: bool) -> None:
    """Work out both windows, print what they say, write the page."""
    line = twin.load_line(lines_folder() / "dry_sulfide_cathode.toml")
    points = 9 if quick else 31
    windows = []
    for station, set_points in (("calender", CALENDER), ("hot_press", HOT_PRESS)):
        x, y = (axis(line, station, name, low, high, points) for name, low, high in set_points)
        figures = (
            ("density_g_cm3", station),
            ("cracked_frac", station),
            ("contact_area_frac", "hot_press"),
            ("area_resistance_ohm_cm2", "hot_press"),
        )
        windows.append(window(line, station, x, y, figures))
        print(*sentences(windows[-1]), sep="\n")
    print(write_windows(windows, line, "reports/process_window", "python scenarios/process_window.py"))


if __name__ == "__main__":
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--quick", action="store_true", help="a small example, in seconds")
    main(options.parse_args().quick)
