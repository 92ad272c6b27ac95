"""Inputs: every number of the lines with unit, range and source, and how many are sourced or assumed."""

from __future__ import annotations

from twin.analysis.analysed_results import AnalysedResults
from twin.line import register
from twin.report.blocks import Content, Section, filled, line_heads, numbers, table


def build(data: AnalysedResults) -> Content:
    """Return the counts, every number, the references and what the files leave out."""
    lines = [shown.line for shown in data.lines]
    counted = [(line.name, register.counts(line)) for line in lines]
    kinds = numbers(
        "numbers",
        register.SOURCED,
        register.CHOSEN,
        register.CALIBRATED,
        "assumed",
        register.BARE,
        register.CHANGED,
    )
    counts = table(("line", *kinds), ((name, str(known.total), *map(str, known)) for name, known in counted))
    entries = [
        (entry.path, *entry.values, entry.unit, entry.range, entry.source or entry.kind)
        for entry in register.entries(lines)
    ]
    cited = register.references(lines)
    left_out = [(line.name, text) for line in lines for text in line.defaults]
    return Content(
        tables=filled(
            counts,
            table(
                ("parameter", *line_heads(data.lines), "unit", "range", "source"), entries,
                f"Every number ({len(entries)})", folded=True, sortable=True,
            ),
            table(("key", "reference"), cited, f"References ({len(cited)})", folded=True),
            table(
                ("line", "meaning"), left_out,
                f"Left out of the line files, and what that means ({len(left_out)})", folded=True,
            ),
        )
    )  # fmt: skip


SECTION = Section(key="inputs", heading="Inputs", order=150, build=build)
