"""Variance components: what of a variance sits between lots, lanes, segments and cells."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from twin.report.figures.style import SOFT, panel

COLOURS = {"lot": "#0B62A4", "lane": "#E0A526", "along": "#00876C", "cell": "#B9C3CE"}
WORDS = {"lot": "lot to lot", "lane": "across the web", "along": "along the web", "cell": "cell to cell"}


def components(table: pd.DataFrame, title: str) -> Figure:
    """Draw one bar of shares per row; columns label, sd (printed at the end) and the four components."""
    figure, (axes,) = panel(0.95 + 0.28 * len(table))
    places = range(len(table))
    left = [0.0] * len(table)
    for name, colour in COLOURS.items():
        widths = [100.0 * share for share in table[name]]
        axes.barh(places, widths, left=left, height=0.66, color=colour)
        left = [start + width for start, width in zip(left, widths, strict=True)]
    for place, text in zip(places, table["sd"], strict=True):
        axes.text(101.5, place, text, va="center", fontsize=8, color=SOFT)
    axes.set_yticks(places, list(table["label"]))
    axes.invert_yaxis()
    axes.set_xlim(0, 130)
    axes.set_xticks(range(0, 101, 25))
    axes.set_xlabel("% of the variance; at the end the standard deviation")
    axes.set_title(title)
    handles = [Patch(facecolor=colour, label=WORDS[name]) for name, colour in COLOURS.items()]
    figure.legend(handles=handles, loc="outside lower left", ncols=4, handlelength=1.0, columnspacing=1.0)
    return figure
