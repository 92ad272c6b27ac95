"""The tiles of the answer: the figures that decide, who is better and by how much."""

from __future__ import annotations

from typing import NamedTuple

from twin.analysis.measures import Measure
from twin.analysis.results import Results
from twin.analysis.verdict import by_weight
from twin.report.figures.style import line_colour
from twin.report.kpi_tables import shown as estimate_text

_MOST_CARDS = 8


class Card(NamedTuple):
    """One figure of the verdict: what, by how much, who is better; `colour` "" for none of the lines."""

    what: str
    figure: str
    who: str
    colour: str


def cards(results: Results, measures: list[Measure]) -> list[Card]:
    """Return the measures that decide, two lines only; the clear ones first."""
    if len(results.lines) != 2:
        return []
    return [_card(results, measure) for measure in by_weight(measures)[:_MOST_CARDS]]


def direction(results: Results) -> str:
    """Return which way the cards point, "" for another number of lines than two."""
    if len(results.lines) != 2:
        return ""
    first, other = results.names
    return f"Each figure: {other} minus {first}, in percent of {first}; of shares in percentage points."


def _card(results: Results, measure: Measure) -> Card:
    winner = measure.winner(1)
    relative = measure.percent(1)
    if relative is not None and measure.word.unit != "%":
        figure = f"{estimate_text(relative, signed=True)} %"
    else:
        figure = f"{estimate_text(measure.differences[1], signed=True)} {measure.word.unit}".strip()
        figure = figure.removesuffix("%") + "points" if measure.word.unit == "%" else figure
    if not winner:
        return Card(measure.word.label, figure, "no difference shown", "#8a96a3")
    better = results.lines[1] if winner > 0 else results.first
    return Card(measure.word.label, figure, f"{better.name} is better", line_colour(better.place))
