"""Assumptions: numbers without a published source, and what is not modelled."""

from __future__ import annotations

from twin.analysis.analysed_results import AnalysedResults
from twin.line import register
from twin.report.blocks import Content, Section, filled, line_heads, table

NOT_MODELLED = (
    "Operators other than the crews named in the line; transport times that are no station.",
    "Material between cells of the grid: a cell is the smallest piece the twin knows.",
    "Supply of materials and demand: a saturated source never runs dry, what is shipped is sold.",
    "The web as a continuum: lots start and end, a machine works on one lot (or batch) at a time.",
    "Cell assembly after the last station; cell figures are computed from the finished electrode.",
)


def build(data: AnalysedResults) -> Content:
    """Return the assumed numbers and the statements."""
    entries = register.assumptions([shown.line for shown in data.lines])
    assumed = table(
        ("assumed", *line_heads(data.lines), "unit"),
        ((entry.path, *entry.values, entry.unit) for entry in entries),
        f"Numbers without a published source ({len(entries)})",
        folded=True,
        sortable=True,
    )
    return Content(tables=filled(assumed, table(("Not modelled",), ((text,) for text in NOT_MODELLED))))


SECTION = Section(key="assumptions", heading="Assumptions", order=170, build=build)
