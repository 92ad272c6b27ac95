"""A measured series against its law: points that calibrated, points that test, the law's curve and range."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from twin.kpi.labels import property_label
from twin.report.figures.points import Points, Scales, points
from twin.report.figures.style import INK, LINE_COLOURS
from twin.validation.curves import curves
from twin.validation.model import Outcome

_USES = (("calibrate", "calibration", "o", LINE_COLOURS[0]), ("test", "test", "D", LINE_COLOURS[1]))


def series_figure(outcome: Outcome) -> Figure:
    """Draw one series over the input that changes most."""
    known, series = curves(outcome), outcome.series
    argument = series.law.argument(known.name)
    low, high = max(argument.low, known.ends[0]), min(argument.high, known.ends[1])
    groups = []
    if known.rows is not None:
        groups.append(Points(*known.rows, INK, "law", "x", dotted=True))
    for use, label, marker, colour in _USES:
        chosen = np.array([prediction.use == use for prediction in outcome.predictions])
        if chosen.any():
            x, y = series.inputs[known.name][chosen], series.measured[chosen]
            groups.append(Points(x, y, colour, label, marker))
    words = property_label(known.name)
    return points(
        groups,
        f"{words}, {argument.unit}" if argument.unit else words,
        series.law.unit,
        curves=[(x, y, "law" if n == 0 else "") for n, (x, y) in enumerate(known.curves)],
        span=(low, high, "range of the law") if low < high else None,
        scales=Scales(known.x_log, known.y_log, known.ends),
        height_in=2.9,
        columns=4,
    )
