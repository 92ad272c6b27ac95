"""Energy: what a good square metre costs in kWh, consumer by consumer."""

from __future__ import annotations

from twin.analysis.analysed_results import AnalysedResults
from twin.analysis.evidence import energy_by_station
from twin.core.number_text import number
from twin.report.blocks import Content, Drawn, Section, figures
from twin.report.figures.bars import Axis, Layer, bars, end_notes
from twin.report.figures.style import line_colour

_TEXT = "Energy of each consumer per good square metre shipped, mean over replications."


def build(data: AnalysedResults) -> Content | None:
    """Return a figure per line that needs energy."""
    parts = figures("energy", _energies(data))
    return Content(_TEXT, parts) if parts else None


def _energies(data: AnalysedResults) -> Drawn:
    summary = data.results.summary
    known = [energy_by_station(summary, shown.name, shown.stations) for shown in data.lines]
    reach = max((value for energies in known for value in energies.values()), default=0.0)
    for shown, energies in zip(data.lines, known, strict=True):
        if energies:
            layers = [Layer("", list(energies.values()), line_colour(shown.place))]
            notes = end_notes(layers, 0.015 * reach, number)
            axis = Axis("kWh per good m²", 1.15 * reach)
            says = f"Energy of {shown.name}: {number(sum(energies.values()))} kWh per good m²"
            yield says, bars(list(energies), layers, axis, shown.name, notes=notes)


SECTION = Section(key="energy", heading="Energy", order=70, build=build)
