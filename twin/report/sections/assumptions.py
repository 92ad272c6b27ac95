"""Assumptions: numbers assumed, numbers chosen with a target in view, and what is not modelled."""

from __future__ import annotations

from collections.abc import Sequence

from twin.analysis.analysed_results import AnalysedResults
from twin.analysis.one_at_a_time import FIGURES, turning
from twin.kpi.labels import property_label
from twin.line import register
from twin.line.model.line import Line
from twin.report.blocks import Content, Section, filled, line_heads, table

NOT_MODELLED = (
    "Operators other than the crews named in the line; transport times that are no station.",
    "Material between cells of the grid: a cell is the smallest piece the twin knows.",
    "Supply of materials and demand: a saturated source never runs dry, what is shipped is sold.",
    "The web as a continuum: lots start and end, a machine works on one lot (or batch) at a time.",
    "Cell assembly after the last station; cell figures are computed from the finished electrode.",
)


def turning_text(lines: Sequence[Line]) -> str:
    """Return which inputs alone turn a difference of the shipped lines, "" where nothing is on record."""
    parts = []
    for figure in FIGURES:
        paths = [swing.path for swing in turning(lines) if swing.figure == figure]
        if paths:
            parts.append(f"{property_label(figure)}: {', '.join(paths)}")
    if not parts:
        return ""
    return (
        "One of these inputs alone, put at an end of its range, turns the sign of the difference between the "
        f"lines (on record for lots that go through each line alone). {'; '.join(parts)}."
    )


def build(data: AnalysedResults) -> Content:
    """Return the calibrated and the assumed numbers and the statements."""
    lines = [shown.line for shown in data.lines]
    chosen, guessed = register.calibrations(lines), register.assumptions(lines)
    calibrated = table(
        ("calibrated", *line_heads(data.lines), "unit", "range", "against"),
        ((e.path, *e.values, e.unit, e.range, e.source.partition(":")[2].strip()) for e in chosen),
        f"Numbers chosen with a target in view ({len(chosen)})",
        folded=True,
        sortable=True,
    )
    assumed = table(
        ("assumed", *line_heads(data.lines), "unit", "range"),
        ((entry.path, *entry.values, entry.unit, entry.range) for entry in guessed),
        f"Numbers without a published source ({len(guessed)})",
        folded=True,
        sortable=True,
    )
    not_modelled = table(("Not modelled",), ((text,) for text in NOT_MODELLED))
    return Content(turning_text(lines), tables=filled(calibrated, assumed, not_modelled))


SECTION = Section(key="assumptions", heading="Assumptions", order=170, build=build)
