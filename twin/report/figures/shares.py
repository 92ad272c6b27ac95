"""Ranked shares: which origin makes how much of a variance, with intervals."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from twin.report.figures.style import INK, panel

MOST_BARS = 15
"""Origins drawn; the table holds all of them."""


def shares(table: pd.DataFrame, colour: str, title: str) -> Figure:
    """Draw the largest shares as bars with their limits; columns label, frozen, frozen_low, frozen_high.

    Shares are fractions; a share below 0 is drawn as 0, its limits as they are.
    """
    shown = table.head(MOST_BARS)
    figure, (axes,) = panel(0.95 + 0.26 * len(shown))
    places = list(range(len(shown)))
    axes.barh(places, 100.0 * shown["frozen"].clip(lower=0.0), height=0.62, color=colour, alpha=0.55)
    limits = zip(places, 100.0 * shown["frozen_low"], 100.0 * shown["frozen_high"], strict=True)
    for place, low, high in limits:
        axes.plot([low, high], [place, place], color=INK, linewidth=1.4, solid_capstyle="butt")
    axes.axvline(0.0, color=INK, linewidth=0.8)
    axes.set_yticks(places, list(shown["label"]))
    axes.invert_yaxis()
    axes.set_xlabel("% of the variance")
    axes.set_title(title)
    return figure
