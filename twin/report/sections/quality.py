"""Quality against limits: how each property is spread over all cells."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from twin.analysis.analysed_results import AnalysedResults
from twin.core.number_text import interval
from twin.kpi.labels import property_label, property_unit
from twin.quality.lot_mixture import Ends, LotMixture, limits_at, mixture_at, reach, where_judged
from twin.report.blocks import Content, Drawn, Section, figures
from twin.report.figures.histogram import Outline, histogram
from twin.report.figures.style import line_colour

_TEXT = (
    "All cells made after the warm-up in the first replication, true values; each lot enters as a "
    "normal density with its own mean and spread. Shaded: outside the limits. The figure behind ± is one "
    "standard deviation."
)
_FIRST_PROPERTIES = (
    "density_g_cm3", "thickness_um", "interface_resistance_ohm_cm2", "area_resistance_ohm_cm2",
    "loading_mg_cm2", "electrolyte_conductivity_mS_cm", "roughness_um", "energy_density_Wh_L",
)  # fmt: skip
_POINTS = 240
_PEN = 0.004
"""Width of a pen stroke, as a share of the axis."""


def build(data: AnalysedResults) -> Content | None:
    """Return a figure per property, those of the first list, then those with a limit."""
    parts = figures("quality", _distributions(data))
    return Content(_TEXT, parts) if parts else None


def _distributions(data: AnalysedResults) -> Drawn:
    for name in _properties(data):
        known: list[tuple[LotMixture, str, str]] = []
        limits: Ends = (None, None)
        for shown in data.lines_with_tables:
            readings = shown.tables.readings
            station = where_judged(shown.line, readings, shown.stations, name)
            cells = mixture_at(readings, station, name, data.results.window_s(shown))
            if cells is not None:
                spread = interval(cells.mean, cells.mean - cells.sd, cells.mean + cells.sd)
                label = f"{shown.name}, {station}: {spread} {property_unit(name)}".rstrip()
                known.append((cells, line_colour(shown.place), label))
            limits = limits_at(shown.line, name, station) or limits
        if known:
            says = f"Distribution of {property_label(name)}: {'; '.join(label for _, _, label in known)}"
            yield says, distribution(name, known, limits)


def _properties(data: AnalysedResults) -> list[str]:
    read = [set(shown.tables.readings["property"].astype(str)) for shown in data.lines_with_tables]
    limited = [limit.property for shown in data.lines for limit in shown.line.limit]
    wanted = dict.fromkeys((*_FIRST_PROPERTIES, *limited))
    return [name for name in wanted if any(name in names for names in read)]


def distribution(name: str, known: list[tuple[LotMixture, str, str]], limits: Ends) -> Figure:
    """Draw the density of the cells of each line, (cells, colour, label); shaded: outside the limits."""
    low, high = reach([cells for cells, _, _ in known], limits)
    x = np.linspace(low, high, _POINTS)
    outlines = [
        Outline(np.array([cells.mean]), np.zeros(0), colour, label)
        if cells.is_even
        else Outline(x, cells.density(x, _PEN * (high - low)), colour, label)
        for cells, colour, label in known
    ]
    edges = [(edge, outer) for edge, outer in zip(limits, (low, high), strict=True) if edge is not None]
    return histogram(name, outlines, (low, high), limits=edges)


SECTION = Section(key="quality", heading="Quality against limits", order=50, build=build)
