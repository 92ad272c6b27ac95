"""The web: profile over its lanes, spectrum over periods along it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure

from twin.quality.spectrum import Profile, Spectrum
from twin.report.figures.style import INK, SOFT, panel
from twin.report.labels import property_label, property_unit


def profiles(name: str, lines: Sequence[tuple[str, str, Profile]]) -> Figure:
    """Draw the deviation of each lane, with limits; per line name, colour, profile."""
    figure, (axes,) = panel(2.35)
    for place, (label, colour, found) in enumerate(lines):
        lanes = np.arange(1, len(found.mean) + 1) + 0.06 * (place - (len(lines) - 1) / 2.0)
        reach = np.array([found.mean - found.low, found.high - found.mean])
        axes.errorbar(lanes, found.mean, yerr=reach, color=colour, marker="o", markersize=3.5, label=label)
    axes.axhline(0.0, color=INK, linewidth=0.8)
    axes.grid(visible=True, axis="y")
    axes.set_xticks(range(1, len(lines[0][2].mean) + 1))
    axes.set_xlabel("lane, across the web")
    axes.set_ylabel(f"{property_label(name)}, {property_unit(name)}")
    figure.legend(loc="outside upper left", ncols=2, handlelength=1.2)
    return figure


def spectrum(name: str, found: Spectrum, marks: Mapping[str, float], line: tuple[str, str]) -> Figure:
    """Draw the mean square by period with limits; `marks`: label -> period at which a roll shows."""
    figure, (axes,) = panel(2.6)
    title, colour = line
    axes.fill_between(found.period_m, found.low, found.high, color=colour, alpha=0.22, linewidth=0)
    axes.plot(found.period_m, found.mean_square, color=colour, marker="o", markersize=3.0)
    shortest, longest = float(found.period_m.min()), float(found.period_m.max())
    for place, (label, period_m) in enumerate(marks.items()):
        shown = min(max(period_m, shortest), longest)
        dashes = (0, (4, 2 + 2 * place))
        axes.axvline(shown, color=SOFT, linestyle=dashes, linewidth=1.0, label=label)
    axes.set_xscale("log")
    ticks = [step * 10.0**power for power in range(-3, 7) for step in (1, 2, 5)]
    axes.set_xticks([at for at in ticks if shortest <= at <= longest])
    axes.xaxis.set_major_formatter("{x:g}")
    axes.xaxis.set_minor_formatter("")
    axes.set_ylim(bottom=0.0)
    axes.set_title(title)
    axes.set_xlabel("period along the web, m")
    unit = property_unit(name)
    axes.set_ylabel(f"mean square, ({unit})²")
    if marks:
        figure.legend(loc="outside lower left", ncols=2, handlelength=2.0)
    return figure
