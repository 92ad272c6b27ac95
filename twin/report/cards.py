"""The tiles of the answer: the figures that decide, who is better and by how much."""

from __future__ import annotations

import math
from typing import NamedTuple

from twin.analysis.measures import Measure, decisive
from twin.analysis.results import Results
from twin.report.figures.style import line_colour
from twin.report.kpi_tables import shown as estimate_text

_MOST_CARDS = 8
CARD_ORDER = (
    ("", "good_area_m2_per_h"),
    ("", "throughput_per_h"),
    ("", "yield"),
    ("", "energy_kWh_per_m2"),
    ("", "room_energy_kWh_per_m2"),
    ("", "flow_time_s"),
    ("energy_density_Wh_L", "mean"),
    ("area_resistance_ohm_cm2", "mean"),
    ("retention_frac", "mean"),
    ("density_g_cm3", "sd_total"),
    ("thickness_um", "sd_total"),
)
"""(property, KPI) of the figures a reader asks for first."""


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
    known = [measure for measure in decisive(measures) if measure.differences[1] is not None]
    known.sort(key=lambda measure: (not measure.counts(1), _place(measure), -_size(measure)))
    return [_card(results, measure) for measure in known[:_MOST_CARDS]]


def direction(results: Results) -> str:
    """Return which way the cards point, "" for another number of lines than two."""
    if len(results.lines) != 2:
        return ""
    first, other = results.names
    return f"Each figure: {other} minus {first}, in percent of {first}; of shares in percentage points."


def _place(measure: Measure) -> int:
    """Return the place of a measure in the verdict: the line first, then the cell, then all the others."""
    name = (measure.property, measure.kpi)
    return CARD_ORDER.index(name) if name in CARD_ORDER else len(CARD_ORDER)


def _size(measure: Measure) -> float:
    """Return how far the lines are apart, the same for twice and for half."""
    relative = measure.percent(1)
    ratio = 0.0 if relative is None else 1.0 + relative.mean / 100.0
    return abs(math.log(ratio)) if ratio > 0 else math.inf


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
