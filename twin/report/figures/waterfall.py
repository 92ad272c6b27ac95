"""OEE waterfall: from calendar time to time that made good product, at one station."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import NamedTuple

from matplotlib.figure import Figure

from twin.report.figures.style import SOFT, STATE_COLOURS, panel

_LOSSES = (
    ("off shift", "off_shift"),
    ("maintenance", "maintenance"),
    ("set-up", "setup"),
    ("starved", "starved"),
    ("blocked", "blocked"),
    ("down", "down"),
    ("waiting for crew", "waiting_for_crew"),
)


class Fall(NamedTuple):
    """One step of the waterfall, in percent of calendar time."""

    label: str
    percent: float
    colour: str


def falls(shares: Mapping[Hashable, float], effectiveness: float, quality_ratio: float) -> list[Fall]:
    """Return the losses of a station from its state shares and the two ratios; NaN ratios count as 1."""
    steps = [Fall(label, 100.0 * float(shares[state]), STATE_COLOURS[state]) for label, state in _LOSSES]
    working = 100.0 * float(shares["working"])
    effective = 1.0 if effectiveness != effectiveness else effectiveness
    good = 1.0 if quality_ratio != quality_ratio else quality_ratio
    steps.append(Fall("speed", working * (1.0 - effective), "#0B7A75"))
    steps.append(Fall("quality", working * effective * (1.0 - good), "#B86B00"))
    return [step for step in steps if abs(step.percent) >= 0.005]


def waterfall(steps: list[Fall], colour: str, title: str) -> Figure:
    """Draw calendar time on top, each loss below it, what is left at the bottom."""
    figure, (axes,) = panel(0.75 + 0.27 * (len(steps) + 2))
    axes.barh(0, 100.0, height=0.66, color="#C3CCD5")
    axes.text(50, 0, "calendar time", ha="center", va="center", fontsize=8)
    left = 100.0
    for place, step in enumerate(steps, start=1):
        axes.barh(
            place, -step.percent, left=left, height=0.66, color=step.colour, edgecolor=SOFT, linewidth=0.3
        )
        axes.plot([left, left], [place - 0.67, place + 0.33], color=SOFT, linewidth=0.6)
        left -= step.percent
        side = (left - 1.5, "right") if left > 22 else (left + step.percent + 1.5, "left")
        label = f"{-step.percent:+.1f} %".replace("-", "−")
        axes.text(side[0], place, label, ha=side[1], va="center", fontsize=8, color=SOFT)
    last = len(steps) + 1
    axes.barh(last, left, height=0.66, color=colour)
    inside = left > 22
    end = (left / 2, "center", "white") if inside else (left + 1.5, "left", SOFT)
    axes.text(end[0], last, f"{left:.1f} %", ha=end[1], va="center", fontsize=8, color=end[2])
    axes.set_yticks(range(last + 1), ["", *(step.label for step in steps), "good output"])
    axes.set_ylim(last + 0.6, -0.6)
    axes.set_xlim(0, 100)
    axes.set_xlabel("share of calendar time, %")
    axes.set_title(title)
    return figure
