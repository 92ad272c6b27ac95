"""Where time goes: machine states, and the hours of a lot at each station."""

from __future__ import annotations

from itertools import count

from twin.analysis.analysed_results import AnalysedResults
from twin.core.number_text import fixed, number
from twin.kpi.declaration import Place
from twin.kpi.labels import state_label
from twin.report.blocks import Content, Drawn, Section, group, groups
from twin.report.figures.bars import Axis, Layer, Note, bars, end_notes
from twin.report.figures.style import STATE_COLOURS, line_colour

_STATES = "Share of machine time after the warm-up, mean over replications."
_HOURS = "Mean of the lots that finished there, first replication."
_LEAST_SHARE = 0.0005
"""A state that no machine is in for longer is left out of the legend."""

_LABELLED_SHARE = 0.09
"""Working shares above have their number inside."""


def build(data: AnalysedResults) -> Content:
    """Return the states of all lines, then their hours."""
    counter = count(1)
    return Content(
        groups=groups(
            group("time", _states(data), Place.STATES.value, _STATES, counter),
            group("time", _hours(data), "Hours per lot", _HOURS, counter),
        )
    )


def _states(data: AnalysedResults) -> Drawn:
    tables = [known.states for known in data.evidence.values()]
    used = [state for state in STATE_COLOURS if any((table[state] > _LEAST_SHARE).any() for table in tables)]
    for shown, table in zip(data.lines_with_tables, tables, strict=True):
        shares = table["working"].items()
        working = ", ".join(f"{station} {100 * share:.0f} %" for station, share in shares)
        layers = [
            Layer(state_label(state), list(100.0 * table[state]), STATE_COLOURS[state]) for state in used
        ]
        notes = [
            Note(place, 50.0 * share, f"{fixed(100.0 * share, 0)} %", "center", "white")
            for place, share in enumerate(table["working"])
            if share > _LABELLED_SHARE
        ]
        axis = Axis("share of machine time, %", 100)
        says = f"Where time goes in {shown.name}: working {working}"
        yield says, bars(list(table.index), layers, axis, shown.name, notes=notes, columns=4)


def _hours(data: AnalysedResults) -> Drawn:
    tables = {shown.name: data.evidence[shown.name].times.fillna(0.0) for shown in data.lines_with_tables}
    reach = max((float(table.iloc[:, 1:].sum(axis=1).max()) for table in tables.values()), default=0.0)
    for shown in data.lines_with_tables if reach > 0 else ():
        table = tables[shown.name]
        layers = (
            Layer("waiting", list(table["waiting_h"]), STATE_COLOURS["starved"]),
            Layer("worked on", list(table["working_h"]), line_colour(shown.place)),
            Layer("blocked", list(table["blocked_h"]), STATE_COLOURS["blocked"]),
        )
        notes = end_notes(layers, 0.015 * reach, lambda end: f"{number(end)} h")
        axis = Axis("hours per lot", 1.18 * reach)
        says = f"Hours per lot at each station of {shown.name}"
        yield says, bars(list(table["station"]), layers, axis, shown.name, notes=notes)


SECTION = Section(key="time", heading="Where time goes", order=30, build=build)
