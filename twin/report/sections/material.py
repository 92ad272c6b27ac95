"""Where material goes: what is lost at each station, by cause."""

from __future__ import annotations

from twin.analysis.analysed_results import AnalysedResults
from twin.analysis.losses import by_station_and_cause, causes_of
from twin.core.number_text import number
from twin.kpi.labels import cause_label
from twin.report.blocks import Content, Drawn, Section, figures
from twin.report.figures.bars import Axis, Layer, bars, end_notes
from twin.report.figures.style import CAUSE_COLOURS

_TEXT = (
    "Area scrapped at each station by cause, in percent of the area shipped or scrapped "
    "after the warm-up; where lots carry no material, lots. First replication."
)
_NOTHING = "Nothing was lost after the warm-up of the first replication."


def build(data: AnalysedResults) -> Content | None:
    """Return a figure per line, or the sentence that nothing was lost."""
    if not data.evidence:
        return None
    parts = figures("material", _losses(data))
    return Content(_TEXT, parts) if parts else Content(_NOTHING)


def _losses(data: AnalysedResults) -> Drawn:
    tables = [known.losses for known in data.evidence.values()]
    causes = causes_of(tables)  # a colour means one cause in all lines
    reach = max((float(t.groupby("station")["percent"].sum().max()) for t in tables if len(t)), default=0.0)
    for shown, table in zip(data.lines_with_tables, tables, strict=True) if causes else ():
        wide = by_station_and_cause(table, shown.stations, causes)
        layers = [
            Layer(cause_label(cause), list(wide[cause]), CAUSE_COLOURS[place % len(CAUSE_COLOURS)])
            for place, cause in enumerate(causes)
        ]
        notes = end_notes(layers, 0.015 * reach, lambda end: f"{number(end, 2)} %" if end else "0")
        axis = Axis("lost, % of what ended in the window", 1.18 * reach)
        says = f"Lost in {shown.name}: {number(float(table['percent'].sum()))} %, by station and cause"
        yield says, bars(shown.stations, layers, axis, shown.name, notes=notes, columns=2)


SECTION = Section(key="material", heading="Where material goes", order=40, build=build)
