"""Lines: the route of each as a drawing."""

from __future__ import annotations

from twin.analysis.analysed_results import AnalysedResults
from twin.report.blocks import Content, Group, Section
from twin.report.diagram import diagram
from twin.report.figures.style import Chart, line_colour

_TEXT = "From the sources down to what is shipped; the figures at the arrows are places between stations."


def build(data: AnalysedResults) -> Content:
    """Return a drawing per line."""
    charts = tuple(
        Chart(f"lines-{number}", f"Route of {shown.name}", diagram(shown.line, line_colour(shown.place)))
        for number, shown in enumerate(data.lines, start=1)
    )
    return Content(_TEXT, (Group("", "", charts),))


SECTION = Section(key="lines", heading="Lines", order=140, build=build)
