"""Over time: work in process, and what is shipped, with the warm-up marked."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from twin.analysis.analysed_results import AnalysedResults
from twin.core.material import Array
from twin.records.time_series import output, work_in_process
from twin.report.blocks import Content, Drawn, Section, figures
from twin.report.figures.curves import Curve, Pane, curves
from twin.report.figures.style import line_colour

_TEXT = "First replication; the shaded part is the warm-up, which no figure on this page counts."
_DAY_S = 86_400.0
_SLICES = 360
"""Stretches of the run over which the work in process is averaged."""


def build(data: AnalysedResults) -> Content | None:
    """Return work in process and output of all lines."""
    return Content(_TEXT, figures("course", _courses(data))) if data.lines_with_tables else None


def _courses(data: AnalysedResults) -> Drawn:
    inside, made = [], []
    has_area = False
    for shown in data.lines_with_tables:
        lots, end_s = shown.tables.lots, data.results.end_s(shown)
        edges = np.linspace(0.0, end_s, _SLICES + 1)
        label = shown.name if len(data.lines) > 1 else ""
        inside.append(Curve(_middles_d(edges), work_in_process(lots, edges), line_colour(shown.place), label))
        edges = output_edges_s(end_s)
        made.append(Curve(_middles_d(edges), output(lots, edges), line_colour(shown.place), label))
        has_area = bool(lots.loc[lots["fate"].astype(str) == "shipped", "good_area_m2"].notna().any())
    for says, what, drawn in (
        ("Work in process over time", "lots inside", inside),
        ("Output over time", f"shipped, {'m²/h' if has_area else 'lots/h'}", made),
    ):
        yield says, _over_time(data, what, drawn)


def output_edges_s(end_s: float) -> Array:
    """Return the stretches output is counted in: a day each, 24 of them below 12 days."""
    days = int(end_s // _DAY_S)
    return np.linspace(0.0, end_s, (max(24, days) if end_s < 12 * _DAY_S else days) + 1)


def _middles_d(edges_s: Array) -> Array:
    return np.asarray((edges_s[:-1] + edges_s[1:]) / 2.0 / _DAY_S)


def _over_time(data: AnalysedResults, what: str, drawn: list[Curve]) -> Figure:
    end_d = max(data.results.end_s(shown) for shown in data.lines) / _DAY_S
    warmup_d = data.results.settings.warmup_s / _DAY_S
    span = (0.0, warmup_d) if warmup_d > 0 else None
    note = (warmup_d, " warm-up ends") if warmup_d > 0 else None
    pane = Pane(what, drawn, span=span, from_zero=True)
    return curves([pane], "days", ends=(0.0, end_d), note=note)


SECTION = Section(key="course", heading="Over time", order=60, build=build)
