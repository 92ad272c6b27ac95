"""Energy: what a good square metre costs in kWh, consumer by consumer."""

from __future__ import annotations

from twin.analysis.evidence import energy_by_station
from twin.core.number_text import number
from twin.report.blocks import Content, Drawn, figures
from twin.report.figures.bars import Axis, Layer, Note, bars
from twin.report.figures.style import line_colour
from twin.report.page_data import PageData
from twin.report.section import Section

_TEXT = "Energy of each consumer per good square metre shipped, mean over replications."


def build(data: PageData) -> Content | None:
    """Return a figure per line that needs energy."""
    parts = figures("energy", _energies(data))
    return Content(_TEXT, parts) if parts else None


def _energies(data: PageData) -> Drawn:
    summary = data.results.summary
    known = [energy_by_station(summary, shown.name, shown.stations) for shown in data.lines]
    reach = max((value for energies in known for value in energies.values()), default=0.0)
    for shown, energies in zip(data.lines, known, strict=True):
        if energies:
            values = list(energies.values())
            notes = [Note(n, value + 0.015 * reach, number(value)) for n, value in enumerate(values)]
            axis = Axis("kWh per good m²", 1.15 * reach)
            says = f"Energy of {shown.name}: {number(sum(values))} kWh per good m²"
            yield (
                says,
                bars(
                    list(energies),
                    [Layer("", values, line_colour(shown.place))],
                    axis,
                    shown.name,
                    notes=notes,
                ),
            )


SECTION = Section(key="energy", heading="Energy", order=70, build=build)
