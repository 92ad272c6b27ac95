"""All sections on quality variance, in the order of the page."""

from __future__ import annotations

from collections.abc import Mapping

from twin.report.blocks import Section
from twin.report.cells import cell_section
from twin.report.evidence import Evidence
from twin.report.results import Results
from twin.report.sections.variance_components import spread_sections
from twin.report.tolerance import tolerance_section
from twin.report.web import web_section


def variance_sections(results: Results, why: Mapping[str, Evidence]) -> list[Section]:
    """Return the sections; without tables of the first replication there is none."""
    if not results.has_tables:
        return []
    spread, capability, control = spread_sections(results)
    cells, web, tolerance = cell_section(results, why), web_section(results), tolerance_section(results)
    return [cells, spread, tolerance, capability, control, web]
