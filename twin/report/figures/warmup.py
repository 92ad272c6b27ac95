"""How a line settles: the mean course of its series from empty, and what MSER-5 leaves out."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from twin.report.figures.style import INK, SOFT, panel
from twin.study.warmup import DAY_S, Pilot


def settling(found: Pilot, colour: str) -> Figure:
    """Draw the mean course of each series over its level after the drop; grey is left out by MSER-5."""
    figure, axes = panel(1.0 + 1.1 * len(found.courses), rows=len(found.courses))
    for place, (name, course) in enumerate(found.courses.items()):
        one, here = found.warm_ups[name], axes[place]
        days = found.bucket_s * (np.arange(len(course)) + 0.5) / DAY_S
        here.plot(days, course, color=colour, linewidth=1.0)
        here.axhline(one.mean, color=INK, linewidth=0.8)
        if one.drop:
            here.axvspan(0.0, one.drop * found.bucket_s / DAY_S, color=SOFT, alpha=0.16, linewidth=0)
        here.set_xlim(0.0, found.horizon_s / DAY_S)
        here.set_ylim(bottom=0.0)
        here.set_ylabel(name)
    axes[0].set_title(found.line)
    axes[-1].set_xlabel("d from the start, empty line; mean over replications")
    return figure
