"""The answer: in two sentences which line is better, by how much, why; tiles of the figures that decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from twin.analysis.evidence import Evidence
from twin.analysis.measures import Estimate, Measure, find
from twin.analysis.results import Results
from twin.analysis.verdict import by_weight, verdict, widest
from twin.core.number_text import number
from twin.kpi.labels import cause_label
from twin.report.figures.style import line_colour
from twin.report.kpi_tables import estimate_text

_MORE = {
    "good_area_m2_per_h": ("makes {} more good area per hour", "makes {} less good area per hour"),
    "throughput_per_h": ("ships {} more lots per hour", "ships {} fewer lots per hour"),
    "energy_kWh_per_m2": (
        "needs {} more energy at its stations per good m²",
        "needs {} less energy at its stations per good m²",
    ),
    "room_energy_kWh_per_m2": (
        "needs {} more energy for its dry room",
        "needs {} less energy for its dry room",
    ),
    "flow_time_s": ("takes {} longer per lot", "is {} faster per lot"),
}
_CELL = {
    "energy_density_Wh_L": ("stores {} more energy per volume", "stores {} less energy per volume"),
    "area_resistance_ohm_cm2": ("has {} more resistance", "has {} less resistance"),
}
_FIGURES = 7
_MOST_CARDS = 8
WORTH_TELLING_PERCENT = 0.05
"""Smaller losses are left to the figures."""


def answer(results: Results, measures: list[Measure], why: Mapping[str, Evidence]) -> list[str]:
    """Return two sentences, which and why (if known); for more than two lines one more for each."""
    if not why:
        return headline(results, measures)
    if len(results.lines) == 1:
        return [*headline(results, measures), _reason_alone(results.first.name, why[results.first.name])]
    return [*headline(results, measures), _reasons(results, measures, why)]


def headline(results: Results, measures: list[Measure]) -> list[str]:
    """Return the sentences that say which line is better and by how much; for one line what it does."""
    if len(results.lines) == 1:
        return [_alone(results, measures)]
    return [_against_first(results, measures, index) for index in range(1, len(results.lines))]


def _alone(results: Results, measures: list[Measure]) -> str:
    name = results.first.name
    parts: list[str] = []
    for kpi, form in (
        ("good_area_m2_per_h", "makes {} {} of good area"),
        ("throughput_per_h", "ships {} lots per hour"),
        ("yield", "at a yield of {} {}"),
        ("flow_time_s", "with a flow time of {} {}"),
        ("energy_kWh_per_m2", "for {} {} at its stations"),
        ("room_energy_kWh_per_m2", "{} {} for its dry room"),
    ):
        found = find(measures, kpi)
        value = found.values[0] if found else None
        if found is None or value is None or (kpi == "throughput_per_h" and parts):
            continue
        parts.append(form.format(estimate_text(value), found.word.unit))
    if not parts:
        return f"{name} shipped nothing in the window."
    sure = "95 % intervals" if results.has_intervals else "one replication, so without intervals"
    return f"{name} {', '.join(parts)} ({sure})."


def _reason_alone(name: str, known: Evidence) -> str:
    station, share = known.bottleneck
    text = f"{name} is limited by {station}, alone for {100 * share:.0f} % of the time"
    loss = known.largest_loss
    if loss is None:
        return f"{text}; nothing was lost."
    said = f"{cause_label(loss[1])} at {loss[0]}, {number(loss[2], 2)} % of what ended"
    return f"{text}; its largest loss is {said}."


def _against_first(results: Results, measures: list[Measure], index: int) -> str:
    first, other = results.first.name, results.lines[index].name
    better, worse, _ = verdict(measures, index)
    total = better + worse
    if total == 0:
        return _undecided(results, measures, index)
    claims = _claims(measures, index)
    if better == worse:
        head = f"{first} and {other} are better on {better} measures each"
    else:
        winner = other if better > worse else first
        head = (
            f"{winner} is the better line: it wins {max(better, worse)} of the {total} measures that differ"
        )
    return f"{head}. Against {first}, {other} {_listed(claims)}." if claims else f"{head}."


def _undecided(results: Results, measures: list[Measure], index: int) -> str:
    """Return what is true where no measure tells two lines apart."""
    both = f"{results.lines[index].name} and {results.first.name}"
    known = [difference for measure in measures if (difference := measure.differences[index]) is not None]
    if all(value.mean == 0.0 and (value.n == 1 or value.low == value.high == 0.0) for value in known):
        return f"{both} give the same results in every replication."
    if not results.has_intervals:
        return f"One replication cannot show whether {both} differ: it has no intervals."
    return f"These runs do not show a difference between {both}: every interval holds zero."


def _claims(measures: list[Measure], index: int) -> list[str]:
    """Return how a line differs from the first one, in words with intervals; percent of the first one."""
    found: list[str] = []
    area = find(measures, "good_area_m2_per_h") is not None
    wanted = [
        (find(measures, kpi), words) for kpi, words in _MORE.items() if kpi != "throughput_per_h" or not area
    ]
    wanted += [(find(measures, "mean", name), words) for name, words in _CELL.items()]
    for measure, (more, less) in wanted:
        relative = None if measure is None else measure.percent(index)
        if relative is not None and relative.is_clear:
            found.append((more if relative.mean > 0 else less).format(f"{estimate_text(_size(relative))} %"))
    gained = find(measures, "yield")
    difference = gained.differences[index] if gained else None
    if difference is not None and difference.is_clear:
        more = "more" if difference.mean > 0 else "less"
        found.insert(1, f"yields {estimate_text(_size(difference))} percentage points {more}")
    return found[:_FIGURES]


def _size(estimate: Estimate) -> Estimate:
    return estimate if estimate.mean >= 0 else estimate.scaled(-1.0)


def _reasons(results: Results, measures: list[Measure], why: Mapping[str, Evidence]) -> str:
    parts = [_limits(results, why)]
    losses = [
        f"{number(loss[2], 2)} % to {cause_label(loss[1])} at {loss[0]} ({name})"
        for name in results.names
        if (loss := why[name].largest_loss) is not None and loss[2] >= WORTH_TELLING_PERCENT
    ]
    if losses:
        parts.append(f"the largest loss is {_listed(losses)}")
    longest = [_longest(name, why[name]) for name in results.names]
    parts.append(f"the longest step of a lot is {_listed(longest)}")
    quality = _quality(results, measures)
    if quality:
        parts.append(f"the electrodes differ most in {quality}")
    return f"Why: {'; '.join(parts)}."


def _limits(results: Results, why: Mapping[str, Evidence]) -> str:
    """Return which station limits which line."""
    stations = {name: why[name].bottleneck[0] for name in results.names}
    if len(set(stations.values())) == 1:
        which = "both lines are" if len(stations) == 2 else "all lines are"
        return f"{which} limited by {stations[results.names[0]]}"
    return _listed([f"{name} is limited by {station}" for name, station in stations.items()])


def _longest(name: str, known: Evidence) -> str:
    hours = known.times.set_index("station")["working_h"].fillna(0.0)
    return f"{hours.idxmax()} with {number(float(hours.max()), 2)} h ({name})"


def _quality(results: Results, measures: list[Measure]) -> str:
    """Return the two properties with a direction that differ most, in words."""
    if len(results.lines) != 2:
        return ""
    return _listed([_against(measure) for measure in widest(measures)[:2]])


def _against(measure: Measure) -> str:
    """Return a property with its values in two lines."""
    first, other = map(estimate_text, measure.values)
    unit = f" {measure.word.unit}" if measure.word.unit else ""
    return f"{measure.word.label} ({first} against {other}{unit})"


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


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
