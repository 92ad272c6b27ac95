"""Outside their ranges: which law was asked for values beyond those it holds for, where and how often."""

from __future__ import annotations

from twin.analysis.analysed_results import AnalysedResults
from twin.analysis.extrapolation import Left
from twin.core.number_text import number
from twin.laws.registry.book import LAWS
from twin.report.blocks import Cell, Content, Section, line_cell, table

_TEXT = (
    "A law holds for the values it was made and tested with, widened by a factor of two at most. Beyond "
    "them it goes on as written and nobody has looked: figures that hang on these visits are extrapolated. "
    "Every visit of the first replication counts, the warm-up included."
)


def build(data: AnalysedResults) -> Content | None:
    """Return a row per law and place; None where no law was left."""
    rows = [
        (line_cell(shown), left.where, _law(left), _range(left), _count(left))
        for shown, left in data.extrapolations
    ]
    head = ("line", "where", "law and argument", "holds", "beyond it")
    return Content(_TEXT, tables=(table(head, rows),)) if rows else None


def _count(left: Left) -> str:
    return f"in {left.beyond} of {left.total} {left.what}"


def _law(left: Left) -> Cell:
    asked = f"outside the range of {left.law} ({left.argument})"
    return Cell(asked, small=LAWS[left.law].title)


def _range(left: Left) -> str:
    argument = LAWS[left.law].argument(left.argument)
    return f"{number(argument.low)} to {number(argument.high)} {argument.unit}".rstrip()


SECTION = Section(key="ranges", heading="Outside their ranges", order=160, build=build)
